"""The shape of a live database as facts, read from its catalog, and how it is compared.

A fact is a thing with a name (`index idx_leads_status`, `not null leads.name`), the table it
belongs to, and a form: what is to be known of it, in the document's own spelling. All
versions of PostgreSQL give the same ones. What an extension brought is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from psycopg import Connection

from tests.schema.conformance import queries
from tests.schema.conformance.spelling import condition, type_name

# A name: what the document says of it and what is there. None where there is no such thing.
Differences = dict[str, tuple[str | None, str | None]]

MEMBER, ADMIN = "doughy_member", "doughy_admin"


class Fact(NamedTuple):
    """One thing: the table it belongs to (None for tables and enums themselves), its name and
    its form."""

    table: str | None
    name: str
    form: str


def differences(document: Iterable[Fact], found: Iterable[Fact]) -> Differences:
    """Name what is not the same. Of a table that the document does not describe, only that it
    is there counts."""
    said = {fact.name: fact for fact in document}
    described = {fact.table for fact in said.values()}
    there: dict[str, str] = {}
    for table, name, form in found:
        if table is None or table in described or name in said:
            # Two things of one name (checks of one column) are one fact of both.
            there[name] = f"{there[name]}; {form}" if name in there else form
    pairs = {
        name: (said[name].form if name in said else None, there.get(name))
        for name in sorted(said.keys() | there.keys())
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def read(connection: Connection[Any]) -> list[Fact]:
    """Every fact of the database that `connection` (an administrator's) leads to."""
    facts: list[Fact] = []
    with connection.transaction():
        # Names of `public` come without their schema, others with it.
        connection.execute("SELECT set_config('search_path', 'public', true)")
        for query, facts_of in _READERS:
            rows = connection.execute(query.encode()).fetchall()
            facts += (fact for row in rows for fact in facts_of(*row))
        facts += _policies(connection.execute(queries.POLICIES.encode()).fetchall())
    return facts


def policies_form(own: str, admins: str) -> str:
    """How the policies of a table are written: who may do what to own rows, and to all."""
    return f"own {own or '–'}, admins {admins or '–'}" if own or admins else "none"


def _relation(table: str, kind: str, security: bool, forced: bool, stored: str) -> Iterator[Fact]:
    words = ["row level security" if security else "no row level security"]
    if forced:
        words.append("forced")
    if stored != "p":
        words.append("unlogged")
    yield Fact(None, f"{kind} {table}", ", ".join(words) if kind == "table" else kind)


def _enum(name: str, kind: str, form: str) -> Iterator[Fact]:
    yield Fact(None, f"{kind} {name}", form)


def _column(
    table: str, column: str, type_: str, extra: str, not_null: bool, default: str | None
) -> Iterator[Fact]:
    name = f"{table}.{column}"
    yield Fact(table, f"column {name}", " ".join(filter(None, (type_name(type_), extra))))
    if not_null:
        yield Fact(table, f"not null {name}", "NOT NULL")
    if default is not None:
        yield Fact(table, f"default {name}", condition(default))


_FOREIGN_KEY = re.compile(r"FOREIGN KEY \(.+?\) REFERENCES (?P<table>.+?)\((?P<key>.+?)\)")


def _constraint(
    table: str, name: str, kind: str, columns: list[str], text: str, check: str | None
) -> Iterator[Fact]:
    # One column is named after a dot, several in parentheses.
    of = f"{table}.{columns[0]}" if len(columns) == 1 else f"{table} ({', '.join(columns)})"
    # What follows the constraint itself: rules, NOT VALID, NOT ENFORCED, DEFERRABLE, INCLUDE.
    if kind == "f" and (match := _FOREIGN_KEY.match(text)):
        target = f"{match['table']}.{match['key']}"
        yield Fact(table, f"foreign key {of}", target + text[match.end() :])
    elif kind == "c" and check is not None:
        rest = text.removeprefix(f"CHECK ({check})")
        yield Fact(table, f"check {of}", condition(check) + rest)
    elif kind == "p":
        yield Fact(table, f"primary key {table}", text.removeprefix("PRIMARY KEY "))
    elif kind == "u":
        rest = text.removeprefix(f"UNIQUE ({', '.join(columns)})")
        yield Fact(table, f"unique {of}", f"UNIQUE{rest}")
    else:
        yield Fact(table, f"constraint {table}.{name}", text)


_INDEX = re.compile(
    r"CREATE (?P<unique>UNIQUE )?INDEX \S+ ON \S+ USING (?P<method>\w+) (?P<keys>.+?)"
    r"(?: WHERE (?P<where>.+))?"
)


def _index(table: str, name: str, text: str, valid: bool) -> Iterator[Fact]:
    match = _INDEX.fullmatch(text)
    if match is None:
        raise ValueError(f"not the text of an index: {text}")
    using = "" if match["method"] == "btree" else f"USING {match['method']} "
    where = f" WHERE {condition(match['where'])}" if match["where"] else ""
    keys = match["keys"].replace("lower(", "LOWER(")
    form = f"{match['unique'] or ''}ON {table} {using}{keys}{where}"
    yield Fact(table, f"index {name}", form if valid else f"{form} (invalid)")


def _trigger(table: str, name: str, text: str, enabled: str) -> Iterator[Fact]:
    form = text.removeprefix(f"CREATE TRIGGER {name} ").replace("EXECUTE FUNCTION ", "")
    # Where the name begins with the table's, it need not be said again.
    if name.startswith(f"{table.rpartition('.')[2]}_"):
        form = form.replace(f" ON {table} ", " ", 1)
    yield Fact(table, f"trigger {name}", form if enabled == "O" else f"{form} ({enabled})")


_READERS: tuple[tuple[str, Callable[..., Iterator[Fact]]], ...] = (
    (queries.RELATIONS, _relation),
    (queries.TYPES, _enum),
    (queries.COLUMNS, _column),
    (queries.CONSTRAINTS, _constraint),
    (queries.INDEXES, _index),
    (queries.TRIGGERS, _trigger),
)


def _policies(rows: list[tuple[Any, ...]]) -> Iterator[Fact]:
    """Which letters of SIUD the policies of each table give to whom.

    A member is let through to rows by a condition, admins to all of them. What is given in
    another way, and to others, is a fact of its own: of all rows, or of some.
    """
    for table, everybody, conditional in rows:
        of_all, of_some = _in_order(everybody), _in_order(conditional)
        own, admins = of_some.pop(MEMBER, ""), of_all.pop(ADMIN, "")
        yield Fact(table, f"policies {table}", policies_form(own, admins))
        for role in sorted(of_all.keys() | of_some.keys()):
            form = ", ".join(
                f"{rows_of} {given[role]}"
                for rows_of, given in (("all", of_all), ("some", of_some))
                if role in given
            )
            yield Fact(table, f"policies {table}, {role.removeprefix('doughy_')}", form)


def _in_order(given: dict[str, str]) -> dict[str, str]:
    return {role: "".join(c for c in "SIUD" if c in letters) for role, letters in given.items()}
