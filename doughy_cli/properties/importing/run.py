"""An import from the file to its summary: read, stage, store, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import psycopg

from doughy_cli.intake.flags import OnDuplicate
from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.reading import Tally, Watch, read_all, watched
from doughy_cli.intake.records import Reject
from doughy_cli.intake.rejects_file import RejectsFile
from doughy_cli.intake.sheet import Sheet
from doughy_cli.properties.importing.queries import (
    Duplicate,
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
)
from doughy_cli.properties.importing.rows import ImportRow


@dataclass(frozen=True, slots=True)
class Import:
    """One import, ready to run."""

    sheet: Sheet
    match: HeaderMatch
    reader: PropertyReader
    on_duplicate: OnDuplicate

    @property
    def headers(self) -> dict[str, str]:
        """The header of each field that the file has."""
        return {field: header for header, field in self.match.columns.items()}

    def properties(
        self, reject: Callable[[Reject], None], tally: Tally, limit: int | None = None
    ) -> Iterator[IncomingProperty]:
        """Yield the properties of the file, or of its first `limit` rows."""
        records = islice(self.sheet.records(), limit)
        return read_all(records, self.reader.read, reject, tally)


def import_properties(
    connection: psycopg.Connection[Any], job: Import, rejects: RejectsFile, watch: Watch
) -> ImportRow:
    """Store a file's properties within the connection's transaction; return what was done.

    Rows that cannot be taken go to `rejects`. `watch` is told what is being done, how far
    it has come, and how far it goes.
    """
    tally = Tally()
    staged = stage(connection, watched(job.sheet, job.properties(rejects.write, tally), watch))
    watch("Comparing", staged, None)
    mark_known(connection)
    strangers = count_unknown_leads(connection)
    inserted = insert_new(connection, staged, lambda done, total: watch("Storing", done, total))
    known = staged - inserted
    updating = known and job.on_duplicate is OnDuplicate.update
    updated = update_known(connection) if updating else 0
    refused = 0
    if known and job.on_duplicate is OnDuplicate.error:
        header = job.headers.get("address_line_1", "address_line_1")
        refused = rejects.write_all(_refusal(each, header) for each in duplicates(connection))
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


def _refusal(duplicate: Duplicate, header: str) -> Reject:
    """Return the row, which is there already, as a reject."""
    first, property_id = duplicate.first_line, str(duplicate.property_id)[:8]
    holder = f"line {first}" if first else f"property {property_id}"
    return Reject(duplicate.line, header, duplicate.address, f"{holder} is the same property")
