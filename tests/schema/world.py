"""People of every kind, each with a row in every table and a connection of their own."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import psycopg
from psycopg import sql

from doughy_cli.accounts.passwords import one_time_password
from tests.schema.matrix import CLOSED, INSERTS, KEYS, MATRIX, ORDER, OWNED, UPDATES, qualified

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person

# Who owns rows, and of what kind they are.
PEOPLE = {
    "ann": ("member", "user"),
    "ben": ("member", "standard"),
    "sue": ("support", "support"),
    "adam": ("admin", "admin"),
}
# Who else has a right to be here.
SERVICES = {"worker": "service"}
# Who has not, and has got in all the same; and the group whose privileges they then hold.
OUTSIDERS = {
    "a stranger": "",
    "ann of another database": "member",
    "somebody disabled": "",
    "somebody disabled, still in the group": "member",
}
KINDS = {name: kind for name, (kind, _) in PEOPLE.items()} | SERVICES | OUTSIDERS

PRIVILEGE = "no privilege"
POLICY = "against the policy"
NOTHING = "no row"
DONE = "done"
UNREAD = "done, and not to be read"
# The function of PostgreSQL's that refuses; what it says is in the server's language.
_WALLS = {"aclcheck_error": PRIVILEGE, "ExecWithCheckOptions": POLICY}


@dataclass(frozen=True, repr=False)
class World:
    """A database, the people in it by name, their open connections, and the superuser's."""

    database: Database
    people: dict[str, Person]
    connections: dict[str, psycopg.Connection[Any]]
    root: psycopg.Connection[Any]
    _ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def row(self, owner: str, table: str) -> UUID:
        """The id of the owner's row; of the person themselves for `users`."""
        return self.people[owner].id if table == "users" else uuid5(NAMESPACE_DNS, owner + table)

    def fill(self, text: str, owner: str, new: str) -> str:
        """Put the owner's ids into a statement; {id} is the row `new`."""
        if owner not in self._ids:  # asked for by the thousand
            self._ids[owner] = {t: f"'{self.row(owner, t)}'" for t in (*ORDER, "users")}
        ids = self._ids[owner]
        found = ids[new] if new in ids else f"'{self.row(owner, new)}'"
        return text.format(id=found, word=f"'{new}'", **ids)

    def insert(self, table: str, owner: str, new: str | None = None, **given: str) -> str:
        """The statement that makes a row of the owner's, the seeded one or `new`, with some
        columns given otherwise than that one has them."""
        columns, values = (
            part.strip("()").split(", ") for part in INSERTS[table].split(" VALUES ")
        )
        row = dict(zip(columns, values, strict=True)) | given
        text = (
            f"INSERT INTO {qualified(table)} ({', '.join(row)}) VALUES ({', '.join(row.values())})"
        )
        return self.fill(text, owner, new or table)

    def where(self, table: str, owner: str, new: str | None = None) -> str:
        """The condition that finds that row."""
        return self.fill(KEYS.get(table, "id = {id}"), owner, new or table)

    def owned(self, table: str, owner: str) -> str:
        """The condition that finds every row of the owner's."""
        return self.fill(OWNED.get(table, "user_id = {users}"), owner, table)

    def columns(self, table: str) -> list[str]:
        """The columns that can be written: all that are not made of others."""
        return [
            name
            for (name,) in self.root.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT attisdropped AND attgenerated = ''",
                [table],
            )
        ]

    def count(self, table: str, where: str = "true") -> int:
        """How many such rows there are, above all policies."""
        row = self.root.execute(f"SELECT count(*) FROM {table} WHERE {where}".encode()).fetchone()
        assert row
        return int(row[0])

    @contextmanager
    def without(self, table: str, owner: str) -> Iterator[None]:
        """Take the owner's row away for the moment, with no trigger seeing it."""
        columns = ", ".join(self.columns(table))
        taken = f"DELETE FROM {table} WHERE {self.where(table, owner)} RETURNING {table}::text"
        self.root.execute(b"SET session_replication_role = replica")
        (row,) = self.root.execute(taken.encode()).fetchall()
        try:
            yield
        finally:
            back = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM (SELECT (%s::{table}).*)"
            self.root.execute(f"{back} AS taken".encode(), row)
            self.root.execute(b"RESET session_replication_role")

    def digest(self) -> dict[str, str]:
        """What every table holds, and who is in which group: equal if nothing has changed."""
        tables = " UNION ALL ".join(
            f"SELECT '{table}', md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} AS t"
            for table in (*MATRIX, *CLOSED)
        )
        groups = (
            "SELECT 'groups', string_agg(r.rolname || m.roleid, ',' ORDER BY r.rolname, m.roleid)"
            " FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member"
            " WHERE starts_with(r.rolname, current_database() || '/')"
        )
        return dict(self.root.execute(f"{tables} UNION ALL {groups}".encode()).fetchall())


@contextmanager
def make_world(cluster: Cluster) -> Iterator[World]:
    """Make the people, their rows and their connections; take everything away again."""
    database, another = cluster.clone(), cluster.clone()
    people = {name: database.add(f"{name}@example.com", role) for name, (_, role) in PEOPLE.items()}
    people |= {name: database.add_service(name) for name in SERVICES}
    with database.connect() as root:
        people |= _outsiders(root, database, another)
        connections = {
            name: cluster.connect(database.name, user=person.role, password=person.password)
            for name, person in people.items()
        }
        made = World(database, people, connections, root)
        for name in PEOPLE:
            for table in ORDER:
                root.execute(made.insert(table, name).encode())
        for table, change in UPDATES.items():
            assert not made.count(table, change), f"{table}: {change} would change nothing"
        yield made
    for opened in connections.values():
        opened.close()
    database.drop()
    another.drop()


def _outsiders(
    root: psycopg.Connection[Any], database: Database, another: Database
) -> dict[str, Person]:
    """People who have no business here, with everything put aside that keeps them out."""
    gone, kept = database.add("dan@example.com"), database.add("dora@example.com")
    stranger = replace(gone, email="stranger", password=one_time_password())
    namesake = another.add("ann@example.com")
    for person in (gone, kept):
        root.execute("SELECT auth.disable_user(%s)", [person.id])
    for statement, person in (
        ("CREATE ROLE {0} PASSWORD {2}", stranger),
        ("GRANT doughy_member TO {0}", kept),
        *(
            (statement, person)
            for person in (stranger, namesake, gone, kept)
            for statement in ("ALTER ROLE {0} LOGIN", "GRANT CONNECT ON DATABASE {1} TO {0}")
        ),
    ):
        query: Any = sql.SQL(statement)
        names = sql.Identifier(person.role), sql.Identifier(database.name)
        root.execute(query.format(*names, sql.Literal(person.password)))
    return dict(zip(OUTSIDERS, (stranger, namesake, gone, kept), strict=True))


def outcome(connection: psycopg.Connection[Any], *statements: str, proof: str = "") -> str:
    """What the last statement comes to: which wall stops it, or how many rows it touches.

    A single row that is touched is `DONE` if `proof`, a query for a number, then gives 1. What
    is done is taken back. A single statement that finds no row is not: whatever it has changed
    all the same shows in the digest.
    """
    connection.execute(b"BEGIN")
    end = b"ROLLBACK"
    try:
        count = 0
        for statement in statements:
            count = connection.execute(statement.encode()).rowcount
        if count == 0:
            end = b"COMMIT" if len(statements) == 1 else end
            return NOTHING
        return _proven(connection, proof) if proof and count == 1 else f"{count} rows"
    except psycopg.Error as error:
        words = f"{error.sqlstate}: {error.diag.message_primary}"
        if error.sqlstate != "42501":
            return words
        return _WALLS.get(error.diag.source_function or "", words)
    finally:
        connection.execute(end)


def _proven(connection: psycopg.Connection[Any], proof: str) -> str:
    try:
        found = connection.execute(proof.encode()).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return UNREAD
    return DONE if found == (1,) else f"one row, and then {found}"


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
