"""Entity-relationship diagrams, in Mermaid."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docs.generate.schema.facts import Column, ForeignKey, Table


def keys_only(tables: Iterable[Table]) -> str:
    """Draw tables and what points at what, with the columns that are keys."""
    tables = tuple(tables)
    edges = [key for table in tables for key in table.foreign_keys]
    return _diagram(
        [
            _entity(table, [column for column in table.columns if _marks(table, column)])
            for table in tables
        ],
        edges,
    )


def with_columns(tables: Iterable[Table]) -> str:
    """Draw tables with their columns; what they point at outside is a name alone."""
    tables = tuple(tables)
    edges = [key for table in tables for key in table.foreign_keys]
    return _diagram([_entity(table, table.columns) for table in tables], edges)


def edge(key: ForeignKey) -> str:
    """Draw a foreign key: the row that is pointed at on the left, those that point on the right.

    `||` is exactly one, `|o` and `o|` none or one, `o{` any number.
    """
    left = "|o" if key.optional else "||"
    right = "o|" if key.one else "o{"
    line = "--" if key.identifying else ".."
    columns = ", ".join(key.columns)
    return f'{_name(key.target)} {left}{line}{right} {_name(key.table)} : "{columns}"'


def _diagram(entities: list[list[str]], edges: Iterable[ForeignKey]) -> str:
    lines = ["```mermaid", "erDiagram"]
    lines += [f"    {line}" for entity in entities for line in entity]
    lines += [f"    {edge(key)}" for key in edges]
    return "\n".join([*lines, "```"])


def _entity(table: Table, columns: Iterable[Column]) -> list[str]:
    return [
        f"{_name(table.name)} {{",
        *(
            f"    {_type(column.type)} {column.name} {', '.join(_marks(table, column))}".rstrip()
            for column in columns
        ),
        "}",
    ]


def _marks(table: Table, column: Column) -> list[str]:
    """PK, FK and UK, as far as each is the column's own."""
    marks = []
    if column.name in table.primary_key:
        marks.append("PK")
    if any(column.name in key.columns for key in table.foreign_keys):
        marks.append("FK")
    if any(
        index.unique and not index.primary and not index.where and index.keys == (column.name,)
        for index in table.indexes
    ):
        marks.append("UK")
    return marks


def _name(table: str) -> str:
    return f'"{table}"' if "." in table else table


def _type(name: str) -> str:
    """A type as Mermaid takes one: no spaces, and no commas (nor what stands before them)."""
    return re.sub(r"\(.*?\)", "", name).replace(" ", "_")
