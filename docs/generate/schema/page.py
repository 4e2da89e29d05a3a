"""The page itself."""

from __future__ import annotations

import re
from typing import Any

from psycopg import Connection

from docs.generate.schema import diagrams
from docs.generate.schema.access import summary
from docs.generate.schema.facts import Function, Schema, Table
from docs.generate.schema.layout import DOCUMENTED, DOMAINS, PEOPLE
from docs.generate.schema.markdown import anchor, code, grid
from docs.generate.schema.read import read
from docs.generate.schema.tables import section

INTRODUCTION = """\
# The schema

<!-- Generated from a database: change migrations/sql/50_comments.sql or docs/generate, then run
`python -m docs.generate`. A test compares this page with the schema. -->

What is in the database, as PostgreSQL's catalog has it at the revision
`{revision}`.

[security-model.md](security-model.md) says how people, roles and policies work together, and
[schema-departures.md](schema-departures.md) where the schema leaves the document that it follows.
psql shows the purpose of a table and its columns, too: `\\d+ leads` in `doughy db psql`.

{counts}

{documented} of the tables are those of the document; {beside} more stand beside them.

{contents}"""

ACCESS = """\
## Who may do what

S is SELECT, I is INSERT, U is UPDATE, D is DELETE. A member is any person, with the role `user` or
`standard`; support and admins are members too; a service is a program that signs in.

- **own**: rows whose `user_id` is one's own, or that hang on such a row (`lead_id`, `deal_id`, …).
  A row that is written must also point at own rows only.
- **all**: every person's rows.
- **as oneself**: `created_by` must be the writer.
- **\\***: the policy sets further conditions, which the table's section shows.

Anybody else, a login of another database for instance, may do nothing. Column rights narrow
UPDATE further (see each table): nobody changes a primary key or a `user_id`."""

CONDITIONS = """\
How conditions are written: `auth.uid()` is the person who asks, and stands in a sub-select
(`(SELECT auth.uid())`), so that it is asked once a statement. `lead_id in own leads` stands for
`EXISTS (SELECT FROM leads WHERE leads.id = lead_id AND leads.user_id = auth.uid())`; functions of
`internal` that conditions ask are listed [below](#functions-that-people-may-call). Casts of
literals are left out. Of the two conditions of a policy, USING says which rows a command finds,
and WITH CHECK how it may leave them. Why they are written as they are, the comments in
migrations/sql/40_policies.sql say.

Statistics for the planner are how many values of a column PostgreSQL keeps aside to plan queries
with. They are taken from everybody's rows and show in anybody's plans, so of most columns there
are none; where nothing is said, the server's default holds."""

POLICY_FUNCTIONS = """\
Policies ask these on a person's behalf. People may not use the schema, and so cannot call them."""

DIAGRAM = """\
## How the tables hang together

Keys alone; each domain below has a diagram with all columns. The side with `||` is exactly one
row, `|o` none or one, `o{` any number; a solid line is part of the primary key of the table that
it leads to."""


def render(connection: Connection[Any]) -> str:
    """Return docs/schema.md for the database that an administrator is connected to.

    Raises `ValueError` if a table has no place in the layout, or the layout names one that is
    not there, and for what the page has no words for.
    """
    schema = read(connection)
    tables = {table.name: table for table in schema.tables}
    placed = [name for names in DOMAINS.values() for name in names]
    if sorted(placed) != sorted(tables):
        raise ValueError(
            "docs/generate/schema/layout.py and the database differ in "
            + ", ".join(sorted(set(placed) ^ set(tables)))
        )
    ordered = [tables[name] for name in placed]
    callable_ = [each for each in schema.functions if each.callers and each.nameable]
    asked = [each for each in schema.functions if each.callers and not each.nameable]
    parts = [
        INTRODUCTION.format(
            revision=schema.revision,
            counts=_counts(schema, callable_),
            documented=len(DOCUMENTED & set(tables)),
            beside=len(set(tables) - DOCUMENTED),
            contents=_contents(),
        ),
        ACCESS,
        _access(ordered),
        CONDITIONS,
        DIAGRAM,
        diagrams.keys_only(ordered),
    ]
    for title, names in DOMAINS.items():
        parts += [f"## {title}", diagrams.with_columns([tables[name] for name in names])]
        parts += [section(tables[name], schema) for name in names]
    parts += ["## Functions that people may call", _functions(callable_)]
    if asked:
        parts += [POLICY_FUNCTIONS, _functions(asked)]
    parts += ["## Enums", _enums(schema)]
    return "\n\n".join(parts) + "\n"


def _counts(schema: Schema, callable_: list[Function]) -> str:
    tables = schema.tables
    counts = {
        "tables": len(tables),
        "columns": sum(len(table.columns) for table in tables),
        "indexes": sum(len(table.indexes) for table in tables),
        "foreign keys": sum(len(table.foreign_keys) for table in tables),
        "policies": sum(len(table.policies) for table in tables),
        "triggers": sum(len(table.triggers) for table in tables),
        "functions": len(schema.functions),
        "of them for people": len(callable_),
        "enums": len(schema.enums),
    }
    return grid(list(counts), [[str(count) for count in counts.values()]])


def _contents() -> str:
    lines = [
        "[Who may do what](#who-may-do-what) · "
        "[How the tables hang together](#how-the-tables-hang-together) · "
        "[Functions](#functions-that-people-may-call) · [Enums](#enums)",
        "",
    ]
    for title, names in DOMAINS.items():
        listed = ", ".join(f"[{name}](#{anchor(name)})" for name in names)
        lines.append(f"- [{title}](#{anchor(title)}): {listed}")
    return "\n".join(lines)


def _access(tables: list[Table]) -> str:
    return grid(
        ["table", *PEOPLE],
        [
            [f"[{table.name}](#{anchor(table.name)})", *(summary(table, who) for who in PEOPLE)]
            for table in tables
        ],
    )


def _functions(functions: list[Function]) -> str:
    return grid(
        ["function", "gives", "who", "what it does"],
        [
            [
                code(f"{function.name}({function.arguments})"),
                code(function.result),
                ", ".join(role.removeprefix("doughy_") for role in function.callers),
                function.purpose or "",
            ]
            for function in sorted(functions, key=lambda each: (each.callers, each.name))
        ],
    )


def _enums(schema: Schema) -> str:
    users: dict[str, list[str]] = {}
    for table in schema.tables:
        for column in table.columns:
            users.setdefault(re.sub(r"\[]$", "", column.type), []).append(
                f"{table.name}.{column.name}"
            )
    return grid(
        ["enum", "labels, in their order", "what it says", "used by"],
        [
            [
                code(enum.name),
                ", ".join(code(label) for label in enum.labels),
                enum.purpose or "",
                ", ".join(code(user) for user in sorted(users.get(enum.name, []))),
            ]
            for enum in schema.enums
        ],
    )
