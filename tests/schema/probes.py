"""Rows of one's own that would reach somebody else's: probed for each table.

Each function answers with a line for everything that is not as it should be, and nothing
otherwise; whatever they try is taken back.
"""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import NAMESPACE_DNS, uuid5

import psycopg

from tests.schema.matrix import MATRIX, granted
from tests.schema.world import DONE, POLICY, PRIVILEGE, World, outcome

# A column that may be changed and points at a row: (table, column, table of that row).
POINTERS = [
    ("leads", "workspace_id", "workspaces"),
    ("leads", "merged_into", "leads"),
    ("re_properties", "lead_id", "leads"),
    ("deals", "lead_id", "leads"),
    ("deals", "property_id", "re_properties"),
    ("re_documents", "property_id", "re_properties"),
    ("re_documents", "deal_id", "deals"),
    ("re_documents", "uploaded_by", "users"),
    ("messages", "lead_id", "leads"),
    ("calls", "lead_id", "leads"),
    ("transcripts", "lead_id", "leads"),
    ("transcripts", "call_id", "calls"),
    ("transcripts", "created_by", "users"),
    ("re_lead_documents", "lead_id", "leads"),
]
# A column that says whose the row is and may not be changed at all.
HANDS = [
    ("profiles", "id", "users"),
    ("api_keys", "user_id", "users"),
    ("workspaces", "user_id", "users"),
    ("contacts", "user_id", "users"),
    ("leads", "user_id", "users"),
    ("re_properties", "user_id", "users"),
    ("re_documents", "user_id", "users"),
    ("deals", "user_id", "users"),
    ("lead_contacts", "lead_id", "leads"),
    ("lead_contacts", "contact_id", "contacts"),
    ("ai_jobs", "deal_id", "deals"),
]
# A link, and what its two ends are.
LINKS = {
    "lead_contacts": ("lead_id", "leads", "contact_id", "contacts"),
    "re_property_documents": ("property_id", "re_properties", "document_id", "re_documents"),
}
# A column that the owner's slot is made of, by table.
SLOTS = {table: "user_id" for table in MATRIX if table != "system_logs"} | {"profiles": "id"}
EVENTS = {"lead_events": ("lead_id", "leads"), "deal_events": ("deal_id", "deals")}
# What a job is not given by the one who queues it.
ENDED = {
    "status": "'running'",
    "attempts": "-5",
    "output_data": "'[]'",
    "error_message": "'x'",
    "started_at": "now()",
    "completed_at": "now()",
    "progress": "'[]'",
    "leased_by": "'x'",
    "lease_token": "gen_random_uuid()",
    "lease_expires_at": "now()",
}


def probes(world: World, table: str) -> Iterator[str]:
    """Everything below, one after the other."""
    for column, parent in [(c, p) for t, c, p in POINTERS if t == table]:
        for who in ("ann", "sue", "adam"):
            yield from wrong_pointers(world, table, column, parent, who)
    for column, parent in [(c, p) for t, c, p in HANDS if t == table]:
        yield from wrong_hands(world, table, column, parent)
    if table in LINKS:
        yield from wrong_links(world, table)
    if table in EVENTS:
        yield from wrong_names(world, table)
    if table == "lead_events":
        yield from wrong_merges(world)
    if table == "ai_jobs":
        yield from wrong_jobs(world)
    if table in SLOTS:
        yield from asked_late(world, table)


def wrong_pointers(world: World, table: str, column: str, parent: str, who: str) -> Iterator[str]:
    """A row points only at rows of one's own, after an UPDATE and at birth."""
    connection = world.connections[who]
    where = world.where(table, who)
    strangers = {"somebody else's": world.row("ben", parent)}
    if parent != "users":
        # One that does not exist looks the same.
        strangers["none"] = uuid5(NAMESPACE_DNS, "nowhere")
    for name, row in strangers.items():
        update = f"UPDATE {table} SET {column} = '{row}' WHERE {where}"
        insert = world.insert(table, who, "new " + table, **{column: f"'{row}'"})
        for command, statement in (("update", update), ("insert", insert)):
            found = outcome(connection, statement)
            if found != POLICY:
                yield f"{who} may {command} {table}.{column} to {name}: {found}"
    # It is the pointer that is refused, and nothing else about the row.
    found = outcome(
        connection, world.insert(table, who, "new " + table, **{column: f"{{{parent}}}"})
    )
    if found != "1 rows":
        yield f"{who} may not insert {table}.{column} to their own: {found}"


def wrong_hands(world: World, table: str, column: str, parent: str) -> Iterator[str]:
    """A row is one's own from birth, and never changes hands.

    Two walls keep it from that: should the privilege be given, the policy holds.
    """
    if "I" in granted(table, "member"):
        born = world.insert(
            table, "ann", "new " + table, **{column: f"'{world.row('ben', parent)}'"}
        )
        found = outcome(world.connections["ann"], born)
        if found != POLICY:
            yield f"ann may insert {table} with ben's {column}: {found}"
    give = f"UPDATE {table} SET {column} = '{world.row('ben', parent)}'"
    for who in ("ann", "sue", "adam"):
        found = outcome(world.connections[who], f"{give} WHERE {world.where(table, who)}")
        if found != PRIVILEGE:
            yield f"{who} may give away {table} by {column}: {found}"
    with _granted(world, table, column):
        # No WHERE: where a column is read, the policies on SELECT must let the new row through
        # too, and would hide that the policy on UPDATE does not stop it.
        found = outcome(world.connections["ann"], give)
    if found != POLICY:
        yield f"no policy keeps ann from giving away {table} by {column}: {found}"


@contextmanager
def _granted(world: World, table: str, column: str) -> Iterator[None]:
    world.root.execute(f"GRANT UPDATE ({column}) ON {table} TO doughy_member".encode())
    try:
        yield
    finally:
        world.root.execute(f"REVOKE UPDATE ({column}) ON {table} FROM doughy_member".encode())


def wrong_links(world: World, table: str) -> Iterator[str]:
    """Both ends of a link are one's own."""
    one, ones, other, others = LINKS[table]
    for who in ("ann", "sue", "adam"):
        for a, b in ((who, "ben"), ("ben", who), ("ben", "ben")):
            ends = {one: f"'{world.row(a, ones)}'", other: f"'{world.row(b, others)}'"}
            found = outcome(world.connections[who], world.insert(table, who, **ends))
            if found != POLICY:
                yield f"{who} may link {ones} of {a} with {others} of {b}: {found}"


def wrong_names(world: World, table: str) -> Iterator[str]:
    """Events are written in one's own name, which is filled in where it is not given."""
    for who in ("ann", "sue", "adam", "worker"):
        owner = "ann" if who == "worker" else who
        me, ben = (f"'{world.people[name].id}'" for name in (who, "ben"))
        new = "new " + table
        proof = (
            f"SELECT count(*) FROM {table} "
            f"WHERE {world.where(table, owner, new)} AND created_by = {me}"
        )
        for name, wanted in ((me, DONE), ("NULL", DONE), (ben, POLICY)):
            made = world.insert(table, owner, new, created_by=name)
            found = outcome(world.connections[who], made, proof=proof)
            if found != wanted:
                yield f"{who} writes {table} as {name}: {found}, not {wanted}"


def wrong_merges(world: World) -> Iterator[str]:
    """No person tells of a merge: what is told of it can be taken back."""
    for who in ("ann", "sue", "adam"):
        made = world.insert("lead_events", who, "new lead_events", event_type="'merged'")
        found = outcome(world.connections[who], made)
        if found != POLICY:
            yield f"{who} may tell of a merge: {found}"


def wrong_jobs(world: World) -> Iterator[str]:
    """A job is queued, and nothing else about it is said."""
    for column, value in ENDED.items():
        made = world.insert("ai_jobs", "ann", "new ai_jobs", **{column: value})
        found = outcome(world.connections["ann"], made)
        if found != POLICY:
            yield f"ann may queue a job with {column} {value}: {found}"


def asked_late(world: World, table: str) -> Iterator[str]:
    """Nothing costs less than a policy, so that nothing is asked before it of ben's rows.

    The condition costs nothing either; PostgreSQL takes it, and a sub-select behind it, for
    harmless. The sub-select runs only for a row that meets the condition.
    """
    ann, told = world.connections["ann"], []

    def note(notice: psycopg.errors.Diagnostic) -> None:
        told.append(notice.message_primary)

    ann.execute(
        b"CREATE OR REPLACE FUNCTION pg_temp.tell() RETURNS boolean LANGUAGE plpgsql"
        b" AS $$ BEGIN RAISE NOTICE 'told'; RETURN true; END $$"
    )
    ((slot,),) = world.root.execute(
        "SELECT uuid_hash(%s) >> 1", [world.people["ben"].id]
    ).fetchall()
    bens = f"('[{slot}:{slot}]={{t}}'::boolean[])[owner_slot]"
    tells = f"CASE WHEN {bens} THEN (SELECT pg_temp.tell()) END"
    seen = f"SELECT 1 FROM {table} WHERE {tells}"
    commands = {
        "S": seen,
        "U": f"{seen} FOR UPDATE",
        "D": f"DELETE FROM {table} WHERE {tells}",
    }
    ann.add_notice_handler(note)
    try:
        for letter, command in commands.items():
            if letter in granted(table, "member"):
                seeing = "SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off"
                found = outcome(ann, seeing, command)
                if told:
                    yield f"a condition goes before the policy in ann's {command}: {found}"
                    told.clear()
    finally:
        ann.remove_notice_handler(note)
