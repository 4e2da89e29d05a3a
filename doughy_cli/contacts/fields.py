"""A contact's fields as they are given, in flags or in JSON, and as they are stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from doughy_cli.contacts.rows import ContactDetailRow
from doughy_cli.contacts.values import OptStatus
from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import Flag, given
from doughy_cli.texts import checked_text

LONGEST_NAME = 300  # characters
# The flags of an address, and the names that it is stored by.
_ADDRESS = {
    "address": "address_line_1",
    "address2": "address_line_2",
    "city": "city",
    "state": "state",
    "zip": "zip",
}
_TEXTS = ("first_name", "last_name", "company", "job_title")
_LISTS = {"emails": "email", "phones": "phone"}
SETTABLE = (*_TEXTS, "email", "phone", *_LISTS, "address", "sms_opt_status")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFlags:
    """A contact's fields as flags."""

    first_name: Annotated[str | None, Flag("The first name.")] = None
    last_name: Annotated[str | None, Flag("The last name.")] = None
    company: Annotated[str | None, Flag("The company.")] = None
    job_title: Annotated[str | None, Flag("What they do there.")] = None
    email: Annotated[str | None, Flag("The main e-mail.")] = None
    phone: Annotated[str | None, Flag("The main phone number, in any usual notation.")] = None
    emails: Annotated[
        list[str] | None, Flag("A further e-mail; repeat it. In an edit: these and no others.")
    ] = None
    phones: Annotated[
        list[str] | None, Flag("A further phone; repeat it. In an edit: these and no others.")
    ] = None
    address: Annotated[str | None, Flag("Street and number.")] = None
    address2: Annotated[str | None, Flag("Unit, apartment.")] = None
    city: Annotated[str | None, Flag("The city.")] = None
    state: Annotated[str | None, Flag("The state.")] = None
    zip: Annotated[str | None, Flag("The ZIP code.")] = None
    sms_opt_status: Annotated[
        OptStatus | None, Flag("Whether they agreed to text messages.", case_sensitive=False)
    ] = None


class Clearable(StrEnum):
    """The fields that an edit can empty."""

    first_name = "first-name"
    last_name = "last-name"
    company = "company"
    job_title = "job-title"
    email = "email"
    phone = "phone"
    emails = "emails"
    phones = "phones"
    address = "address"


def from_flags(flags: ContactFlags, region: str) -> dict[str, Any]:
    """Return the fields that were given, by column, as they are stored; see `checked`."""
    values = given(flags)
    address = {stored: values.pop(flag) for flag, stored in _ADDRESS.items() if flag in values}
    return checked({**values, **({"address": address} if address else {})}, region)


def checked(values: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Return `values` (by column) as they are stored. Raises Usage, naming the field."""
    return {name: _checked(name, value, region) for name, value in values.items()}


def read_record(source: str) -> dict[str, Any]:
    """Return the fields of the contact in the JSON file `source` (`-`: stdin), and no nulls.

    What `show --json` prints of a contact's own life (ids, times, leads) is left out. Raises
    Usage for what is not one contact.
    """
    text = sys.stdin.read() if source == "-" else Path(source).read_text("utf-8-sig")
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Usage(f"{source} is not JSON: {error}.") from error
    if not isinstance(record, dict):
        raise Usage("Give one contact as a JSON object, as `doughy contacts show --json` does.")
    known = {each.name for each in fields(ContactDetailRow)}
    if unknown := sorted(record.keys() - known):
        raise Usage(f"A contact has no field {quoted(unknown[0])}.", f"{', '.join(SETTABLE)}.")
    return {name: record[name] for name in SETTABLE if record.get(name) not in (None, [], {})}


def _checked(name: str, value: Any, region: str) -> Any:
    if name in _LISTS:
        if not isinstance(value, list):
            raise Usage(f"{name} must be a list of texts.")
        return list(dict.fromkeys(_reach(_LISTS[name], each, region) for each in value))
    if name in ("email", "phone"):
        return _reach(name, value, region)
    if name == "address":
        if not isinstance(value, dict):
            raise Usage("address must be an object.")
        return {part: _text(part, each) for part, each in value.items() if each is not None}
    if name == "sms_opt_status":
        if value not in list(OptStatus):
            raise Usage(f"{name} must be one of {', '.join(OptStatus)}, not {quoted(value)}.")
        return str(value)
    return _text(name, value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Usage(f"{name} must be a text, not {quoted(value)}.")
    return checked_text(value, name, LONGEST_NAME)


def _reach(kind: str, value: Any, region: str) -> str:
    """Return an e-mail or a phone number in its stored form."""
    from doughy_cli.emails import normal_email
    from doughy_cli.phones import normal_phone

    typed = _text(kind, value)
    found = normal_email(typed) if kind == "email" else normal_phone(typed, region)
    if found is None:
        what = "an e-mail address" if kind == "email" else "a phone number"
        raise Usage(f"{quoted(value)} cannot be {what}.", code=f"bad_{kind}")
    return found
