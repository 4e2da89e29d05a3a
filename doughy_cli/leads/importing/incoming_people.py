"""The ways to reach a lead: names, phones, e-mails, and the contacts linked to it."""

from __future__ import annotations

import re
from collections.abc import Callable

from doughy_cli.emails import normal_email
from doughy_cli.intake.row import Row, listed
from doughy_cli.leads.importing.incoming import IncomingContact
from doughy_cli.leads.importing.words import OPT_STATUSES
from doughy_cli.phones import normal_phone

RELATIONS = ("owner", "spouse", "heir", "attorney", "agent", "tenant", "other")

_NAME_PARTS = ("first_name", "middle_name", "last_name")
_LONGEST_NAME = 300  # names are indexed, and an index takes some 2,700 bytes
# A semicolon may also lead to a stored number's extension.
_BETWEEN_PHONES = re.compile(r"\s*(?:[|,/\n]|;(?!ext=)|\bor\b|\band\b)\s*")
_BETWEEN_EMAILS = re.compile(r"[\s|,;/]+")
_CONTACT_TEXTS = ("id", "first_name", "last_name", "company", "job_title")
_CONTACT_KEYS = {
    *_CONTACT_TEXTS,
    *("relation", "email", "phone", "emails", "phones", "address", "sms_opt_status"),
}


def full_name(row: Row) -> str | None:
    """First, middle and last name together, or else the name in one piece.

    What of the one the other does not say is kept.
    """
    whole = row.text("name", _LONGEST_NAME)
    parts = [row.text(field, 100) for field in _NAME_PARTS]
    joined = " ".join(filter(None, parts))
    if whole is None:
        return joined or None
    if not (parts[0] and parts[2]):
        for field, part in zip(_NAME_PARTS, parts, strict=True):
            if part and part.casefold() not in whole.casefold():
                row.extra[row.header(field)] = part
        return whole
    if whole != joined:
        row.extra[row.header("name")] = whole
    return joined


def reachable(
    row: Row, fields: tuple[str, str], read: Callable[[str], str | None]
) -> tuple[list[str], list[str]]:
    """The readable values of two fields, the main one first, and those nobody can read."""
    found: dict[str, None] = {}
    unreadable: list[str] = []
    between = _BETWEEN_PHONES if fields[0] == "phone" else _BETWEEN_EMAILS
    for field in fields:
        for _header, typed in row.texts(field):
            if value := read(typed):
                found[value] = None
                continue
            # Perhaps several in one cell. What is readable is taken; unless all of it is,
            # the cell is kept as it stands too.
            parts = [read(part) for part in between.split(typed) if part]
            found.update(dict.fromkeys(filter(None, parts)))
            if not parts or None in parts:
                unreadable.append(typed)
    return list(found), unreadable


def second_contact(row: Row, name: str, phones: list[str], emails: list[str]) -> IncomingContact:
    """The same person once more, to carry the phones and e-mails that a lead has no room for."""
    first, last = row.text("first_name"), row.text("last_name")
    if first is None and last is None:
        first, _, last = name.rpartition(" ")
        first, last = (first, last) if first else (last, None)
    return IncomingContact(
        first_name=first, last_name=last, emails=tuple(emails), phones=tuple(phones)
    )


def listed_contacts(row: Row, region: str) -> list[IncomingContact]:
    """The contacts of our own export: a list of objects. Anything else is kept in `extra`."""
    contacts: list[IncomingContact] = []
    for header, value in row.cells.get("contacts", ()):
        read = [_contact(item, region) for item in listed(value) or [None]]
        if all(read):
            contacts += filter(None, read)
        elif value not in ([], "[]"):
            row.extra[header] = value
    return contacts


def _contact(item: object, region: str) -> IncomingContact | None:
    if not isinstance(item, dict) or not item or not item.keys() <= _CONTACT_KEYS:
        return None
    texts = {key: item.get(key) for key in _CONTACT_TEXTS}
    emails = _strings(item.get("email"), item.get("emails"))
    phones = _strings(item.get("phone"), item.get("phones"))
    relation, opt_status = item.get("relation") or "other", item.get("sms_opt_status")
    address = item.get("address")
    if (
        emails is None
        or phones is None
        or not all(text is None or isinstance(text, str) for text in texts.values())
        or relation not in RELATIONS
        or opt_status not in (None, *OPT_STATUSES)
        or not (address is None or isinstance(address, dict))
    ):
        return None
    return IncomingContact(
        **texts,
        relation=relation,
        # Stored as they are where they cannot be read: a contact has no timeline.
        emails=tuple(dict.fromkeys(normal_email(email) or email for email in emails)),
        phones=tuple(dict.fromkeys(normal_phone(p, region) or p for p in phones)),
        address=address,
        sms_opt_status=opt_status,
    )


def _strings(main: object, others: object) -> list[str] | None:
    """The main value and the others, which may be absent; None if they are no texts."""
    values = [main, *(others if isinstance(others, list) else [others])]
    kept = [value for value in values if value is not None]
    return kept if all(isinstance(value, str) for value in kept) else None
