"""People of every kind, each with a row in every table and a connection of their own."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_DNS, UUID, uuid5

import psycopg

from tests.schema.matrix import INSERTS, KEYS, ORDER, UPDATES

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person

PEOPLE = {
    "ann": ("member", "user"),
    "ben": ("member", "standard"),
    "sue": ("support", "support"),
    "adam": ("admin", "admin"),
}


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


@contextmanager
def make_world(cluster: Cluster) -> Iterator[World]:
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


def statements(world: World, table: str, command: str, owner: str) -> list[str]:
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
