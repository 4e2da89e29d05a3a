"""An import from the file to its summary: read, stage, store, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from doughy_cli.intake.flags import OnDuplicate
from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.reading import Watch, watched
from doughy_cli.intake.records import Reject
from doughy_cli.intake.rejects_file import RejectsFile
from doughy_cli.intake.sheet import Sheet
from doughy_cli.leads.importing.contact_queries import add_contacts
from doughy_cli.leads.importing.duplicate_words import duplicate, refusal
from doughy_cli.leads.importing.event_queries import add_notes, keep_the_rest
from doughy_cli.leads.importing.incoming import IncomingLead, LeadTally
from doughy_cli.leads.importing.known_queries import mark_known
from doughy_cli.leads.importing.lead_reader import LeadReader, incoming_leads
from doughy_cli.leads.importing.likely_queries import follow
from doughy_cli.leads.importing.match_queries import (
    find_matches,
    matches,
    name_targets,
    settle_targets,
)
from doughy_cli.leads.importing.merged_queries import find_merged, follow_merged
from doughy_cli.leads.importing.overrides import ForAllRows
from doughy_cli.leads.importing.owner_queries import follow_owners, mark_owners
from doughy_cli.leads.importing.property_queries import (
    StoredProperties,
    add_properties,
    count_adding,
    keep_of_owners,
)
from doughy_cli.leads.importing.queries import count_unknown_workspaces, insert_new
from doughy_cli.leads.importing.rows import ImportRow, Matching
from doughy_cli.leads.importing.staging_queries import Staged, stage
from doughy_cli.leads.importing.update_queries import update_matched


@dataclass(frozen=True, slots=True)
class Import:
    """One import, ready to run."""

    sheet: Sheet
    match: HeaderMatch
    reader: LeadReader
    for_all: ForAllRows
    on_duplicate: OnDuplicate
    matching: Matching = Matching.exact
    with_properties: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The header of each field that the file has."""
        return {field: header for header, field in self.match.columns.items()}

    def leads(
        self, reject: Callable[[Reject], None], tally: LeadTally, limit: int | None = None
    ) -> Iterator[IncomingLead]:
        """Yield the leads of the file, or of its first `limit` rows; see `incoming_leads`."""
        records = islice(self.sheet.records(), limit)
        leads = incoming_leads(records, self.reader, reject, tally)
        if self.for_all == ForAllRows():
            return leads
        return self.for_all.apply(leads, self.match.columns)


def import_leads(
    connection: psycopg.Connection[Any], job: Import, rejects: RejectsFile, watch: Watch
) -> ImportRow:
    """Store a file's leads within the connection's transaction; return what was done.

    Rows that cannot be taken go to `rejects`. `watch` is told what is being done, how far
    it has come, and how far it goes.
    """
    tally = LeadTally()
    staged = stage(connection, watched(job.sheet, job.leads(rejects.write, tally), watch))
    merged = find_merged(connection)
    mark_known(connection, staged)
    if staged.properties:
        mark_owners(connection)
    if merged:
        follow_merged(connection)
    likely, undecided = _find_likely(connection, job, rejects, watch)
    inserted = insert_new(connection, staged, lambda done, total: watch("Storing", done, total))
    if likely:
        follow(connection)
    if staged.properties:
        follow_owners(connection)
    updating = job.on_duplicate is OnDuplicate.update and inserted < staged.rows
    if staged.rows - inserted - undecided:
        _find_leads(connection, job, staged)
    properties = StoredProperties()
    if staged.properties:
        watch("Storing properties", staged.rows, None)
        properties = add_properties(connection, updating=updating)
    duplicates = staged.rows - inserted - undecided
    changed, refused = _settle_duplicates(connection, job, duplicates, rejects)
    refused += undecided
    if staged.properties:
        changed += count_adding(connection, updating=updating and bool(duplicates))
    watch("Storing contacts and notes", staged.rows, None)
    contacts = add_contacts(connection, updating=updating) if staged.contacts else 0
    notes = add_notes(connection, updating=updating) if staged.notes else 0
    name = job.sheet.name
    kept = keep_the_rest(connection, Path(name).name, updating=updating) if staged.kept else 0
    if staged.properties:
        kept += keep_of_owners(connection, Path(name).name, updating=updating)
    strangers = count_unknown_workspaces(connection) if staged.workspaces else 0
    rejects.finish()
    return ImportRow(
        file=name,
        read=tally.records,
        inserted=inserted,
        updated=changed,
        skipped=staged.rows - inserted - changed - refused,
        rejected=tally.rejected + refused,
        contacts=contacts,
        notes=notes,
        kept=kept,
        unreadable_phones=tally.unreadable_phones,
        unreadable_emails=tally.unreadable_emails,
        unknown_statuses=dict(tally.unknown_statuses.most_common()),
        unknown_workspaces=strangers,
        unmatched=job.match.unmatched,
        rejects_file=str(rejects.path) if tally.rejected + refused else None,
        likely=likely,
        properties=properties.added,
        properties_linked=properties.linked,
        properties_updated=properties.updated,
        properties_known=properties.known,
        without_property=properties.without,
    )


def _find_likely(
    connection: psycopg.Connection[Any], job: Import, rejects: RejectsFile, watch: Watch
) -> tuple[list[dict[str, Any]], int]:
    """Under --match likely: mark such rows; return what they are, and how many are refused."""
    if job.matching is not Matching.likely:
        return [], 0
    from doughy_cli.leads.importing.likely import mark_likely

    found = mark_likely(connection, job.headers, watch)
    return found.likely, rejects.write_all(found.refused)


def _find_leads(connection: psycopg.Connection[Any], job: Import, staged: Staged) -> None:
    """Find the lead of each row that is no new one, if anything is done with those rows."""
    if job.on_duplicate is OnDuplicate.skip and not staged.properties:
        return
    find_matches(connection)
    if job.on_duplicate is OnDuplicate.update:
        settle_targets(connection)
    elif staged.properties:
        name_targets(connection)


def _settle_duplicates(
    connection: psycopg.Connection[Any],
    job: Import,
    duplicates: int,
    rejects: RejectsFile,
) -> tuple[int, int]:
    """Do with duplicates what was asked for; return how many changed a lead or were refused."""
    if not duplicates or job.on_duplicate is OnDuplicate.skip:
        return 0, 0
    headers = job.headers
    if job.on_duplicate is OnDuplicate.error:
        found = matches(connection, refused=False)
        return 0, rejects.write_all(duplicate(each, headers) for each in found)
    changed = update_matched(connection)
    refused = matches(connection, refused=True)
    return changed, rejects.write_all(refusal(each, headers) for each in refused)
