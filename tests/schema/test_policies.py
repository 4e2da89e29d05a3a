"""The policies, tried as each person with a real login."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

from uuid import NAMESPACE_DNS, uuid5

import psycopg
import pytest

from tests.schema.world import World, attempt

# A column that points at a row of somebody else's, in a table of one's own.
POINTERS = [
    ("leads", "workspace_id", "workspaces"),
    ("leads", "merged_into", "leads"),
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


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
@pytest.mark.parametrize(("table", "column", "parent"), POINTERS)
def test_a_row_cannot_point_at_what_is_not_ones_own(
    world: World, who: str, table: str, column: str, parent: str
) -> None:
    connection = world.connections[who]
    strangers = world.row("ben", parent)
    update = f"UPDATE {table} SET {column} = '{strangers}' WHERE {world.where(table, who)}"
    assert not attempt(connection, update)
    # The same at birth: an insert with everything right but this.
    right = world.insert(table, who, "new " + table)
    assert attempt(connection, right)
    own = world.row(who, parent)
    if f"'{own}'" in right:
        assert not attempt(connection, right.replace(f"'{own}'", f"'{strangers}'"))
    # One that does not exist looks the same as one that is somebody else's.
    if parent != "users":
        missing = update.replace(str(strangers), str(uuid5(NAMESPACE_DNS, "nowhere")))
        assert not attempt(connection, missing)


@pytest.mark.parametrize(
    "link",
    [
        "INSERT INTO lead_contacts (lead_id, contact_id) VALUES ('{a}', '{b}')",
        "INSERT INTO re_property_documents (property_id, document_id) VALUES ('{a}', '{b}')",
    ],
)
@pytest.mark.parametrize("who", ["ann", "adam"])
def test_both_ends_of_a_link_are_ones_own(world: World, who: str, link: str) -> None:
    ends = ("leads", "contacts") if "lead" in link else ("re_properties", "re_documents")
    for a, b in ((who, "ben"), ("ben", who), ("ben", "ben")):
        made = link.format(a=world.row(a, ends[0]), b=world.row(b, ends[1]))
        assert not attempt(world.connections[who], made)


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
def test_a_row_never_changes_hands_or_identity(world: World, who: str) -> None:
    connection = world.connections[who]
    ben = world.people["ben"].id
    for table in (
        *("api_keys", "user_plans", "workspaces", "contacts", "leads", "re_properties"),
        *("re_documents", "deals"),
    ):
        where = world.where(table, who)
        assert not attempt(connection, f"UPDATE {table} SET user_id = '{ben}' WHERE {where}")
        assert not attempt(connection, f"UPDATE {table} SET id = '{ben}' WHERE {where}")
    for column in ("id", "email", "created_at"):
        statement = f"UPDATE profiles SET {column} = {column} WHERE id = auth.uid()"
        assert not attempt(connection, statement)


def test_no_path_leads_to_another_role(world: World) -> None:
    for who in ("ann", "sue", "worker"):
        me = world.people[who].id
        for path in (
            "UPDATE profiles SET role = 'admin'",
            f"UPDATE profiles SET role = 'admin' WHERE id = '{me}'",
            f"INSERT INTO profiles (id, email, role) VALUES ('{me}', 'x', 'admin')",
            f"INSERT INTO profiles (id, email, role) VALUES ('{me}', 'x', 'admin') "
            "ON CONFLICT (id) DO UPDATE SET role = 'admin'",
            "DELETE FROM profiles",
            "TRUNCATE profiles",
        ):
            assert not attempt(world.connections[who], path), (who, path)


def test_events_are_written_in_ones_own_name(world: World) -> None:
    ben = world.people["ben"].id
    for table, column, parent in (
        ("lead_events", "lead_id", "leads"),
        ("deal_events", "deal_id", "deals"),
    ):
        for who in ("ann", "adam", "worker"):
            owner = "ann" if who == "worker" else who
            made = (
                f"INSERT INTO {table} ({column}, event_type, created_by) "
                f"VALUES ('{world.row(owner, parent)}', 'x', %s)"
            )
            me = world.people[who].id
            assert attempt(world.connections[who], made.replace("%s", f"'{me}'"))
            assert attempt(world.connections[who], made.replace("%s", "NULL"))
            assert not attempt(world.connections[who], made.replace("%s", f"'{ben}'"))


@pytest.mark.parametrize(
    "extra",
    [
        ("status", "'running'"),
        ("status", "'succeeded'"),
        ("attempts", "-5"),
        ("output_data", "'{}'"),
        ("error_message", "'x'"),
        ("started_at", "now()"),
        ("completed_at", "now()"),
    ],
)
def test_a_job_is_queued_and_nothing_else(world: World, extra: tuple[str, str]) -> None:
    column, value = extra
    made = (
        f"INSERT INTO ai_jobs (deal_id, job_type, {column}) "
        f"VALUES ('{world.row('ann', 'deals')}', 'x', {value})"
    )
    assert not attempt(world.connections["ann"], made)


@pytest.mark.parametrize("column", ["attempts", "output_data", "error_message", "deal_id"])
def test_a_member_changes_nothing_of_a_job_but_its_status(world: World, column: str) -> None:
    update = f"UPDATE ai_jobs SET {column} = NULL WHERE {world.where('ai_jobs', 'ann')}"
    assert not attempt(world.connections["ann"], update)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("queued", "cancelled", True),
        ("running", "cancelled", True),
        ("failed", "queued", True),
        ("cancelled", "queued", True),
        ("running", "queued", False),
        ("succeeded", "queued", False),
        ("succeeded", "cancelled", False),
        ("failed", "cancelled", False),
        ("queued", "running", False),
        ("queued", "succeeded", False),
        ("failed", "succeeded", False),
    ],
)
def test_a_member_cancels_and_retries(world: World, before: str, after: str, allowed: bool) -> None:
    where = world.where("ai_jobs", "ann")
    become = "UPDATE ai_jobs SET status = '{}' WHERE " + where
    world.database.sql(become.format(before))
    assert attempt(world.connections["ann"], become.format(after)) == allowed
    assert attempt(world.connections["worker"], become.format(after))
    world.database.sql(become.format("queued"))


def test_one_persons_rows_do_not_tell_about_anothers(world: World) -> None:
    """The unique indexes: e-mail, phone, the active deal of a property."""
    lead = "INSERT INTO leads (name, {0}) VALUES ('x', {1})"
    for column, value in (("email", "'same@x.com'"), ("phone", "'+14155550100'")):
        made = lead.format(column, value)
        world.connections["ben"].execute(made.encode())
        assert attempt(world.connections["ann"], made)
        with pytest.raises(psycopg.errors.UniqueViolation):
            world.connections["ben"].execute(made.encode())
    active = "INSERT INTO deals (stage, title, property_id) VALUES ('x', 'x', '{}')"
    bens = active.format(world.row("ben", "re_properties"))
    assert not attempt(world.connections["ann"], bens)
    world.connections["ben"].execute(bens.encode())
    assert not attempt(world.connections["ann"], bens)


def test_members_make_nothing_in_the_database(world: World) -> None:
    for statement in (
        "CREATE TABLE mine (id integer)",
        "CREATE TABLE auth.mine (id integer)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION auth.uid2() RETURNS integer LANGUAGE sql RETURN 1",
        "CREATE VIEW mine AS SELECT * FROM leads",
        "CREATE TRIGGER mine AFTER INSERT ON leads EXECUTE FUNCTION internal.touch()",
        "CREATE POLICY mine ON leads USING (true)",
        "ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
        "TRUNCATE leads",
        "GRANT SELECT ON leads TO PUBLIC",
        "SELECT internal.touch()",
        "COPY leads TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT * FROM auth.schema_version",
        "SELECT * FROM auth.users",
    ):
        for who in ("ann", "adam", "worker"):
            # A refused GRANT is a warning; it must not have granted anything.
            assert not attempt(world.connections[who], statement), (who, statement)
