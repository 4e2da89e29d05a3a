"""Asking the providers about keys, all at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.keys.check_queries import CHANNELS, failed_leads, write_health
from doughy_cli.keys.rows import CheckRow
from doughy_cli.providers import openai, sendgrid, stripe, twilio
from doughy_cli.providers.checks import Finding, Health
from doughy_cli.providers.waiting import Patience
from doughy_cli.vault.opening import Opened, open_keys
from doughy_cli.vault.queries import StoredKey, find_key

CHECKS = {
    "openai": openai.check,
    "stripe": stripe.check,
    "twilio": twilio.check,
    "sendgrid": sendgrid.check,
}
PATIENCE = Patience(connect=5, read=10, whole=20, attempts=3)
UNCHECKED, UNOPENED = "unchecked", "unopened"
BROKEN = (Health.unhealthy.value, Health.inactive.value)


@dataclass(frozen=True, slots=True)
class Checked:
    """A key and what the check says of it: a `Health`, `unchecked` or `unopened`."""

    key: StoredKey
    result: str
    reason: str | None


def check_keys(settings: Settings, keys: Sequence[StoredKey]) -> list[Checked]:
    """Ask the providers about keys; return what they say, in the keys' order.

    Raises NoVaultSecret if this computer has nothing to open keys with, Usage for a provider's
    URL that no key is sent to.
    """
    opened = open_keys(settings, keys)
    with ThreadPoolExecutor(max(1, len(opened))) as threads:
        return list(threads.map(_check, opened))


def store(session: Session, checked: Sequence[Checked]) -> list[CheckRow]:
    """Write what was found, and return it with what is stored then.

    What no provider answered about stays as it was, and so does a key that was replaced while
    it was checked.
    """
    rows = []
    for each in checked:
        key = each.key
        if each.result in (Health.healthy, *BROKEN):
            write_health(session, key, each.result, each.reason)
            key = find_key(session, key.place.service)
        rows.append(_row(session, replace(each, key=key)))
    return rows


def _check(opened: Opened) -> Checked:
    if opened.content is None:
        reason = opened.fault.message if opened.fault else None
        return Checked(opened.key, UNOPENED, reason)
    check = CHECKS.get(opened.key.place.service)
    if check is None:
        return Checked(opened.key, UNCHECKED, "no check is known for this service")
    found: Finding = check(opened.content.key, PATIENCE)
    return Checked(opened.key, found.health.value, found.reason)


def _row(session: Session, checked: Checked) -> CheckRow:
    key = checked.key
    since = None
    leads = []
    if checked.result in BROKEN and key.place.service in CHANNELS:
        since = key.last_healthy or key.created_at
        leads = failed_leads(session, key.place.service, since)
    return CheckRow(
        service=key.place.service,
        result=checked.result,
        reason=checked.reason,
        status=key.status,
        last_checked=key.last_checked,
        last_healthy=key.last_healthy,
        failed_since=since,
        failed_messages=None if since is None else sum(each.messages for each in leads),
        failed_leads=leads,
    )
