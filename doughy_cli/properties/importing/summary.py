"""What an import of properties says to a person."""

from __future__ import annotations

from collections.abc import Iterator

from doughy_cli.intake import words
from doughy_cli.intake.flags import OnDuplicate
from doughy_cli.properties.importing.fields import owner_headers
from doughy_cli.properties.importing.rows import ImportRow
from doughy_cli.properties.importing.run import Import


def understood(job: Import) -> Iterator[str]:
    """Yield how a file is understood, a sentence each."""
    yield from words.understood(job.sheet, job.match)
    yield from _more(job)


def summary(job: Import, row: ImportRow) -> Iterator[str]:
    """Yield what an import did, a sentence each."""
    if not row.read:
        yield f"{row.file} has no rows below its header; nothing was imported."
        return
    yield f"{row.file}: {row.read:,} read, {words.outcomes(row)}."
    if row.skipped and job.on_duplicate is OnDuplicate.skip:
        yield words.WHICH_SKIPPED
    if row.inserted or row.updated:
        yield from _more(job)
    if row.unknown_leads:
        yield f"{words.counted(row.unknown_leads, 'row')} without their lead: it is not yours."


def _more(job: Import) -> Iterator[str]:
    if job.match.unmatched:
        columns = ", ".join(job.match.unmatched)
        yield f"Kept in the notes, having no field: {columns}; --map says otherwise."
    if owners := owner_headers(job.sheet.headers):
        yield (
            f"{owners[0]}: `doughy leads import --with-properties` makes leads of the owners, too."
        )
