"""Leaving out rows that are there already, however few were there when it was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Person

ROWS = 1500
_INSERT = """
INSERT INTO public.leads (user_id, name, email, phone)
SELECT auth.uid(), 'Lead', i || '@example.com', '+1937' || 5550000 + i
FROM generate_series(%s::int, %s::int) AS i
"""
_READ = """
SELECT sum(pg_stat_get_xact_tuples_fetched(indexrelid))
FROM pg_index
WHERE indrelid = 'public.leads'::regclass
"""


def test_an_import_into_an_empty_table_reads_no_lead_twice(ann: Person) -> None:
    with ann.connect() as connection:
        connection.autocommit = False
        connection.execute("SET LOCAL doughy.skip_taken = on")
        connection.execute("SET LOCAL enable_seqscan = off")
        assert connection.execute(_INSERT, [1, ROWS]).rowcount == ROWS
        # All of them in each row's turn would be a thousand thousand.
        [read] = connection.execute(_READ).fetchone() or [None]
        assert read < 5 * ROWS
        assert connection.execute(_INSERT, [ROWS - 99, ROWS + 100]).rowcount == 100
