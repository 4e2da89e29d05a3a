"""An import from the file to its summary: read, stage, store, and say what became of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import psycopg

from doughy_cli.config import Folders
from doughy_cli.intake.flags import OnDuplicate
from doughy_cli.intake.headers import HeaderMatch, match_headers, parse_maps
from doughy_cli.intake.records import Reject
from doughy_cli.intake.rejects_file import RejectsFile
from doughy_cli.intake.saved_maps import load_map, save_map
from doughy_cli.intake.sheet import Sheet
from doughy_cli.options import field_names
from doughy_cli.properties.fields import checked
from doughy_cli.properties.importing.fields import FIELDS
from doughy_cli.properties.importing.flags import ReadingFlags
from doughy_cli.properties.importing.queries import (
    count_repeated,
    count_unknown_leads,
    duplicates,
    insert_new,
    mark_known,
    stage,
    update_known,
)
from doughy_cli.properties.importing.reader import (
    IncomingProperty,
    PropertyReader,
    Tally,
    incoming_properties,
)
from doughy_cli.properties.importing.rows import ImportRow, PreviewedProperty, PreviewRow

Watch = Callable[[str, int, int | None], None]
PREVIEWED = 10  # rows
_TOLD_EVERY = 1000  # records


@dataclass(frozen=True, slots=True)
class Import:
    """One import, ready to run."""

    sheet: Sheet
    match: HeaderMatch
    reader: PropertyReader
    on_duplicate: OnDuplicate

    def properties(
        self, reject: Callable[[Reject], None], tally: Tally, limit: int | None = None
    ) -> Iterator[IncomingProperty]:
        """Yield the properties of the file, or of its first `limit` rows."""
        records = islice(self.sheet.records(), limit)
        return incoming_properties(records, self.reader, reject, tally)


def plan(sheet: Sheet, reading: ReadingFlags, folders: Folders) -> Import:
    """Return the import of `sheet` that the flags ask for; save the map that they name.

    Raises Usage for flags that do not fit the file, NotFound for a map that was never saved.
    """
    maps = load_map(folders, reading.use_map, sheet.headers) if reading.use_map else {}
    maps |= parse_maps(reading.map or [])
    match = match_headers(sheet.headers, FIELDS, maps)
    status = checked({"status": reading.status})["status"] if reading.status is not None else None
    reader = PropertyReader(match, sheet.headers, status=status)
    if reading.save_map:
        save_map(folders, reading.save_map, maps)
    return Import(sheet, match, reader, reading.on_duplicate)


def import_properties(
    connection: psycopg.Connection[Any], job: Import, rejects: RejectsFile, watch: Watch
) -> ImportRow:
    """Store a file's properties within the connection's transaction; return what was done.

    Rows that cannot be taken go to `rejects`. `watch` is told what is being done, how far
    it has come, and how far it goes.
    """
    # It is off for short commands. What is there already need not be looked through again.
    gc.freeze()
    gc.enable()
    tally = Tally()
    staged = stage(connection, _watched(job, rejects, tally, watch))
    watch("Comparing", staged, None)
    mark_known(connection)
    strangers = count_unknown_leads(connection)
    inserted = insert_new(connection, staged, lambda done, total: watch("Storing", done, total))
    known = staged - inserted
    updating = known and job.on_duplicate is OnDuplicate.update
    updated = update_known(connection) if updating else 0
    refused = 0
    if known and job.on_duplicate is OnDuplicate.error:
        refused = _refuse(connection, job, rejects)
    skipped = known - updated - refused
    repeated = count_repeated(connection) if job.on_duplicate is OnDuplicate.skip else 0
    rejects.finish()
    return ImportRow(
        file=job.sheet.name,
        read=tally.records,
        inserted=inserted,
        updated=updated,
        skipped=skipped,
        repeated=repeated,
        rejected=tally.rejected + refused,
        unknown_leads=strangers,
        unmatched=job.match.unmatched,
        rejects_file=str(rejects.path) if tally.rejected + refused else None,
    )


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


def _watched(
    job: Import, rejects: RejectsFile, tally: Tally, watch: Watch
) -> Iterator[IncomingProperty]:
    for number, each in enumerate(job.properties(rejects.write, tally)):
        if number % _TOLD_EVERY == 0:
            size = job.sheet.size
            watch("Reading", job.sheet.bytes_read if size else number, size)
        yield each


def _refuse(connection: psycopg.Connection[Any], job: Import, rejects: RejectsFile) -> int:
    """Write the rows that are there already as rejects; return how many they are."""
    headers = {field: header for header, field in job.match.columns.items()}
    header = headers.get("address_line_1", "address_line_1")
    refused = 0
    for each in duplicates(connection):
        holder = (
            f"line {each.first_line}"
            if each.first_line
            else f"property {str(each.property_id)[:8]}"
        )
        rejects.write(Reject(each.line, header, each.address, f"{holder} is the same property"))
        refused += 1
    return refused
