"""Records → leads: the pure half of `leads import`.

    with open_sheet(file) as sheet:
        match = match_headers(sheet.headers, FIELDS, parse_maps(maps))
        reader = LeadReader(match, region=region)
        for lead in incoming_leads(sheet.records(), reader, rejects.write, tally):
            …  # COPY

Nothing here grows with the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, tzinfo
from typing import TypeGuard

from doughy_cli.dates import HERE
from doughy_cli.emails import normal_email
from doughy_cli.errors import Usage
from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.reading import read_all
from doughy_cli.intake.records import Record, Reject
from doughy_cli.intake.row import Row, as_text, listed
from doughy_cli.intake.values import ACCEPTED_MOMENTS, truth, whole, written_moment
from doughy_cli.leads.importing.incoming import IncomingLead, IncomingNote, LeadTally
from doughy_cli.leads.importing.incoming_people import (
    full_name,
    listed_contacts,
    reachable,
    second_contact,
)
from doughy_cli.leads.importing.incoming_property import plain_address, read_mailing, read_property
from doughy_cli.leads.importing.tag_text import split_tags, unique
from doughy_cli.leads.importing.words import STATUSES, known_opt_status, known_status, refused
from doughy_cli.phones import DEFAULT_REGION, normal_phone

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONGEST_TEXT = 300
_LONGEST_TAG = 100
# What a list of properties or of sales has.
_SALES = re.compile(r"\b(address|street|price|beds?|baths?|parcel|sold|sale)\b|sale[_ ]date", re.I)
# One of these makes a lead; a file with none of them is some other list.
_NAMING = frozenset({"name", "first_name", "last_name", "company", "email", "phone"})


class LeadReader:
    """Reads records as leads, given which column is which field."""

    def __init__(
        self,
        match: HeaderMatch,
        *,
        region: str = DEFAULT_REGION,
        zone: tzinfo = HERE,
        with_properties: bool = False,
    ) -> None:
        """`region` is for phones without a country code, `zone` for times without an offset;
        `with_properties` for files of owners and their properties.

        Raises Usage if no column can name a lead.
        """
        if match.unmatched and not _NAMING.intersection(match.columns.values()):
            said = 'say which it is: --map "Their Header=name"'
            if _SALES.search(" ".join(match.unmatched)):
                said += "; a list of properties or sales goes into `doughy properties import FILE`"
            raise Usage(
                f"no column is a name, e-mail or phone; there are: {', '.join(match.unmatched)}",
                said,
            )
        self._match = match
        self._zone = zone
        self._region = region
        self._with_properties = with_properties

    def read(self, record: Record) -> IncomingLead | list[Reject]:
        """One record as a lead, or everything that is wrong with it."""
        row = Row(record, self._match)
        phones, unreadable_phones = reachable(row, ("phone", "other_phones"), self._phone)
        emails, unreadable_emails = reachable(row, ("email", "other_emails"), normal_email)
        company = row.text("company", _LONGEST_TEXT)
        name = full_name(row) or company or next(iter(emails + phones), None)
        contacts = listed_contacts(row, self._region) if "contacts" in row.cells else []
        if name and (len(phones) > 1 or len(emails) > 1):
            contacts.append(second_contact(row, name, phones[1:], emails[1:]))
        status, unknown_status = _status(row)
        mailing = owned = None
        if self._with_properties:
            mailing = read_mailing(row)
            owned, address = read_property(row, name or "", mailing)
        else:
            address = plain_address(row)
        lead = IncomingLead(
            line=row.line,
            name=name or "",
            id=_uuid(row, "id"),
            workspace_id=_uuid(row, "workspace_id"),
            phone=phones[0] if phones else None,
            email=emails[0] if emails else None,
            company=company,
            status=status,
            score=_score(row),
            tags=_tags(row),
            opt_status=_opt_status(row),
            source=row.text("source", _LONGEST_TEXT),
            next_action=row.text("next_action"),
            next_action_due=self._moment(row, "next_action_due", end_of_day=True),
            is_deleted=_truth(row, "is_deleted"),
            created_at=self._moment(row, "created_at"),
            updated_at=self._moment(row, "updated_at"),
            notes=tuple(self._notes(row)) if "notes" in row.cells else (),
            contacts=tuple(contacts),
            address=address,
            mailing=mailing,
            property=owned,
            extra=row.extra,
            unreadable_phones=tuple(unreadable_phones),
            unreadable_emails=tuple(unreadable_emails),
            unknown_status=unknown_status,
            past_imports=tuple(_past_imports(row)) if "extra" in row.cells else (),
        )
        if not name and not row.problems:
            typed = ", ".join(unreadable_phones + unreadable_emails)
            row.reject("", typed, "no name, company, e-mail or phone")
        return row.problems or lead

    def _phone(self, typed: str) -> str | None:
        return normal_phone(typed, self._region)

    def _moment(self, row: Row, field: str, *, end_of_day: bool = False) -> datetime | None:
        if (text := row.text(field)) is None:
            return None
        found = written_moment(text, self._zone, end_of_day=end_of_day)
        if found is None:
            row.reject(row.header(field), text, f"not a date such as {ACCEPTED_MOMENTS}")
        return found

    def _notes(self, row: Row) -> Iterator[IncomingNote]:
        for _header, value in row.cells["notes"]:
            items = listed(value)
            ours = items is not None and all(isinstance(i, str) or _is_note(i) for i in items)
            if items is None or not (ours or value is items):
                items = [value]  # text, though it starts with a bracket
            for item in items:
                if _is_note(item):
                    at = written_moment(as_text(item["at"]), self._zone)
                    yield IncomingNote(as_text(item["text"]), at)
                elif text := as_text(item).strip():
                    yield IncomingNote(text)


def _is_note(item: object) -> TypeGuard[dict[str, object]]:
    """Whether it is a note that says when it was written."""
    return isinstance(item, dict) and item.keys() == {"text", "at"}


def incoming_leads(
    records: Iterable[Record | Reject],
    reader: LeadReader,
    reject: Callable[[Reject], None],
    tally: LeadTally,
) -> Iterator[IncomingLead]:
    """Yield the leads of a file; hand rejects to `reject` and count everything in `tally`."""
    for lead in read_all(records, reader.read, reject, tally):
        tally.add(lead)
        yield lead


def _status(row: Row) -> tuple[str | None, str | None]:
    word = row.text("status")
    if word is None or (ours := word.lower()) in STATUSES:
        return word and ours, None
    row.extra[row.header("status")] = word
    status = known_status(word)
    return status, word if status is None else None


def _opt_status(row: Row) -> str | None:
    """The most restrictive answer of all the columns about consent."""
    found: str | None = None
    if (word := row.text("opt_status")) is not None:
        found = known_opt_status(word)
        if found is None:
            row.reject(row.header("opt_status"), word, "not opted_in, opted_out or pending")
        elif found != word.lower():
            row.extra[row.header("opt_status")] = word
    for header, word in row.texts("opt_out"):
        out = refused(word)
        if out is None:
            row.reject(header, word, "not a yes or a no")
        elif out:
            found = "opted_out"
        row.extra[header] = word
    return found


def _score(row: Row) -> int | None:
    if (text := row.text("score")) is None:
        return None
    score = whole(text)
    if score is None or not 0 <= score <= 100:
        row.reject(row.header("score"), text, "not a whole number from 0 to 100")
    return score


def _tags(row: Row) -> tuple[str, ...] | None:
    if (cells := row.cells.get("tags")) is None:
        return None
    tags: list[str] = []
    for header, value in cells:
        tags += map(as_text, value) if isinstance(value, list) else split_tags(as_text(value))
        if any(len(tag) > _LONGEST_TAG for tag in tags):
            row.reject(header, value, f"a tag is longer than {_LONGEST_TAG} characters")
    return unique(tags)


def _past_imports(row: Row) -> list[dict[str, object]]:
    """What our own export calls `extra`; any other column that is mapped to it is kept in it."""
    found: list[dict[str, object]] = []
    for header, value in row.cells["extra"]:
        items = listed(value)
        past = [item for item in items or () if isinstance(item, dict) and item]
        if items is not None and len(past) == len(items):
            found += past
        else:
            row.extra[header] = value
    return found


def _truth(row: Row, field: str) -> bool | None:
    if (text := row.text(field)) is None:
        return None
    answer = truth(text)
    if answer is None:
        row.reject(row.header(field), text, "not a yes or a no")
    return answer


def _uuid(row: Row, field: str) -> str | None:
    """Our own id. Another program's is of no use here and is kept with the rest."""
    if (text := row.text(field)) is None:
        return None
    if _UUID.fullmatch(text):
        return text.lower()
    row.extra[row.header(field)] = text
    return None
