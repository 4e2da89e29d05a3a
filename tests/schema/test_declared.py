"""SQLModel's tables say what the database has: every column, its type, and every enum."""

from __future__ import annotations

from sqlalchemy import Enum
from sqlalchemy.dialects import postgresql

from doughy_cli.db import catalog, tables, upgrade


def declared() -> dict[str, str]:
    """Columns and enums as SQLModel declares them, named as `catalog.tables` names them.

    Defaults are left out: PostgreSQL and SQLAlchemy spell the same default differently.
    """
    dialect = postgresql.dialect()
    found: dict[str, str] = {}
    for table in tables.METADATA.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                kind = f"public.{column.type.name}"
                found[f"enum {kind}"] = ", ".join(column.type.enums)
            else:
                kind = spelt(column.type.compile(dialect))
            name = f"column {table.schema or 'public'}.{table.name}.{column.name}"
            found[name] = kind if column.nullable else f"{kind} NOT NULL"
    return found


def spelt(kind: str) -> str:
    """A type as `format_type` spells it; a string without a limit is `text` everywhere."""
    kind = kind.lower().replace(", ", ",")
    if kind == "varchar":
        return "text"
    return kind.replace("varchar(", "character varying(")


def recorded() -> dict[str, str]:
    """Columns and enums of a fresh install, without what SQLModel does not say."""
    return {
        name: definition.partition(" DEFAULT ")[0].partition(" STATISTICS ")[0]
        for name, definition in upgrade.recorded_tables().items()
        if name.startswith(("column ", "enum "))
        and name != f"column {upgrade.VERSION_SCHEMA}.{upgrade.VERSION_TABLE}.version_num"
    }


def test_the_program_knows_every_column_and_enum() -> None:
    assert catalog.differences(recorded(), declared()) == []


def test_a_column_that_is_not_declared_is_seen() -> None:
    found = {**recorded(), "column public.leads.extra": "text"}
    assert catalog.differences(found, declared()) == [
        "not ours: column public.leads.extra is 'text'"
    ]
