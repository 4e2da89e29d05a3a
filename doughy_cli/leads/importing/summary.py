"""What an import says to a person."""

from __future__ import annotations

from collections.abc import Iterator

from doughy_cli.intake import words
from doughy_cli.intake.flags import OnDuplicate
from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.sheet import Sheet
from doughy_cli.intake.words import WHICH_SKIPPED, counted, outcomes
from doughy_cli.leads.importing.property_fields import property_headers
from doughy_cli.leads.importing.rows import ImportRow, PreviewRow
from doughy_cli.leads.importing.run import Import

_SHOWN = 5
_NAMES = {"name", "first_name", "last_name"}


def understood(sheet: Sheet, match: HeaderMatch) -> Iterator[str]:
    """Yield how a file is understood, a sentence each."""
    yield from words.understood(sheet, match)
    yield from _without_field(match)
    yield from _without_name(match)


def previewed(row: PreviewRow) -> Iterator[str]:
    """Yield what a preview found beside the rows that it shows, a sentence each."""
    yield from words.previewed(row.read, row.rejected, row.rejects)


def summary(job: Import, row: ImportRow) -> Iterator[str]:
    """Yield what an import did, a sentence each."""
    if not row.read:
        yield f"{row.file} has no rows below its header; nothing was imported."
        return
    yield f"{row.file}: {row.read:,} read, {outcomes(row)}."
    if row.skipped and job.on_duplicate is OnDuplicate.skip:
        yield WHICH_SKIPPED
    yield from _likely(row)
    yield from _properties(job, row)
    stored = [
        counted(row.contacts, "linked contact"),
        counted(row.notes, "note"),
        counted(row.kept, "timeline entry", "timeline entries"),
    ]
    if any(stored):
        yield f"With them: {', '.join(filter(None, stored))}."
    # Of rows that are there already nothing is taken: no word of their columns.
    if row.kept:
        yield from _without_field(job.match)
    if row.inserted:
        yield from _without_name(job.match)
    unreadable = [
        counted(row.unreadable_phones, "phone number"),
        counted(row.unreadable_emails, "e-mail"),
    ]
    # What is there already was told when it came.
    if row.kept and any(unreadable):
        words = " and ".join(filter(None, unreadable))
        yield f"Cannot be one, and kept in the timeline as typed: {words}."
    if row.kept and row.unknown_statuses:
        yield f"Unknown words for a status, kept in the timeline: {_words(row.unknown_statuses)}."
    if row.unknown_workspaces:
        yield f"{counted(row.unknown_workspaces, 'row')} without their workspace: it is not yours."


def _properties(job: Import, row: ImportRow) -> Iterator[str]:
    if not job.with_properties:
        yield from hint(job)
        return
    counts = (
        (row.properties, "added"),
        (row.properties_linked, "linked to their owner"),
        (row.properties_updated, "updated"),
        (row.properties_known, "there already"),
    )
    words = [f"{count:,} {word}" for count, word in counts if count]
    yield f"Properties: {', '.join(words) or 'none'}."
    if row.without_property:
        yield (
            f"{counted(row.without_property, 'new lead')} without a property: a property needs "
            "a street with a house number (or a parcel number), city, state and ZIP code. What "
            "the file says of it is in the timeline."
        )


def hint(job: Import) -> Iterator[str]:
    """Yield a word on --with-properties, if the file has properties and it was not given."""
    found = [] if job.with_properties else property_headers(job.sheet.headers)
    if found:
        yield f"{found[0]}: --with-properties makes properties of the addresses, too."


def _likely(row: ImportRow) -> Iterator[str]:
    if row.likely:
        yield f"{counted(len(row.likely), 'row')} likely there already, by --match likely:"
    for each in row.likely[:_SHOWN]:
        lead = f"lead {str(each['lead'])[:8]}" if each["lead"] else f"line {each['first_line']}"
        yield f"  Line {each['line']} ({each['name']}) is {lead}: {each['reasons']}."
    if len(row.likely) > _SHOWN:
        yield f"  … and {len(row.likely) - _SHOWN:,} more; --json lists them all."


def _without_field(match: HeaderMatch) -> Iterator[str]:
    if match.unmatched:
        columns = ", ".join(match.unmatched)
        yield f"Kept in the timeline, having no field: {columns}; --map says otherwise."


def _without_name(match: HeaderMatch) -> Iterator[str]:
    if _NAMES.isdisjoint(match.columns.values()):
        example = f' --map "{match.unmatched[0]}=name" …' if match.unmatched else ""
        yield (
            "No column was taken for the name: leads are named by company, e-mail or phone."
            + example
        )


def _words(counts: dict[str, int]) -> str:
    shown = [f"{word} ({count})" for word, count in list(counts.items())[:_SHOWN]]
    return ", ".join(shown) + (", …" if len(counts) > _SHOWN else "")
