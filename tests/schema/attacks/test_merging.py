"""Moving timelines by the functions that merge them, where nothing was merged."""

# ruff: noqa: S608 -- the statements are made of ids of the test's own
from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.schema.attacks.trying import DENIED, refused, rows
from tests.schema.world import World

NOWHERE = "00000000-0000-4000-8000-000000000000"


class Ann:
    """Ann at work in a transaction that is taken back, with two leads of her own."""

    def __init__(self, world: World) -> None:
        self.connection = world.connections["ann"]
        self.me = world.people["ann"].id
        self.target = world.row("ann", "leads")
        self.source = uuid4()
        self.bens = world.row("ben", "leads")
        self.run(f"INSERT INTO leads (id, name) VALUES ('{self.source}', 'Old')")
        self.note = self.tell(self.source, "theirs")
        self.own = self.tell(self.target, "own")

    def run(self, statement: str) -> None:
        self.connection.execute(statement.encode())

    def tell(self, lead: UUID, words: str, kind: str = "note_added", at: str = "now()") -> UUID:
        event = uuid4()
        self.run(
            "INSERT INTO lead_events (id, lead_id, event_type, description, created_at)"
            f" VALUES ('{event}', '{lead}', '{kind}', '{words}', {at})"
        )
        return event

    def refused(self, statement: str, error: Any = DENIED) -> str:
        """Try a statement that must fail, and go on."""
        self.run("SAVEPOINT here")
        try:
            return refused(self.connection, statement, error)
        finally:
            self.run("ROLLBACK TO SAVEPOINT here")

    def mark(self, source: UUID | None = None, target: UUID | None = None) -> None:
        source, target = source or self.source, target or self.target
        self.run(
            f"UPDATE leads SET is_deleted = true, merged_into = '{target}' WHERE id = '{source}'"
        )

    def merge(self, details: str = "{}") -> UUID:
        """Merge the two; return the event that tells of it."""
        self.mark()
        self.run(f"SELECT auth.merge_lead_events('{self.source}', '{self.target}', '{details}')")
        ((found,),) = self.rows(
            f"SELECT id FROM lead_events WHERE lead_id = '{self.target}' AND event_type = 'merged'"
            f" AND created_by = '{self.me}'"
        )
        return UUID(str(found))

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return rows(self.connection, statement)

    def lead_of(self, event: UUID) -> UUID:
        ((found,),) = self.rows(f"SELECT lead_id FROM lead_events WHERE id = '{event}'")
        return UUID(str(found))


@pytest.fixture
def ann(world: World) -> Iterator[Ann]:
    connection = world.connections["ann"]
    connection.execute(b"BEGIN")
    try:
        yield Ann(world)
    finally:
        connection.execute(b"ROLLBACK")


def merging(source: object, target: object, details: str = "'{}'") -> str:
    return f"SELECT auth.merge_lead_events('{source}', '{target}', {details})"


def test_only_a_merged_lead_gives_its_timeline_away(ann: Ann) -> None:
    """Not merged, not deleted, the other way round, into another one, into itself."""
    ann.refused(merging(ann.source, ann.target))
    ann.run(f"UPDATE leads SET merged_into = '{ann.target}' WHERE id = '{ann.source}'")
    ann.refused(merging(ann.source, ann.target))
    ann.mark()
    for source, target in (
        (ann.target, ann.source),
        (ann.source, ann.source),
        (ann.source, ann.bens),
        (ann.bens, ann.target),
        (ann.source, NOWHERE),
        (NOWHERE, ann.target),
    ):
        ann.refused(merging(source, target))
    ann.refused("SELECT auth.merge_lead_events(NULL, NULL, '{}')")
    assert ann.lead_of(ann.note) == ann.source


def test_what_is_somebody_elses_and_what_does_not_exist_sound_the_same(ann: Ann) -> None:
    said = {ann.refused(merging(lead, ann.target)) for lead in (ann.bens, NOWHERE)}
    assert len(said) == 1
    said = {
        ann.refused(f"SELECT auth.unmerge_lead_events('{event}')") for event in (ann.bens, NOWHERE)
    }
    assert len(said) == 1


def test_somebody_elses_leads_that_are_merged(world: World, ann: Ann) -> None:
    """Merged by their owner; neither a member nor staff moves anything of them."""
    before = [each for (each,) in rows(world.root, "SELECT id FROM lead_events")]
    event = ann.merge()
    ann.run("COMMIT")
    try:
        for who in ("ben", "sue", "adam", "worker"):
            connection = world.connections[who]
            refused(connection, merging(ann.source, ann.target))
            refused(connection, f"SELECT auth.unmerge_lead_events('{event}')")
    finally:
        world.root.execute(b"DELETE FROM lead_events WHERE id <> ALL (%s)", [before])
        world.root.execute(f"DELETE FROM leads WHERE id = '{ann.source}'".encode())
        ann.run("BEGIN")


def test_an_event_says_the_same_after_it_moved(ann: Ann) -> None:
    said = (
        "SELECT event_type, description, metadata, created_at, created_by FROM lead_events"
        f" WHERE id = '{ann.note}'"
    )
    before = ann.rows(said)
    event = ann.merge()
    assert ann.lead_of(ann.note) == ann.target
    assert ann.rows(said) == before
    ann.run(f"SELECT auth.unmerge_lead_events('{event}')")
    assert ann.lead_of(ann.note) == ann.source
    assert ann.rows(said) == before
    # That it was merged stays with the lead that was.
    told = ann.rows(f"SELECT event_type FROM lead_events WHERE lead_id = '{ann.source}'")
    assert {"merged", "deleted"} <= {kind for (kind,) in told}


def test_only_what_came_goes_back(ann: Ann) -> None:
    event = ann.merge(f'{{"events": ["{ann.own}"], "source": "{ann.bens}"}}')
    later = ann.tell(ann.target, "later")
    ann.run(f"SELECT auth.unmerge_lead_events('{event}')")
    assert [ann.lead_of(each) for each in (ann.note, ann.own, later)] == [
        ann.source,
        ann.target,
        ann.target,
    ]


def test_a_merge_that_somebody_made_up(ann: Ann) -> None:
    ann.merge()
    forged = f"""'{{"source": "{ann.source}", "events": ["{ann.own}"]}}'"""
    insert = "INSERT INTO lead_events (id, lead_id, event_type, metadata) VALUES"
    ann.refused(f"{insert} ('{uuid4()}', '{ann.target}', 'merged', {forged})")
    other = uuid4()
    ann.run(f"{insert} ('{other}', '{ann.target}', 'note_added', {forged})")
    ann.refused(f"SELECT auth.unmerge_lead_events('{other}')")
    ann.refused(f"UPDATE lead_events SET event_type = 'merged' WHERE id = '{other}'")
    # What the trigger tells of the source is no merge of anything into it.
    ((told,),) = ann.rows(
        f"SELECT id FROM lead_events WHERE lead_id = '{ann.source}' AND event_type = 'merged'"
    )
    ann.refused(f"SELECT auth.unmerge_lead_events('{told}')")
    assert ann.lead_of(ann.own) == ann.target


def test_a_merge_that_a_program_made_up(world: World, ann: Ann) -> None:
    """Programs may write events about anybody's leads, in their own name and not in hers."""
    forged, worker = uuid4(), world.people["worker"].id
    made = "INSERT INTO lead_events (id, lead_id, event_type, metadata, created_by) VALUES"
    details = f'{{"source": "{ann.source}", "events": ["{ann.own}"]}}'
    values = f"'{forged}', '{ann.target}', 'merged', '{details}'"
    refused(world.connections["worker"], f"{made} ({values}, '{ann.me}')")
    world.connections["worker"].execute(f"{made} ({values}, '{worker}')".encode())
    try:
        ann.merge()
        ann.refused(f"SELECT auth.unmerge_lead_events('{forged}')")
    finally:
        ann.run("ROLLBACK")
        world.root.execute(b"DELETE FROM lead_events WHERE id = %s", [forged])


def test_a_merge_that_was_taken_back_is_over(ann: Ann) -> None:
    event = ann.merge()
    ann.run(f"SELECT auth.unmerge_lead_events('{event}')")
    ann.run(f"UPDATE leads SET merged_into = NULL, is_deleted = false WHERE id = '{ann.source}'")
    ann.refused(f"SELECT auth.unmerge_lead_events('{event}')")
    ann.refused(merging(ann.source, ann.target))


@pytest.mark.parametrize("details", ["NULL", "'[]'", "'1'", "'null'", "'\"x\"'"])
def test_details_are_an_object(ann: Ann, details: str) -> None:
    ann.mark()
    ann.refused(merging(ann.source, ann.target, details), psycopg.errors.InvalidParameterValue)


def test_other_settings_change_nothing(ann: Ann) -> None:
    ann.mark()
    ann.run("CREATE TEMPORARY TABLE leads AS SELECT * FROM public.leads LIMIT 0")
    ann.run("SET LOCAL search_path = pg_temp, public")
    ann.run(
        f"INSERT INTO pg_temp.leads (id, user_id, name, is_deleted, merged_into)"
        f" VALUES ('{ann.bens}', '{ann.me}', 'x', true, '{ann.target}')"
    )
    ann.refused(merging(ann.bens, ann.target))
    ann.run("SET LOCAL ROLE doughy_member")
    ann.refused(merging(ann.bens, ann.target))
    ann.run(merging(ann.source, ann.target))
    assert ann.lead_of(ann.note) == ann.target
