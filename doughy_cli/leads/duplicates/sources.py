"""Stored leads and rows of a file as profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from doughy_cli.emails import normal_email
from doughy_cli.leads.duplicates.evidence_queries import Evidence
from doughy_cli.leads.duplicates.profile import Profile, profile
from doughy_cli.leads.importing.incoming import IncomingLead
from doughy_cli.phones import normal_phone

_OWNER = "owner"


def stored_profile(lead: Evidence) -> Profile:
    """Return the profile of a stored lead, with its owners' further phones and e-mails."""
    return contact_profile(
        lead.name, lead.company, lead.email, lead.phone, lead.contacts or (), lead.addresses or ()
    )


def contact_profile(
    name: str,
    company: str | None,
    email: str | None,
    phone: str | None,
    contacts: Iterable[list[Any]],
    addresses: Iterable[Any],
) -> Profile:
    """The same of its parts; `contacts` as `Evidence` has them."""
    emails, phones = [email], [phone]
    for main_email, main_phone, more_emails, more_phones in contacts:
        emails += [main_email, *_further(more_emails, "email")]
        phones += [main_phone, *_further(more_phones, "phone")]
    return profile(
        name,
        company,
        # The further ones of a contact are stored as they were written.
        filter(None, (each and _stored(each) for each in phones)),
        filter(None, (each and normal_email(each) for each in emails)),
        (each for each in addresses if isinstance(each, dict)),
    )


def incoming_profile(lead: IncomingLead) -> Profile:
    """Return the profile of a row, as it will be once it is stored."""
    owners = [each for each in lead.contacts if each.relation == _OWNER]
    return profile(
        lead.name,
        lead.company,
        filter(None, (lead.phone, *chain.from_iterable(each.phones for each in owners))),
        filter(None, (lead.email, *chain.from_iterable(each.emails for each in owners))),
        [lead.address] if lead.address else (),
    )


def _stored(phone: str) -> str | None:
    return phone if phone.startswith("+") else normal_phone(phone)


def _further(values: Any, key: str) -> Iterator[str]:
    """Yield the texts of a JSON list, or of its objects' `key`, `value` or `number`."""
    for each in values if isinstance(values, list) else ():
        if isinstance(each, dict):
            each = each.get(key) or each.get("value") or each.get("number")
        if isinstance(each, str):
            yield each
