"""A database with people in it who write: as whom a table is written, and whose rows are there
to be pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, Enum, FetchedValue, Table, insert
from sqlalchemy.schema import DefaultClause
from sqlmodel import Session

from doughy_cli.db.session import session_on
from doughy_cli.db.tables import METADATA

if TYPE_CHECKING:
    from tests.harness import Database, Person

WRITERS = ("ann", "admin", "service")
TABLES = METADATA.sorted_tables
PEOPLE = "auth.users"
# Nobody writes these rows as rows: functions make people and say where files may lie,
# and a trigger makes profiles.
NOT_INSERTED = {"auth.users", "auth.document_places", "profiles"}


def target(column: Column[Any]) -> str | None:
    """Return the table that a column points at, if it does."""
    found = next(iter(column.foreign_keys), None)
    return str(found.column.table) if found else None


def filled(column: Column[Any]) -> bool:
    """Whether a trigger puts the writer there, where nothing is given."""
    default = column.server_default
    return isinstance(default, FetchedValue) and not isinstance(default, DefaultClause)


def derived(column: Column[Any]) -> bool:
    """Whether the database makes it of other columns or rows, whatever is given."""
    return column.computed is not None or (column.name == "user_id" and not column.foreign_keys)


def required(column: Column[Any]) -> bool:
    """Whether a new row must give it."""
    return not column.nullable and column.server_default is None


@dataclass
class Places:
    """A database, people with one open session each, and the rows that others point at."""

    database: Database
    people: dict[str, Person]
    _standing: dict[str, tuple[UUID, ...]] = field(default_factory=dict)

    @cached_property
    def sessions(self) -> dict[str, Session]:
        """A session of each person, as the program's own are."""
        return {name: self._open(person) for name, person in self.people.items()}

    def _open(self, person: Person) -> Session:
        connection = person.connect()
        connection.autocommit = False
        return session_on(connection)

    def close(self) -> None:
        """Close the sessions."""
        for session in self.sessions.values():
            session.close()
            session.get_bind().engine.dispose()

    @contextmanager
    def undone(self, who: str) -> Iterator[Session]:
        """Yield somebody's session, and undo what was done in it."""
        session = self.sessions[who]
        try:
            yield session
        finally:
            session.rollback()

    @cached_property
    def granted(self) -> dict[tuple[str, str, str], frozenset[str]]:
        """Which columns may be used, by person, command (SELECT, INSERT, UPDATE) and table."""
        found = self.database.sql(
            """
            SELECT who.email, act, c.oid::regclass::text, array_agg(a.attname::text)
            FROM auth.users AS who
            CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS act
            JOIN pg_class AS c
                ON c.relnamespace::regnamespace::text IN ('public', 'auth') AND c.relkind = 'r'
            JOIN pg_attribute AS a
                ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE has_schema_privilege(who.login_role, c.relnamespace, 'USAGE')
                AND has_column_privilege(who.login_role, c.oid, a.attnum, act)
            GROUP BY who.email, act, c.oid
            """
        )
        names = {person.email: name for name, person in self.people.items()}
        return {
            (names[email], act, table): frozenset(columns) for email, act, table, columns in found
        }

    def columns(self, who: str, act: str, table: Table) -> list[Column[Any]]:
        """Return the columns that somebody may read, or give a value of their own."""
        granted = self.granted.get((who, act, str(table)), frozenset())
        return [
            column
            for column in table.columns
            if column.name in granted and (act == "SELECT" or not derived(column))
        ]

    def writers(self, act: str, table: Table) -> list[str]:
        """Return as whom a table is written: a member, an admin who may do more, a service."""
        found: list[str] = []
        seen: set[str] = set()
        for who in WRITERS:
            columns = {column.name for column in self.columns(who, act, table)}
            # An admin is a member, too: what members may is tried as one.
            if columns - seen or (columns and who == "service"):
                found.append(who)
            seen |= columns
        return found

    @cached_property
    def rows(self) -> dict[tuple[str, str], UUID]:
        """The id of somebody's row in each table that others point at."""
        found = {(who, PEOPLE): person.id for who, person in self.people.items()}
        pointed_at = {target(column) for table in TABLES for column in table.columns}
        for who in ("ann", "ben"):
            for table in TABLES:
                if str(table) in pointed_at and str(table) != PEOPLE:
                    values = plain(table, lambda name, who=who: found[who, name])  # type: ignore[misc]
                    with self.sessions[who].begin():
                        row = (
                            self.sessions[who]
                            .connection()
                            .execute(insert(table).values(values).returning(table.c.id))
                        )
                        found[who, str(table)] = row.scalar_one()
        return found

    def own(self, who: str, name: str) -> UUID:
        """Return a row that somebody may point at: services work on Ann's."""
        return self.rows[("ann" if name != PEOPLE else who, name)]

    def standing(self, table: Table) -> tuple[UUID, ...]:
        """Return the primary key of a row of Ann's, to be changed."""
        if table.name not in self._standing:
            self._standing[table.name] = self._stand(table)
        return self._standing[table.name]

    def _stand(self, table: Table) -> tuple[UUID, ...]:
        if table.name == "profiles":
            return (self.people["ann"].id,)
        values = plain(table, lambda name: self.rows["ann", name])
        if table.name == "ai_jobs":
            values["deal_id"] = self.rows["ann", "deals"]
        who = next(iter(self.writers("INSERT", table)))
        with self.sessions[who].begin():
            row = (
                self.sessions[who]
                .connection()
                .execute(insert(table).values(values).returning(*table.primary_key))
            )
            return tuple(row.one())

    def content(self, table: Table) -> list[tuple[Any, ...]]:
        """Return all that a table holds, whoever it belongs to."""
        return self.database.sql(f"SELECT t::text FROM {table} AS t ORDER BY 1")  # noqa: S608


def plain(table: Table, key: Any) -> dict[str, Any]:
    """Return the least that a new row must give; `key` finds the rows that it points at."""
    return {
        column.name: _plain(column, key)
        for column in table.columns
        if required(column) and not filled(column)
    }


def _plain(column: Column[Any], key: Any) -> Any:
    pointed_at = target(column)
    if pointed_at:
        return key(pointed_at)
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    return "info" if column.name == "level" else column.name
