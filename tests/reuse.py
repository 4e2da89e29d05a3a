"""Databases that are used again: after a test, a database is put back into what it was.

To clone one, to add somebody and to drop both takes the server ten times as long as to delete
what a test has written; and every session begins with reading what a fresh database is. So a
database is lent to one test after another that wants the same people in it.

Nothing is taken on trust: a database is only lent again if all of its catalogs, row by row,
are those that it had in the beginning; so are its people's roles, with their passwords, and
what is granted and set for them and for the database; nobody is connected; and every table
holds the rows that it had, each of them untouched. Else it is dropped, and the next test gets
a fresh one.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from tests import sessions

if TYPE_CHECKING:
    from tests.harness import Clone, Cluster, Person

# Whom a test can have by a fixture's name: e-mail and role.
PEOPLE = {
    "ann": ("ann@example.com", "user"),
    "ben": ("ben@example.com", "user"),
    "admin": ("admin@example.com", "admin"),
}
_MOST_PAGES = 8  # so far the planner takes a table for as small as an empty one
_PATIENCE = 1  # seconds in which the server notices that a process has ended

_TABLES = """
    SELECT c.oid::bigint, c.oid::regclass::text
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname !~ '^pg_(toast|temp)'
    ORDER BY c.oid
"""
_CATALOGS = """
    SELECT c.relname::text
    FROM pg_class AS c
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
    ORDER BY c.relname
"""
_BUT = {
    # Who makes a table for the session's own time leaves its schema behind, and it is empty.
    "pg_namespace": " WHERE nspname !~ '^pg_(toast_)?temp_'",
    # Rows that say the same are written anew by `auth.set_role`, so these are read.
    "pg_class": " WHERE oid < 16384",
}
_RELATIONS = """
    SELECT
        'relations', count(*),
        sum(hashtextextended(
            ROW(
                oid, relname, relnamespace, reltype, reloftype, relowner, relam, relfilenode,
                reltablespace, relpages, reltuples, reltoastrelid, relhasindex, relpersistence,
                relkind, relnatts, relchecks, relhasrules, relhastriggers, relhassubclass,
                relrowsecurity, relforcerowsecurity, relispopulated, relreplident,
                relispartition, relacl, reloptions, pg_get_expr(relpartbound, oid)
            )::text, 0
        ))
    FROM pg_class
    WHERE oid >= 16384
"""
# What all databases of the server share, as far as it is this one's.
_SHARED = """
    WITH
        here AS (SELECT * FROM pg_database WHERE datname = current_database()),
        people AS (
            SELECT oid, xmin, rolname
            FROM pg_authid
            WHERE starts_with(rolname, current_database() || '/')
        ),
        ours AS (SELECT oid FROM here UNION ALL SELECT oid FROM people)
    SELECT
        (
            SELECT concat_ws(' ', datdba, datistemplate, datallowconn, datconnlimit)
            FROM here
        ),
        -- Whoever is added is let in by name.
        ARRAY(SELECT entry::text FROM here, unnest(datacl) AS entry ORDER BY 1),
        ARRAY(SELECT rolname || ' ' || xmin FROM people ORDER BY rolname),
        ARRAY(
            SELECT concat_ws(' ', m.roleid, m.member, m.grantor, m.xmin)
            FROM pg_auth_members AS m
            WHERE m.member IN (SELECT oid FROM people) OR m.roleid IN (SELECT oid FROM people)
            ORDER BY 1
        ),
        ARRAY(
            SELECT s.xmin::text
            FROM pg_db_role_setting AS s
            WHERE s.setdatabase IN (SELECT oid FROM ours) OR s.setrole IN (SELECT oid FROM ours)
            ORDER BY s.setdatabase, s.setrole
        ),
        ARRAY(
            SELECT d.xmin::text
            FROM pg_shdescription AS d
            WHERE d.objoid IN (SELECT oid FROM ours)
            ORDER BY d.objoid
        ),
        (
            SELECT count(*)
            FROM pg_prepared_xacts
            WHERE database = current_database()
        )
"""

_STRANGERS = """
    SELECT count(*)
    FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid() AND pid <> ALL(%s)
"""
_TOUCHED = """
    SELECT t.name, pg_relation_size(t.id) / current_setting('block_size')::bigint
    FROM unnest(%s::oid[], %s::text[]) AS t (id, name)
    WHERE pg_relation_size(t.id) > 0
"""
_ROLES = "SELECT rolname FROM pg_authid WHERE starts_with(rolname, current_database() || '/')"


@dataclass(frozen=True)
class _Lent:
    """A database with what it was in the beginning."""

    database: Clone
    wanted: tuple[str, ...]
    people: tuple[Person, ...]
    keeper: psycopg.Connection[Any]  # the superuser's, and no test's
    since: str  # the transaction after which nothing belongs to it any more
    tables: tuple[tuple[int, str], ...]
    question: bytes
    state: Any


class Shelf:
    """This process's databases that can be lent again."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._free: dict[tuple[str, ...], list[_Lent]] = defaultdict(list)
        self._lent: dict[str, _Lent] = {}

    def take(self, names: Iterable[str]) -> Clone:
        """Lend a database with the schema and those of `PEOPLE` who are named; nobody else."""
        wanted = tuple(names)
        free = self._free[wanted]
        lent = free.pop() if free else self._made(wanted)
        self._lent[lent.database.name] = lent
        return lent.database

    def give_back(self, database: Clone) -> None:
        """Put a database back into what it was, or drop it."""
        lent = self._lent.pop(database.name)
        if _put_back(lent):
            self._free[lent.wanted].append(lent)
        else:
            lent.keeper.close()
            database.drop()

    def _made(self, wanted: tuple[str, ...]) -> _Lent:
        database = self._cluster.clone()
        for name in wanted:
            database.add(*PEOPLE[name])
        keeper = database.connect()
        keeper.prepare_threshold = 0
        tables = tuple(keeper.execute(_TABLES).fetchall())
        [(since,)] = keeper.execute("SELECT pg_current_xact_id()::xid::text").fetchall()
        question = _question(keeper, [name for _, name in tables])
        state = _state(keeper, since, question)
        sessions.keep(database.name, keeper)
        people = tuple(database.people)
        return _Lent(database, wanted, people, keeper, since, tables, question, state)


def person(database: Clone, name: str) -> Person:
    """Return somebody of `PEOPLE`, who is added if the database has not got them."""
    email, role = PEOPLE[name]
    there = [each for each in database.people if each.email == email]
    return there[0] if there else database.add(email, role)


def _put_back(lent: _Lent) -> bool:
    """Make a database what it was; return whether it is."""
    lent.database.people[:] = lent.people
    sessions.thin_out(lent.database.name)
    try:
        with lent.database.lent() as connection:
            connection.execute("DISCARD ALL")
            ours = [connection.info.backend_pid, *sessions.idle(lent.database.name)]
            return (
                _left_alone(lent.keeper, ours)
                and _emptied(lent, connection)
                and bool(_state(lent.keeper, lent.since, lent.question) == lent.state)
            )
    except psycopg.Error:
        return False


def _left_alone(keeper: psycopg.Connection[Any], ours: Sequence[int]) -> bool:
    """Whether nobody is connected; who is about to go, is waited for."""
    end = time.monotonic() + _PATIENCE
    while keeper.execute(_STRANGERS, [ours]).fetchone() != (0,):
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def _emptied(lent: _Lent, connection: psycopg.Connection[Any]) -> bool:
    """Delete whom and what the test has added; return whether it took little room."""
    ids, names = [each for each, _ in lent.tables], [name for _, name in lent.tables]
    touched = lent.keeper.execute(_TOUCHED, [ids, names]).fetchall()
    if any(pages > _MOST_PAGES for _, pages in touched):
        return False
    theirs = {each.role for each in lent.people}
    others = [
        sql.Identifier(role).as_string()
        for (role,) in lent.keeper.execute(_ROLES)
        if role not in theirs
    ]
    statements = [
        # No trigger and no key stands in the way, and none does more than is said here.
        "SET session_replication_role = replica",
        *(
            f"DELETE FROM {name} WHERE age(xmin) < age('{lent.since}'::xid)"  # noqa: S608
            for name, _ in touched
        ),
        "RESET session_replication_role",
        *(f"DROP OWNED BY {role}; DROP ROLE {role}" for role in others),
    ]
    connection.execute("; ".join(statements).encode())
    return True


def _question(keeper: psycopg.Connection[Any], tables: Iterable[str]) -> bytes:
    """Return what tells, row by row, whether anything is younger than a transaction."""
    catalogs = [name for (name,) in keeper.execute(_CATALOGS)]
    parts = [
        f"SELECT '{name}', count(*), count(*) FILTER (WHERE age(xmin) < %(age)s) FROM {name}"  # noqa: S608
        + _BUT.get(name, "")
        for name in [*catalogs, *tables]
    ]
    parts.append(_RELATIONS)
    return " UNION ALL ".join(parts).encode()


def _state(keeper: psycopg.Connection[Any], since: str, question: bytes) -> Any:
    """Return what a database consists of, its people's roles included."""
    with keeper.transaction():  # to which all ages relate
        [(age,)] = keeper.execute("SELECT age(%s::xid)::text", [since])
        return keeper.execute(question, {"age": age}).fetchall(), keeper.execute(_SHARED).fetchall()
