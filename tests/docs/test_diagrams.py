"""The diagrams are valid Mermaid and draw every foreign key as it is."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest

from docs.generate.__main__ import DOCS
from docs.generate.schema.layout import DOMAINS

Connection = psycopg.Connection[Any]
Diagrams = list[tuple[dict[str, list[str]], list[tuple[str, ...]]]]

# The part of Mermaid's grammar for entity-relationship diagrams that the page keeps to.
NAME = r'(?:[a-z][a-z0-9_]*|"[a-z0-9_.]+")'
OPENED = re.compile(rf"    ({NAME}) \{{")
COLUMN = re.compile(
    r"        [a-z][a-z0-9_]*(?:\[\])? ([a-z][a-z0-9_]*)(?: (?:PK|FK|UK)(?:, (?:PK|FK|UK))*)?"
)
CLOSED = "    }"
EDGE = re.compile(rf'    ({NAME}) (\|\||\|o)(--|\.\.)(o\||o\{{) ({NAME}) : "([a-z_, ]+)"')

Edge = tuple[str, ...]


def parse(diagram: str) -> tuple[dict[str, list[str]], list[Edge]]:
    """Entities with their columns, and edges. Raises AssertionError with the line at fault."""
    first, *lines = diagram.splitlines()
    assert first == "erDiagram"
    entities: dict[str, list[str]] = {}
    edges: list[Edge] = []
    inside: list[str] | None = None
    for line in lines:
        if inside is not None:
            column = COLUMN.fullmatch(line)
            assert column or line == CLOSED, line
            if column:
                assert column[1] not in inside, line
                inside.append(column[1])
            else:
                inside = None
        elif opened := OPENED.fullmatch(line):
            assert opened[1] not in entities and not edges, line
            inside = entities[opened[1].strip('"')] = []
        else:
            edge = EDGE.fullmatch(line)
            assert edge, line
            edges.append(tuple(part.strip('"') for part in edge.groups()))
    assert inside is None
    return entities, edges


@pytest.fixture
def diagrams() -> Diagrams:
    page = (DOCS / "schema.md").read_text(encoding="utf-8")
    return [parse(each) for each in re.findall(r"```mermaid\n(.*?)\n```", page, re.DOTALL)]


@pytest.mark.parametrize(
    "broken",
    [
        "graph TD",
        "erDiagram\n    leads {\n        uuid id PK",
        "erDiagram\n    leads {\n        numeric(12,2) arv\n    }",
        "erDiagram\n    leads {\n        timestamp with time zone x\n    }",
        "erDiagram\n    auth.users {\n    }",
        'erDiagram\n    a || b : "x"',
        "erDiagram\n    a ||--o{ b : x",
        "erDiagram\n    a {\n    }\n    a {\n    }",
    ],
)
def test_the_grammar_refuses_what_is_none(broken: str) -> None:
    with pytest.raises(AssertionError):
        parse(broken)


def test_one_overall_and_one_for_each_domain(
    diagrams: Diagrams,
) -> None:
    tables = [sorted(entities) for entities, _ in diagrams]
    assert tables[0] == sorted(name for names in DOMAINS.values() for name in names)
    assert tables[1:] == [sorted(names) for names in DOMAINS.values()]


def test_every_column_is_in_its_domain(connection: Connection, diagrams: Diagrams) -> None:
    drawn = {
        (name, column)
        for entities, _ in diagrams[1:]
        for name, columns in entities.items()
        for column in columns
    }
    found = connection.execute(
        "SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || "
        "table_name, column_name FROM information_schema.columns AS c "
        "JOIN information_schema.tables AS t USING (table_schema, table_name) "
        "WHERE table_schema IN ('public', 'auth') AND t.table_type = 'BASE TABLE'"
    )
    assert drawn == set(found.fetchall())


# Parent, columns and child of the keys that are not "a row, and any number that point at it
# from a column of their own".
AT_MOST_ONE = {("auth.users", "id", "profiles"), ("auth.users", "user_id", "user_plans")}
IN_THE_PRIMARY_KEY = {
    ("auth.users", "id", "profiles"),
    ("leads", "lead_id", "lead_contacts"),
    ("contacts", "contact_id", "lead_contacts"),
    ("re_properties", "property_id", "re_property_documents"),
    ("re_documents", "document_id", "re_property_documents"),
}


def test_every_foreign_key_is_an_edge_with_its_cardinality(
    connection: Connection, diagrams: Diagrams
) -> None:
    wanted = set()
    for parent, columns, child, optional in connection.execute(
        "SELECT replace(k.confrelid::regclass::text, 'public.', ''), "
        "string_agg(a.attname, ', '), replace(k.conrelid::regclass::text, 'public.', ''), "
        "bool_or(NOT a.attnotnull) FROM pg_constraint AS k JOIN pg_attribute AS a "
        "ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) WHERE k.contype = 'f' "
        "GROUP BY k.oid"
    ):
        key = (parent, columns, child)
        wanted.add(
            (
                parent,
                "|o" if optional else "||",
                "--" if key in IN_THE_PRIMARY_KEY else "..",
                "o|" if key in AT_MOST_ONE else "o{",
                child,
                columns,
            )
        )
    assert len(wanted) > 30
    overall = diagrams[0][1]
    assert sorted(overall) == sorted(wanted)
    assert sorted(edge for _, edges in diagrams[1:] for edge in edges) == sorted(wanted)
