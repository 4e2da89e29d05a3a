"""The matrix: who may do what to whose row, tried as each of them with a real login."""

# ruff: noqa: S608 -- the statements are made of the constants of this file
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import psycopg
import pytest

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person

# What each may do to a row of their own, and to one of somebody else's. S select, I insert,
# U update, D delete. A service has no rows: everybody's are somebody else's.
OWN = {"member": ("SIUD", ""), "support": ("SIUD", "S"), "admin": ("SIUD", "S")}
LINKS = {"member": ("SID", ""), "support": ("SID", "S"), "admin": ("SID", "S")}
EVENTS = {"member": ("SI", ""), "support": ("SI", "S"), "admin": ("SI", "S")}
READER = {"service": ("", "S")}
NOBODY: dict[str, tuple[str, str]] = {}

MATRIX: dict[str, dict[str, tuple[str, str]]] = {
    "profiles": {
        "member": ("SU", ""),
        "support": ("SU", "S"),
        "admin": ("SU", "SU"),
        "service": ("", "S"),
    },
    "api_keys": {"member": ("SIUD", ""), "support": ("SIUD", ""), "admin": ("SIUD", "S")},
    "user_plans": {
        "member": ("S", ""),
        "support": ("S", "S"),
        "admin": ("SIUD", "SIUD"),
        "service": ("", "SIU"),
    },
    "workspaces": OWN | READER,
    "contacts": OWN | READER,
    "leads": OWN | READER,
    "re_properties": OWN | READER,
    "re_documents": OWN | READER,
    "deals": OWN | READER,
    "lead_contacts": OWN | READER,
    "calls": OWN | READER,
    "transcripts": OWN | READER,
    "re_lead_documents": OWN | READER,
    "messages": OWN | {"service": ("", "SIU")},
    "re_property_documents": LINKS | READER,
    "deal_events": EVENTS | {"service": ("", "SI")},
    "lead_events": EVENTS | {"service": ("", "SI")},
    "ai_jobs": {
        "member": ("SIU", ""),
        "support": ("SIU", "S"),
        "admin": ("SIU", "S"),
        "service": ("", "SU"),
    },
    # Nobody owns a log.
    "system_logs": {"admin": ("SID", "SID"), "service": ("I", "I")},
}

# How a row of a person is made; {x} is the id of that person's row in the table x.
INSERTS = {
    "profiles": "(id, email) VALUES ({users}, 'x')",
    "api_keys": "(id, user_id, service, key_ciphertext) VALUES ({id}, {users}, {word}, 'x')",
    "user_plans": "(id, user_id, plan_name) VALUES ({id}, {users}, 'pro')",
    "workspaces": "(id, user_id, name) VALUES ({id}, {users}, 'x')",
    "contacts": "(id, user_id, first_name) VALUES ({id}, {users}, 'x')",
    "leads": "(id, user_id, name, workspace_id) VALUES ({id}, {users}, 'x', {workspaces})",
    "re_properties": (
        "(id, user_id, address_line_1, city, state, zip) "
        "VALUES ({id}, {users}, 'x', 'x', 'CA', '9')"
    ),
    "deals": (
        "(id, user_id, stage, title, status, lead_id, property_id) "
        "VALUES ({id}, {users}, 'x', 'x', 'won', {leads}, {re_properties})"
    ),
    "re_documents": (
        "(id, user_id, title, type, file_url, property_id, deal_id) "
        "VALUES ({id}, {users}, 'x', 'deed', 'x', {re_properties}, {deals})"
    ),
    "lead_contacts": "(lead_id, contact_id) VALUES ({leads}, {contacts})",
    "messages": "(id, lead_id, channel, direction) VALUES ({id}, {leads}, 'sms', 'incoming')",
    "calls": "(id, lead_id, direction) VALUES ({id}, {leads}, 'incoming')",
    "transcripts": "(id, lead_id, call_id) VALUES ({id}, {leads}, {calls})",
    "lead_events": "(id, lead_id, event_type) VALUES ({id}, {leads}, 'x')",
    "deal_events": "(id, deal_id, event_type) VALUES ({id}, {deals}, 'x')",
    "ai_jobs": "(id, deal_id, job_type) VALUES ({id}, {deals}, 'x')",
    "re_lead_documents": (
        "(id, lead_id, title, type, file_url) VALUES ({id}, {leads}, 'x', 'w9', 'x')"
    ),
    "re_property_documents": "(property_id, document_id) VALUES ({re_properties}, {re_documents})",
    "system_logs": "(id, level, source, message) VALUES ({id}, 'info', 'x', 'x')",
}
# A change that each who may update may make.
UPDATES = {
    "profiles": "full_name = 'changed'",
    "api_keys": "status = 'changed'",
    "user_plans": "status = 'changed'",
    "workspaces": "name = 'changed'",
    "contacts": "first_name = 'changed'",
    "leads": "name = 'changed'",
    "re_properties": "notes = 'changed'",
    "deals": "notes = 'changed'",
    "re_documents": "title = 'changed'",
    "lead_contacts": "relation = 'heir'",
    "messages": "status = 'read'",
    "calls": "summary = 'changed'",
    "transcripts": "summary = 'changed'",
    "lead_events": "description = 'changed'",
    "deal_events": "description = 'changed'",
    "ai_jobs": "status = 'cancelled'",
    "re_lead_documents": "title = 'changed'",
    "re_property_documents": "is_primary = true",
    "system_logs": "message = 'changed'",
}
# The columns that name a row, where it is not `id`.
KEYS = {
    "lead_contacts": ("lead_id = {leads}", "contact_id = {contacts}"),
    "re_property_documents": ("property_id = {re_properties}", "document_id = {re_documents}"),
    "profiles": ("id = {users}",),
}
ORDER = [table for table in INSERTS if table != "profiles"]


@dataclass(frozen=True)
class World:
    """People of every kind, a row of each of them in every table, and open connections."""

    database: Database
    people: dict[str, Person]
    connections: dict[str, psycopg.Connection[Any]]

    def row(self, owner: str, table: str) -> UUID:
        """The id of the owner's row; of the person themselves for `users`."""
        return self.people[owner].id if table == "users" else uuid5(NAMESPACE_DNS, owner + table)

    def fill(self, text: str, owner: str, new: str) -> str:
        """Put the owner's ids into a statement; {id} is the row `new`."""
        ids = {table: f"'{self.row(owner, table)}'" for table in (*ORDER, "users")}
        return text.format(id=f"'{self.row(owner, new)}'", word=f"'{new}'", **ids)

    def insert(self, table: str, owner: str, new: str | None = None) -> str:
        return self.fill(f"INSERT INTO {table} {INSERTS[table]}", owner, new or table)

    def where(self, table: str, owner: str) -> str:
        return self.fill(" AND ".join(KEYS.get(table, ("id = {id}",))), owner, table)


PEOPLE = {
    "ann": ("member", "user"),
    "ben": ("member", "standard"),
    "sue": ("support", "support"),
    "adam": ("admin", "admin"),
}


@pytest.fixture(scope="module")
def world(cluster: Cluster) -> Iterator[World]:
    database = cluster.clone()
    people = {name: database.add(f"{name}@example.com", role) for name, (_, role) in PEOPLE.items()}
    people["worker"] = database.add_service("worker")
    made = World(database, people, {name: person.connect() for name, person in people.items()})
    with database.connect() as connection:
        for name in PEOPLE:
            for table in ORDER:
                connection.execute(made.insert(table, name).encode())
    yield made
    for opened in made.connections.values():
        opened.close()
    database.drop()


def attempt(connection: psycopg.Connection[Any], *statements: str) -> bool:
    """Whether the last statement touches a row; everything is taken back."""
    connection.execute(b"BEGIN")
    try:
        count = 0
        for statement in statements:
            count = connection.execute(statement.encode()).rowcount
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable):
        # Without the right to look into a schema, its tables are not there.
        return False
    finally:
        connection.execute(b"ROLLBACK")
    return count > 0


def statement(world: World, table: str, command: str, owner: str) -> list[str]:
    where = world.where(table, owner)
    if command == "S":
        return [f"SELECT 1 FROM {table} WHERE {where}"]
    if command == "U":
        return [f"UPDATE {table} SET {UPDATES[table]} WHERE {where}"]
    if command == "D":
        # A workspace with leads in it stays; that is the foreign key's matter.
        leave = world.fill(
            "UPDATE leads SET workspace_id = NULL WHERE workspace_id = {workspaces}", owner, table
        )
        before = [leave] if table == "workspaces" else []
        return [*before, f"DELETE FROM {table} WHERE {where}"]
    return [world.insert(table, owner, "new " + table)]


@pytest.mark.parametrize("who", ["ann", "sue", "adam", "worker"])
@pytest.mark.parametrize("table", MATRIX)
def test_each_may_do_what_the_matrix_says(world: World, table: str, who: str) -> None:
    kind = PEOPLE[who][0] if who in PEOPLE else "service"
    own, others = MATRIX[table].get(kind, ("", ""))
    connection = world.connections[who]
    wrong = []
    for owner in PEOPLE:
        allowed = own if owner == who else others
        for command in "SIUD":
            if command == "I" and table in ("lead_contacts", "re_property_documents", "user_plans"):
                # Only one such row can be: it goes first, by the administrator's hand.
                with removed(world, table, owner):
                    may = attempt(connection, *statement(world, table, command, owner))
            else:
                may = attempt(connection, *statement(world, table, command, owner))
            if may != (command in allowed):
                wrong.append(f"{who} {command} {table} of {owner}: {may}")
    assert wrong == []


class removed:  # noqa: N801 -- reads as the statement it is
    """Take a row away for the moment."""

    def __init__(self, world: World, table: str, owner: str) -> None:
        self.delete = f"DELETE FROM {table} WHERE {world.where(table, owner)}"
        self.insert = world.insert(table, owner)
        self.database = world.database

    def __enter__(self) -> None:
        self.database.sql(self.delete)

    def __exit__(self, *_: object) -> None:
        self.database.sql(self.insert)


@pytest.mark.parametrize("table", MATRIX)
def test_a_stranger_gets_nothing(world: World, table: str) -> None:
    """Someone with a login and the right to connect, who is no person of this database."""
    role = f"{world.database.name}/stranger"
    with world.database.connect() as connection:
        connection.execute(f'CREATE ROLE "{role}"'.encode())
        connection.execute(f'SET ROLE "{role}"'.encode())
        try:
            for command in "SIUD":
                assert not attempt(connection, *statement(world, table, command, "ann"))
        finally:
            connection.execute(b"RESET ROLE")
            connection.execute(f'DROP ROLE "{role}"'.encode())


@pytest.mark.parametrize("table", MATRIX)
def test_everybody_sees_all_that_they_may_and_no_more(world: World, table: str) -> None:
    everything = world.database.sql(f"SELECT count(*) FROM {table}")
    for who, connection in world.connections.items():
        kind = PEOPLE[who][0] if who in PEOPLE else "service"
        own, others = MATRIX[table].get(kind, ("", ""))
        try:
            row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        except psycopg.errors.InsufficientPrivilege:
            row = (0,)
        if "S" in others:
            assert [row] == everything
        elif "S" in own:
            assert row is not None
            assert 0 < row[0] < everything[0][0]
        else:
            assert row == (0,)


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
