"""A look at a file before it is imported: no database is needed for it."""

from __future__ import annotations

from doughy_cli.intake.reading import Tally
from doughy_cli.intake.records import Reject
from doughy_cli.options import field_names
from doughy_cli.properties.importing.rows import PreviewedProperty, PreviewRow
from doughy_cli.properties.importing.run import Import

PREVIEWED = 10  # rows


def preview(job: Import) -> PreviewRow:
    """Return how the file is understood, and its first rows as they would be stored."""
    rejects: list[Reject] = []
    tally = Tally()
    found = list(job.properties(rejects.append, tally, limit=PREVIEWED))
    sheet = job.sheet
    names = [name for name in field_names(PreviewedProperty) if name != "line"]
    return PreviewRow(
        file=sheet.name,
        format=sheet.format,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        columns=job.match.columns,
        unmatched=job.match.unmatched,
        notes=sheet.notes,
        read=tally.records,
        rejected=tally.rejected,
        properties=[
            PreviewedProperty(each.line, **{name: each.columns.get(name) for name in names})  # type: ignore[arg-type]
            for each in found
        ],
        rejects=[each._asdict() for each in rejects],
    )
