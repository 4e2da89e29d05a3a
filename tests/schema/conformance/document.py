"""What the schema's document says, from `document.toml`, fact by fact."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.schema.conformance.shape import Fact, policies_form

DOCUMENT: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("document.toml").read_text("utf-8")
)
TABLES: dict[str, dict[str, Any]] = DOCUMENT["tables"]


def facts() -> Iterator[Fact]:
    """Each thing that the document says, named and spelt as `shape.read` does of a database."""
    for name in DOCUMENT["named"]:
        yield Fact(None, f"table {name}", "named")
    for name, labels in DOCUMENT["enums"].items():
        yield Fact(None, f"enum {name}", ", ".join(labels))
    for table, said in TABLES.items():
        # It describes the policies of every one.
        yield Fact(None, f"table {table}", "row level security")
        yield Fact(table, f"policies {table}", policies_form(said["own"], said["admins"]))
        yield Fact(table, f"primary key {table}", f"({', '.join(said['primary_key'])})")
        for column in said.get("unique", []):
            yield Fact(table, f"unique {table}.{column}", "UNIQUE")
        for column, condition in said.get("checks", {}).items():
            yield Fact(table, f"check {table}.{column}", condition)
        for trigger, when in said.get("triggers", {}).items():
            yield Fact(table, f"trigger {trigger}", when)
        for index, of in said.get("indexes", {}).items():
            yield Fact(table, f"index {index}", _index(table, of))
        for column, of in said["columns"].items():
            yield from _column(table, column, of, column in said["primary_key"])


def _column(table: str, column: str, of: dict[str, Any], key: bool) -> Iterator[Fact]:
    name = f"{table}.{column}"
    yield Fact(table, f"column {name}", of["type"])
    if key or of.get("not_null"):
        yield Fact(table, f"not null {name}", "NOT NULL")
    if "default" in of:
        yield Fact(table, f"default {name}", of["default"])
    if "references" in of:
        rule = f" ON DELETE {of['on_delete']}" if "on_delete" in of else ""
        yield Fact(table, f"foreign key {name}", of["references"] + rule)


def _index(table: str, of: dict[str, Any]) -> str:
    return "".join(
        (
            "UNIQUE " if of.get("unique") else "",
            f"ON {table} ",
            f"USING {of['method']} " if "method" in of else "",
            f"({', '.join(of['on'])})",
            f" INCLUDE ({', '.join(of['include'])})" if "include" in of else "",
            f" WHERE {of['where']}" if "where" in of else "",
        )
    )
