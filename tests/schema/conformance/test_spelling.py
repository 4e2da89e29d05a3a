"""What says the same is spelt the same, and nothing else is."""

from __future__ import annotations

import pytest

from tests.schema.conformance import spelling


@pytest.mark.parametrize(
    ("found", "document"),
    [
        ("'new'::lead_status", "'new'"),
        ("now()", "NOW()"),
        ("((status = 'active'::text) AND (a IS NOT NULL))", "status = 'active' AND a IS NOT NULL"),
        (
            "(status = ANY (ARRAY['queued'::job_status, 'failed'::job_status]))",
            "status IN ('queued', 'failed')",
        ),
        ("((year)::numeric <= (5)::numeric)", "year <= 5"),
        ("(latitude >= ('-90'::integer)::numeric)", "latitude >= -90"),
        # What would say something else without it stays.
        ("(((a = 1) OR (b = 2)) AND (c = 3))", "((a = 1) OR (b = 2)) AND c = 3"),
        ("((a = 1) OR ((b = 2) AND (c = 3)))", "(a = 1) OR ((b = 2) AND (c = 3))"),
        ("(NOT (a AND b))", "NOT (a AND b)"),
        ("((a)::text = 'x'::text)", "(a)::text = 'x'"),
        ("(a = 'now() AND (true'::text)", "a = 'now() AND (true'"),
        ("(status <> ALL (ARRAY['a'::text]))", "status <> ALL (ARRAY['a'])"),
    ],
)
def test_conditions(found: str, document: str) -> None:
    assert spelling.condition(found) == document


@pytest.mark.parametrize(
    ("found", "document"),
    [
        ("timestamp with time zone", "TIMESTAMPTZ"),
        ("integer", "INT"),
        ("character varying(100)", "VARCHAR(100)"),
        ("numeric(3,1)", "NUMERIC(3,1)"),
        ("text[]", "TEXT[]"),
        ("lead_status", "lead_status"),
        ("timestamp without time zone", "timestamp without time zone"),
        ("bigint", "bigint"),
    ],
)
def test_types(found: str, document: str) -> None:
    assert spelling.type_name(found) == document
