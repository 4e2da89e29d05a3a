"""What an import says to a person."""

from __future__ import annotations

from collections.abc import Iterator

from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.sheet import Sheet
from doughy_cli.leads.importing.rows import ImportRow

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SHOWN = 5


def understood(sheet: Sheet, match: HeaderMatch) -> Iterator[str]:
    """Yield how a file is understood, a sentence each."""
    separated = ""
    if sheet.delimiter:
        separated = f" separated by {_DELIMITERS.get(sheet.delimiter, sheet.delimiter)}"
    yield f"{sheet.name} is {sheet.format}{separated}, {sheet.encoding}."
    yield from (f"{note[:1].upper()}{note[1:]}." for note in sheet.notes)
    for header, field in match.columns.items():
        yield f"  {header} → {field}"
    yield from without_field(match)


def without_field(match: HeaderMatch) -> Iterator[str]:
    """Yield the columns that no field takes, if there are any."""
    if match.unmatched:
        yield f"Kept in each lead's timeline, having no field: {', '.join(match.unmatched)}."


def summary(row: ImportRow) -> Iterator[str]:
    """Yield what an import did, a sentence each."""
    if not row.read:
        yield f"{row.file} has no rows below its header; nothing was imported."
        return
    yield f"{row.file}: {row.read:,} read, {', '.join(_outcomes(row))}."
    stored = [
        _counted(row.contacts, "linked contact"),
        _counted(row.notes, "note"),
        _counted(row.kept, "timeline entry", "timeline entries"),
    ]
    if any(stored):
        yield f"With them: {', '.join(filter(None, stored))}."
    unreadable = [
        _counted(row.unreadable_phones, "phone number"),
        _counted(row.unreadable_emails, "e-mail"),
    ]
    # What is there already was told when it came.
    if row.kept and any(unreadable):
        words = " and ".join(filter(None, unreadable))
        yield f"Cannot be one, and kept in the timeline as typed: {words}."
    if row.kept and row.unknown_statuses:
        yield f"Unknown words for a status, kept in the timeline: {_words(row.unknown_statuses)}."
    if row.unknown_workspaces:
        yield f"{_counted(row.unknown_workspaces, 'row')} without their workspace: it is not yours."


def _outcomes(row: ImportRow) -> Iterator[str]:
    yield f"{row.inserted:,} added"
    for count, word in (
        (row.updated, "updated"),
        (row.skipped, "there already"),
        (row.rejected, "rejected"),
    ):
        if count:
            yield f"{count:,} {word}"


def _counted(count: int, one: str, many: str | None = None) -> str:
    if not count:
        return ""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _words(counts: dict[str, int]) -> str:
    shown = [f"{word} ({count})" for word, count in list(counts.items())[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(counts) > _SHOWN else "")
