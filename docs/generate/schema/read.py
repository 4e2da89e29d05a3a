"""From a database to facts."""

from __future__ import annotations

import re
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from docs.generate.schema import queries
from docs.generate.schema.expressions import readable
from docs.generate.schema.facts import (
    Check,
    Column,
    Enum,
    ForeignKey,
    Function,
    Grant,
    Index,
    Policy,
    Schema,
    Table,
    Trigger,
)
from docs.generate.schema.layout import PEOPLE

Row = dict[str, Any]

_SHORT_TYPES = {
    "timestamp with time zone": "timestamptz",
    "character varying": "varchar",
}


def read(connection: Connection[Any]) -> Schema:
    """Read the schema that `connection` shows to an administrator.

    Raises `ValueError` for what the page has no words for: rights of others than the groups, a
    restrictive policy, a trigger that is switched off.
    """
    with connection.transaction():
        connection.execute("SELECT set_config('search_path', '', true)")
        belongings = {
            name: _by_table(_ask(connection, getattr(queries, name)))
            for name in (
                *("COLUMNS", "INDEXES", "CHECKS", "FOREIGN_KEYS"),
                *("TRIGGERS", "POLICIES", "GRANTS"),
            )
        }
        return Schema(
            revision=_ask(connection, "SELECT version_num FROM auth.schema_version")[0][
                "version_num"
            ],
            tables=tuple(
                _table(row, {name: rows.get(row["oid"], []) for name, rows in belongings.items()})
                for row in _ask(connection, queries.TABLES)
            ),
            functions=tuple(
                Function(
                    row["name"],
                    _short(row["arguments"]),
                    _short(row["result"]),
                    row["purpose"],
                    tuple(_group(role, row["name"]) for role in row["callers"]),
                    row["nameable"],
                )
                for row in _ask(connection, queries.FUNCTIONS)
            ),
            enums=tuple(
                Enum(row["name"], tuple(row["labels"]), row["purpose"])
                for row in _ask(connection, queries.ENUMS)
            ),
        )


def _ask(connection: Connection[Any], query: str) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode()).fetchall()


def _by_table(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.pop("of"), []).append(row)
    return found


def _table(row: Row, belongings: dict[str, list[Row]]) -> Table:
    name: str = row["name"]
    return Table(
        name=name,
        purpose=row["purpose"],
        row_security=row["row_security"],
        columns=tuple(_column(each, name) for each in belongings["COLUMNS"]),
        indexes=tuple(_index(each, name) for each in belongings["INDEXES"]),
        checks=tuple(
            Check(each["name"], readable(each["condition"], name)) for each in belongings["CHECKS"]
        ),
        foreign_keys=tuple(
            ForeignKey(
                **{
                    key: tuple(value) if isinstance(value, list) else value
                    for key, value in each.items()
                }
            )
            for each in belongings["FOREIGN_KEYS"]
        ),
        triggers=tuple(_trigger(each, name) for each in belongings["TRIGGERS"]),
        policies=tuple(_policy(each, name) for each in belongings["POLICIES"]),
        grants=tuple(_grant(each, name) for each in belongings["GRANTS"]),
    )


def _column(row: Row, table: str) -> Column:
    default = row["default"] and readable(row["default"], table)
    return Column(
        row["name"],
        _short(row["type"]),
        row["nullable"],
        default,
        row["statistics"],
        row["purpose"],
    )


def _index(row: Row, table: str) -> Index:
    return Index(
        row["name"],
        row["unique"],
        row["primary"],
        row["constraint"],
        row["method"],
        tuple(row["keys"]),
        tuple(row["include"]),
        row["where"] and readable(row["where"], table),
    )


_TRIGGER = re.compile(
    r"CREATE TRIGGER \S+ (?P<when>.+?) ON \S+ (?:REFERENCING .+? )?FOR EACH (?P<level>\w+)"
    r"(?: WHEN \((?P<condition>.+)\))? EXECUTE FUNCTION ",
)


def _trigger(row: Row, table: str) -> Trigger:
    said = _TRIGGER.match(row["definition"])
    if said is None or not row["enabled"]:
        state = "" if row["enabled"] else ", not enabled as usual"
        raise ValueError(f"the page has no words for this trigger: {row['definition']}{state}")
    condition = said["condition"] and readable(said["condition"], table)
    when = f"{said['when']}, each {said['level'].lower()}"
    return Trigger(row["name"], when, condition, row["function"], row["purpose"])


def _policy(row: Row, table: str) -> Policy:
    if not row["permissive"]:
        raise ValueError(f"the page has no words for a restrictive policy: {row['name']}")
    return Policy(
        row["name"],
        row["command"],
        tuple(_group(role, row["name"]) for role in row["roles"]),
        row["using"] and readable(row["using"], table),
        row["check"] and readable(row["check"], table),
    )


def _grant(row: Row, table: str) -> Grant:
    columns = row["columns"] and tuple(row["columns"])
    return Grant(_group(row["role"], table), row["privilege"], columns)


def _group(role: str, thing: str) -> str:
    if not any(role in groups for groups in PEOPLE.values()):
        name = "PUBLIC" if role == "-" else role
        raise ValueError(f"the page has no words for rights of {name} (on {thing})")
    return role


def _short(types: str) -> str:
    for long, short in _SHORT_TYPES.items():
        types = types.replace(long, short)
    # Literals in the defaults of arguments lose their type, all types their schema.
    return re.sub(r"('[^']*'|NULL)::[\w.]+", r"\1", types).replace("public.", "")
