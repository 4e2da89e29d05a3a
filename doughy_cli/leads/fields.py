"""A lead's fields as they are given, in flags or in JSON, and as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from doughy_cli.dates import read_due, read_moment
from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import WHEN, Flag, given
from doughy_cli.leads.values import LeadStatus, OptStatus

LONGEST_NAME = 300  # characters: an index holds the name, and takes some 2,700 bytes
LONGEST_TAG = 100
LONGEST_TEXT = 100_000
TAG_SEPARATORS = ",;|\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFlags:
    """A lead's fields as flags."""

    name: Annotated[str | None, Flag("The name.")] = None
    phone: Annotated[str | None, Flag("The phone number, in any usual notation.")] = None
    email: Annotated[str | None, Flag("The e-mail.")] = None
    company: Annotated[str | None, Flag("The company.")] = None
    status: Annotated[LeadStatus | None, Flag("Where the lead stands.", case_sensitive=False)] = (
        None
    )
    score: Annotated[int | None, Flag("From 0 to 100.", min=0, max=100)] = None
    tag: Annotated[
        list[str] | None, Flag("A tag; repeat it. In an edit: these tags and no others.")
    ] = None
    opt_status: Annotated[
        OptStatus | None, Flag("Whether the lead agreed to be written to.", case_sensitive=False)
    ] = None
    source: Annotated[str | None, Flag("Where the lead comes from.")] = None
    next_action: Annotated[str | None, Flag("What to do next.")] = None
    next_action_due: Annotated[
        datetime | None, Flag("When to do it.", metavar=WHEN, parser=read_due)
    ] = None
    workspace: Annotated[str | None, Flag("The workspace, by id or name.")] = None
    note: Annotated[str | None, Flag("A note for the timeline.")] = None


class Clearable(StrEnum):
    """The fields that an edit can empty."""

    phone = "phone"
    email = "email"
    company = "company"
    score = "score"
    tags = "tags"
    opt_status = "opt-status"
    source = "source"
    next_action = "next-action"
    next_action_due = "next-action-due"
    workspace = "workspace"


def read_clearable(text: str) -> Clearable:
    """Read the name of a field: as its flag has it, or as JSON does."""
    try:
        return Clearable(text.strip().lower().replace("_", "-"))
    except ValueError:
        raise Usage(f"{quoted(text)} is not one of {', '.join(Clearable)}.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFlags:
    """What an edit can do beside setting fields."""

    add_tag: Annotated[list[str] | None, Flag("Add this tag; repeat it.", metavar="TAG")] = None
    remove_tag: Annotated[list[str] | None, Flag("Remove this tag; repeat it.", metavar="TAG")] = (
        None
    )
    clear: Annotated[
        list[Clearable] | None,
        Flag(
            "Empty this field; repeat it.",
            metavar=f"<{'|'.join(Clearable)}>",
            parser=read_clearable,
        ),
    ] = None
    if_unchanged_since: Annotated[
        datetime | None,
        Flag(
            "Only if the lead's updated_at is not later: else exit 5.",
            metavar=WHEN,
            parser=read_moment,
        ),
    ] = None


_COLUMNS = {"tag": "tags", "workspace": "workspace_id"}  # where the flag has another name


def from_flags(flags: LeadFlags, region: str) -> dict[str, Any]:
    """Return the fields that were given, by column, as they are stored; see `checked`."""
    values = {_COLUMNS.get(name, name): value for name, value in given(flags).items()}
    return checked(values, region)


def checked(values: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Return `values` (by column) as they are stored: phones in E.164, texts trimmed …

    `note` is a text for the timeline, and `workspace_id` stays the text that was given.
    Raises Usage, naming the field, for what cannot be stored.
    """
    return {column: _CHECKS[column](column, value, region) for column, value in values.items()}


def checked_tags(tags: Any) -> list[str]:
    """Return tags trimmed, each once, in their order. Raises Usage for what cannot be one."""
    if not isinstance(tags, list):
        raise Usage("tags must be a list of texts.")
    trimmed = list(dict.fromkeys(_text("tag", each, LONGEST_TAG) for each in tags))
    for tag in trimmed:
        if any(each in tag for each in TAG_SEPARATORS):
            raise Usage(
                f"{quoted(tag)} cannot be a tag: "
                "commas, semicolons and bars separate tags in files.",
                "Give each tag a flag of its own: --tag one --tag two.",
            )
    return trimmed


def _text(field: str, value: Any, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise Usage(f"{field} must be a text, not {quoted(value)}.")
    text = value.strip()
    if not text:
        hint = "Leave the flag out; `doughy leads edit ID --clear FIELD` empties a field."
        raise Usage(f"{field} is empty.", None if field == "name" else hint)
    if len(text) > longest:
        raise Usage(f"{field} is longer than {longest} characters.")
    if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise Usage(f"{field} holds a character that cannot be stored (NUL or half of a pair).")
    return text


def _phone(field: str, value: Any, region: str) -> str:
    from doughy_cli.phones import normal_phone

    number = normal_phone(_text(field, value), region)
    if number is None:
        raise Usage(
            f"{quoted(value)} cannot be a phone number.",
            "Outside your region, begin with + and the country's code. --note keeps other text.",
            code="bad_phone",
        )
    return number


def _email(field: str, value: Any, _region: str) -> str:
    from doughy_cli.emails import normal_email

    address = normal_email(_text(field, value))
    if address is None:
        raise Usage(f"{quoted(value)} cannot be an e-mail address.", code="bad_email")
    return address


def _score(field: str, value: Any, _region: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        raise Usage(f"{field} must be a whole number from 0 to 100, not {quoted(value)}.")
    return value


def _moment(field: str, value: Any, _region: str) -> datetime:
    if isinstance(value, datetime):
        return value
    text = _text(field, value)
    try:
        return read_moment(text)
    except Usage as error:
        raise Usage(f"{field}: {error.message}", error.hint, code=error.code) from None


def _one_of(words: type[StrEnum]) -> Callable[[str, Any, str], str]:
    def check(field: str, value: Any, _region: str) -> str:
        if value not in list(words):
            raise Usage(f"{field} must be one of {', '.join(words)}, not {quoted(value)}.")
        return str(value)

    return check


def _plain(field: str, value: Any, _region: str) -> str:
    return _text(field, value)


_CHECKS: dict[str, Callable[[str, Any, str], Any]] = {
    "name": lambda field, value, _: _text(field, value, LONGEST_NAME),
    "phone": _phone,
    "email": _email,
    "company": _plain,
    "status": _one_of(LeadStatus),
    "score": _score,
    "tags": lambda _, value, __: checked_tags(value),
    "opt_status": _one_of(OptStatus),
    "source": _plain,
    "next_action": _plain,
    "next_action_due": _moment,
    "workspace_id": _plain,
    "note": _plain,
}
SETTABLE = tuple(_CHECKS)
