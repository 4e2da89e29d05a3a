"""What an import says of any file: how it is understood, and what became of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.sheet import Sheet

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def understood(sheet: Sheet, match: HeaderMatch) -> Iterator[str]:
    """Yield how a file is understood, a sentence each."""
    separated = ""
    if sheet.delimiter:
        separated = f" separated by {_DELIMITERS.get(sheet.delimiter, sheet.delimiter)}"
    yield f"{sheet.name} is {sheet.format}{separated}, {sheet.encoding}."
    yield from (f"{note[:1].upper()}{note[1:]}." for note in sheet.notes)
    for header, field in match.columns.items():
        yield f"  {header} → {field}"


def previewed(read: int, rejected: int, rejects: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what a preview found beside the rows that it shows, a sentence each."""
    if rejected:
        yield f"{rejected} of these {read} rows would be rejected:"
    for reject in rejects:
        column = f", {reject['column']}" if reject["column"] else ""
        yield f"  Line {reject['line']}{column}: {reject['reason']}."
    yield "Which rows are there already is not known without the database: --dry-run asks it."


def outcomes(row: Any) -> str:
    """Return what became of an import's rows, by what is shown of it: `3 added, 1 updated`."""
    repeated = getattr(row, "repeated", 0)
    others = (
        (row.updated, "updated"),
        (row.skipped - repeated, "there already"),
        (repeated, "again in the file"),
        (row.rejected, "rejected"),
    )
    counts = [f"{count:,} {word}" for count, word in others if count]
    return ", ".join([f"{row.inserted:,} added", *counts])


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return `1 note` or `1,200 notes`, and nothing for none."""
    if not count:
        return ""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


# Of rows that are there already, where --on-duplicate skips them.
WHICH_SKIPPED = (
    "Which rows those are: --on-duplicate error lists them in the rejects file "
    "(with --dry-run, nothing is changed)."
)
