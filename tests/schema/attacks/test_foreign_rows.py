"""Giving rows away, taking them, and pointing at them, in every way that SQL writes."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

import psycopg
import pytest

from tests.schema.attacks.trying import DENIED, NO_UPSERT, refused, rows, touched
from tests.schema.world import World

OWNED = ("api_keys", "workspaces", "contacts", "leads", "re_properties", "re_documents", "deals")
# A column that points at somebody else's row, in a table of one's own.
POINTERS = (
    ("leads", "workspace_id", "workspaces"),
    ("leads", "merged_into", "leads"),
    ("re_properties", "lead_id", "leads"),
    ("deals", "lead_id", "leads"),
    ("deals", "property_id", "re_properties"),
    ("re_documents", "property_id", "re_properties"),
    ("re_documents", "deal_id", "deals"),
    ("messages", "lead_id", "leads"),
    ("calls", "lead_id", "leads"),
    ("transcripts", "lead_id", "leads"),
    ("transcripts", "call_id", "calls"),
    ("re_lead_documents", "lead_id", "leads"),
)


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
@pytest.mark.parametrize("table", OWNED)
def test_giving_a_row_to_somebody_else(world: World, who: str, table: str) -> None:
    connection, ben = world.connections[who], world.people["ben"].id
    where = world.where(table, who)
    for statement in (
        f"UPDATE {table} SET user_id = '{ben}' WHERE {where}",
        f"WITH x AS (UPDATE {table} SET user_id = '{ben}' WHERE {where} RETURNING 1) TABLE x",
        f"UPDATE {table} AS t SET user_id = o.user_id FROM {table} AS o WHERE t.{where}",
        f"PREPARE give_{table} AS UPDATE {table} SET user_id = '{ben}' WHERE {where};"
        f" EXECUTE give_{table}",
    ):
        refused(connection, statement)
    for statement in (
        f"MERGE INTO {table} USING (SELECT 1) AS x ON {where}"
        f" WHEN MATCHED THEN UPDATE SET user_id = '{ben}'",
        f"{world.insert(table, who)} ON CONFLICT (id) DO UPDATE SET user_id = '{ben}'",
    ):
        refused(connection, statement, (DENIED, NO_UPSERT))


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
@pytest.mark.parametrize("table", OWNED)
def test_making_a_row_in_somebody_elses_name(world: World, who: str, table: str) -> None:
    connection = world.connections[who]
    made = world.insert(table, "ben", "new " + table)
    refused(connection, made)
    refused(connection, f"WITH x AS ({made} RETURNING 1) TABLE x")
    refused(connection, f"{made} ON CONFLICT DO NOTHING", NO_UPSERT)
    target, _, values = made.removeprefix("INSERT INTO ").partition(" VALUES ")
    columns = target[target.index("(") :]
    refused(
        connection,
        f"MERGE INTO {table} USING (SELECT 1) AS x ON false"
        f" WHEN NOT MATCHED THEN INSERT {columns} VALUES {values}",
        NO_UPSERT,
    )
    refused(connection, f"EXPLAIN ANALYZE {made}")


def test_changing_somebody_elses_row_through_a_conflict(world: World) -> None:
    ann = world.connections["ann"]
    made = f"INSERT INTO leads (id, name) VALUES ('{world.row('ben', 'leads')}', 'x')"
    for action in (
        "(id) DO UPDATE SET name = 'taken'",
        "ON CONSTRAINT leads_pkey DO UPDATE SET name = excluded.name",
        "DO NOTHING",
    ):
        refused(ann, f"{made} ON CONFLICT {action}", NO_UPSERT)
    # What an import does instead.
    with ann.transaction():
        ann.execute(b"SET LOCAL doughy.skip_taken = on")
        assert touched(ann, made) == 0


def test_changing_somebody_elses_row_through_other_statements(world: World) -> None:
    ann, ben = world.connections["ann"], world.row("ben", "leads")
    for statement in (
        f"UPDATE leads SET name = 'x' WHERE id = '{ben}'",
        f"DELETE FROM leads WHERE id = '{ben}'",
        f"DELETE FROM leads USING leads AS o WHERE leads.id = '{ben}'",
        f"UPDATE messages SET body = 'x' WHERE lead_id = '{ben}'",
        "UPDATE leads SET name = 'x' WHERE ctid = '(0,1)' AND user_id <> auth.uid()",
    ):
        assert touched(ann, statement) == 0
    for action in ("DELETE", "UPDATE SET name = 'x'"):
        merge = f"MERGE INTO leads USING (SELECT 1) AS x ON id = '{ben}' WHEN MATCHED THEN {action}"
        refused(ann, merge, NO_UPSERT)
    ann.execute(b"BEGIN")
    ann.execute(b"DECLARE c CURSOR FOR SELECT * FROM leads WHERE user_id <> auth.uid() FOR UPDATE")
    assert rows(ann, "FETCH ALL FROM c") == []
    refused(
        ann, "UPDATE leads SET name = 'x' WHERE CURRENT OF c", psycopg.errors.InvalidCursorState
    )
    ann.execute(b"ROLLBACK")


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
@pytest.mark.parametrize(("table", "column", "parent"), POINTERS)
def test_pointing_at_somebody_elses_row(
    world: World, who: str, table: str, column: str, parent: str
) -> None:
    connection = world.connections[who]
    bens, own = f"'{world.row('ben', parent)}'", world.where(table, who)
    nowhere = "'00000000-0000-4000-8000-000000000000'"
    said = []
    for target in (bens, nowhere):
        made = world.insert(table, who, "new " + table, **{column: target})
        said.append(refused(connection, made))
        refused(connection, f"WITH x AS ({made} RETURNING 1) TABLE x")
        refused(connection, f"UPDATE {table} SET {column} = {target} WHERE {own}")
        refused(
            connection,
            f"{world.insert(table, who)} ON CONFLICT (id) DO UPDATE SET {column} = {target}",
            NO_UPSERT,
        )
        refused(
            connection,
            f"MERGE INTO {table} USING (SELECT 1) AS x ON {own}"
            f" WHEN MATCHED THEN UPDATE SET {column} = {target}",
            NO_UPSERT,
        )
    # What is somebody else's and what does not exist sound the same.
    assert said[0] == said[1]


@pytest.mark.parametrize("who", ["ann", "adam"])
def test_linking_to_somebody_elses_row(world: World, who: str) -> None:
    connection = world.connections[who]
    for table, (a, b), (left, right) in (
        ("lead_contacts", ("lead_id", "contact_id"), ("leads", "contacts")),
        (
            "re_property_documents",
            ("property_id", "document_id"),
            ("re_properties", "re_documents"),
        ),
    ):
        for first, second in ((who, "ben"), ("ben", who), ("ben", "ben")):
            ends = f"('{world.row(first, left)}', '{world.row(second, right)}')"
            refused(connection, f"INSERT INTO {table} ({a}, {b}) VALUES {ends}")


@pytest.mark.parametrize("table", [*OWNED, "messages", "lead_events", "profiles", "deal_events"])
def test_copying_rows_into_a_table(world: World, table: str) -> None:
    with (
        pytest.raises((psycopg.errors.FeatureNotSupported, psycopg.errors.InsufficientPrivilege)),
        world.connections["ann"].cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy,
    ):
        copy.write_row([None])


@pytest.mark.parametrize("who", ["ann", "sue"])
def test_copying_rows_out_of_a_table(world: World, who: str) -> None:
    connection = world.connections[who]
    for source in ("leads", "(SELECT * FROM leads)", "(TABLE leads)", "leads (id, user_id)"):
        with connection.cursor().copy(f"COPY {source} TO STDOUT".encode()) as copy:
            text = b"".join(copy).decode()
        assert str(world.row(who, "leads")) in text
        assert (str(world.row("ben", "leads")) in text) == (who == "sue")
    for table in ("auth.users", "system_logs", "auth.schema_version", "auth.document_places"):
        refused(connection, f"COPY {table} TO STDOUT")
    key = "(SELECT user_id FROM api_keys)"
    with connection.cursor().copy(f"COPY {key} TO STDOUT".encode()) as copy:
        assert b"".join(copy).decode().split() == [str(world.people[who].id)]
