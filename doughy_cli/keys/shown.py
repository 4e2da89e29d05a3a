"""Stored keys as rows: masked, and opened only where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.errors import DoughyError
from doughy_cli.keys.rows import KeyRow
from doughy_cli.keys.services import KNOWN, variables
from doughy_cli.vault import app_format, seal
from doughy_cli.vault.opening import Opened, open_keys
from doughy_cli.vault.secret import NoVaultSecret

if TYPE_CHECKING:
    from doughy_cli.config import Settings
    from doughy_cli.vault.queries import StoredKey
    from doughy_cli.vault.seal import Content, Sealed

OPENED = frozenset({"masked", "variables", "fault"})  # fields for which a key must be opened


def shown_keys(
    settings: Settings, keys: Sequence[StoredKey], mine: UUID, fields: Sequence[str]
) -> tuple[list[KeyRow], list[DoughyError]]:
    """Return keys as rows, and what is wrong with those that should open and do not.

    Each key of the person's own costs a tenth of a second, unless none of `fields` needs it.
    """
    own = [each for each in keys if each.place.user_id == mine]
    opened: dict[UUID, Opened] = {}
    faults: list[DoughyError] = []
    if own and OPENED.intersection(fields):
        try:
            found = open_keys(settings, own)
        except NoVaultSecret as error:
            found = [Opened(each, None, error) for each in own]
            faults.append(error)
        else:
            faults += [each.fault for each in found if each.fault]
        opened = {each.key.id: each for each in found}
    return [key_row(each, opened.get(each.id)) for each in keys], faults


def key_row(key: StoredKey, opened: Opened | None) -> KeyRow:
    """Return a key as a row; masked as what was opened of it says."""
    content = opened.content if opened else None
    return KeyRow(
        id=key.id,
        service=key.place.service,
        owner=key.owner,
        user_id=key.place.user_id,
        masked=content.key.tail if content else None,
        variables=_variables(key.place.service, content),
        format=_format(key.sealed),
        fault=opened.fault.code if opened and opened.fault else None,
        status=key.status,
        status_reason=key.status_reason,
        last_checked=key.last_checked,
        last_healthy=key.last_healthy,
        created_at=key.created_at,
        updated_at=key.updated_at,
    )


def _variables(service: str, content: Content | None) -> list[str] | None:
    if content is None and service not in KNOWN:
        return None
    return variables(service, content.variable if content else None)


def _format(sealed: Sealed) -> str:
    if app_format.is_apps(sealed):
        return app_format.VERSION
    return seal.VERSION if seal.is_ours(sealed) else "unknown"
