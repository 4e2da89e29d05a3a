"""Reading other people's rows out of what the planner and EXPLAIN say.

A member asks for rows that they may not see and gets none. These attacks look at everything
else: estimates, and what EXPLAIN ANALYZE counts on the way. None of it may depend on what the
rows of others say.
"""

# ruff: noqa: S608 -- the statements are made of constants and of catalogued names
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.harness import Cluster, Database, Person
from tests.schema.attacks.trying import refused, rows

_LEAD = "INSERT INTO leads (user_id, name, email, phone, company, tags, source, created_at)"
# Two that differ in everything that a row says, and in nothing else.
_SECRETS = ("a", "z")
_SETTINGS = (
    "",
    "SET enable_seqscan = off",
    "SET enable_sort = off; SET enable_bitmapscan = off; SET enable_seqscan = off",
    "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_seqscan = off",
    "SET enable_hashagg = off; SET work_mem = '64kB'; SET cpu_operator_cost = 0",
)
# What depends on how much work a run happened to be.
_NOISE = re.compile(r" *(Buffers|Planning|Execution|Heap Blocks|Heap Fetches|Memory).*")


@pytest.fixture(scope="module", params=["statistics", "no statistics"])
def twins(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[list[Database]]:
    """Two databases that are alike but for what Ben's rows say."""
    made = [cluster.clone() for _ in _SECRETS]
    for database, secret in zip(made, _SECRETS, strict=True):
        _fill(database, secret)
        # The same pages in the same order, and nobody who tidies up one of the two.
        database.sql("VACUUM FULL")
        database.sql("VACUUM ANALYZE" if request.param == "statistics" else "VACUUM")
    yield made
    for database in made:
        database.drop()


def _fill(database: Database, secret: str) -> None:
    ann = ben = database.add("ann@example.com")
    # Ids are drawn by lot: in both twins Ann's comes first.
    for attempt in range(100):
        if ann.id < ben.id:
            break
        ben = database.add(f"ben{attempt}@example.com")
    for (table,) in database.sql(
        "SELECT c.oid::regclass::text FROM pg_class AS c"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    ):
        database.sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    for person, word, count in ((ann, "m", 3), (ben, secret, 600)):
        number = {"a": 1, "m": 400, "z": 1000}[word]
        with database.connect() as connection:
            connection.execute(
                f"{_LEAD} SELECT %s, %s || i, %s || i || '@example.com', %s || i, %s, ARRAY[%s],"
                " %s, '2020-01-01'::timestamptz + %s * interval '1 day' + i * interval '1 s'"
                " FROM generate_series(1, %s) AS i",
                [person.id, *[word] * 6, number, count],
            )
            connection.execute(
                "INSERT INTO messages (lead_id, channel, direction, subject, body, external_id)"
                " SELECT id, 'sms', 'incoming', %s || name, %s || name, %s || name FROM leads"
                " WHERE user_id = %s",
                [word, word, word, person.id],
            )
            connection.execute(
                "INSERT INTO re_properties (user_id, address_line_1, city, state, zip, status)"
                " SELECT %s, %s || i, %s || i, 'CA', %s || i, %s FROM generate_series(1, %s) AS i",
                [person.id, *[word] * 4, count],
            )
            connection.execute(
                "INSERT INTO deals (user_id, title, stage, notes, probability, next_action_due)"
                " SELECT %s, %s || i, %s || i, %s, least(%s, 100),"
                " '2020-01-01'::timestamptz + %s * interval '1 day'"
                " FROM generate_series(1, %s) AS i",
                [person.id, word, word, word, number, number, count],
            )
            connection.execute(
                "INSERT INTO api_keys (user_id, service, key_ciphertext)"
                " SELECT %s, %s || i, 'x' FROM generate_series(1, %s) AS i",
                [person.id, word, count],
            )
            connection.execute(
                "UPDATE lead_events SET description = coalesce(description, %s)", [word]
            )


# Conditions that are true of one twin's rows and false of the other's, but of none of Ann's.
_ASKED = (
    *("leads WHERE email < 'b'", "leads WHERE email >= ANY ('{x}')", "leads WHERE email LIKE 'z%'"),
    *(
        "leads WHERE email = 'z7@example.com'",
        "leads WHERE phone >= 'y'",
        "leads WHERE phone = 'z7'",
    ),
    *("leads WHERE lower(email) < 'b'", "leads WHERE lower(name) = 'z7'", "leads WHERE name > 'x'"),
    *("leads WHERE company = 'z'", "leads WHERE tags @> '{z}'", "leads WHERE source IN ('z', 'y')"),
    *("leads WHERE created_at > '2021-01-01'", "leads WHERE phone IS NOT NULL AND phone > 'x'"),
    *("leads ORDER BY email LIMIT 1", "leads ORDER BY lower(email) LIMIT 1"),
    *("leads ORDER BY phone LIMIT 1", "leads ORDER BY lower(name) LIMIT 1"),
    *("leads AS a JOIN leads AS b USING (email)", "leads AS a JOIN messages AS b ON b.body < 'b'"),
    *("messages WHERE body >= 'x'", "messages WHERE body >= ANY ('{x}')"),
    *("messages WHERE subject = 'zz7'", "messages WHERE external_id > 'x'"),
    "messages ORDER BY external_id LIMIT 1",
    *("lead_events WHERE description > 'x'", "lead_events WHERE description = ANY ('{z}')"),
    *("re_properties WHERE zip > 'x'", "re_properties WHERE city > 'x' AND state = 'CA'"),
    *("re_properties ORDER BY city, state LIMIT 1", "re_properties WHERE status = 'z'"),
    *("re_properties ORDER BY zip LIMIT 1", "re_properties ORDER BY status LIMIT 1"),
    *("deals WHERE stage > 'x'", "deals ORDER BY stage LIMIT 1", "deals WHERE probability > 50"),
    *("deals WHERE next_action_due > '2021-01-01'", "deals ORDER BY next_action_due LIMIT 1"),
    *("api_keys WHERE service > 'x'", "api_keys ORDER BY service LIMIT 1"),
)


@pytest.mark.parametrize("asked", _ASKED)
def test_reading_rows_out_of_plans_and_counts(twins: list[Database], asked: str) -> None:
    """What EXPLAIN ANALYZE says is the same whatever Ben's rows say."""
    said = []
    for database in twins:
        ann = Person("ann@example.com", "", database.people[0].id, database)
        with database.people[0].connect() as connection:
            assert connection.info.user == ann.role
            said.append([_explained(connection, asked, settings) for settings in _SETTINGS])
    different = [pair for pair in zip(*said, strict=True) if pair[0] != pair[1]]
    assert [line for pair in different for line in set(pair[0]) ^ set(pair[1])] == []


def _explained(connection: psycopg.Connection[Any], asked: str, settings: str) -> list[str]:
    connection.execute(b"RESET ALL")
    connection.execute(settings.encode())
    how = "EXPLAIN (ANALYZE, TIMING off, SUMMARY off, BUFFERS off)"
    lines = rows(connection, f"{how} SELECT 1 FROM {asked}")
    counted = rows(
        connection,
        "SELECT relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch"
        " FROM pg_stat_xact_user_tables ORDER BY 1",
    )
    return [line for (line,) in lines if not _NOISE.match(line)] + [str(counted)]


@pytest.mark.parametrize("column", ["email", "phone", "name"])
def test_finding_an_email_by_bisection(twins: list[Database], column: str) -> None:
    """The estimate for a range without any row is that for a range with all of Ben's."""
    with twins[1].people[0].connect() as connection:
        estimates = {
            tuple(re.findall(r"rows=\d+", str(rows(connection, f"EXPLAIN SELECT 1 FROM {asked}"))))
            for low, high in (("z", "zz"), ("b", "bb"), ("a", "aa"))
            for asked in (f"leads WHERE {column} >= '{low}' AND {column} < '{high}'",)
        }
    assert len(estimates) == 1


def test_reading_statistics(twins: list[Database]) -> None:
    with twins[0].people[0].connect() as connection:
        for view in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"):
            assert rows(connection, f"SELECT * FROM {view} WHERE schemaname = 'public'") == []
        for table in ("pg_statistic", "pg_statistic_ext_data"):
            refused(connection, f"SELECT * FROM {table}")


def test_no_statistics_are_kept_of_what_rows_say(twins: list[Database]) -> None:
    """Ids, enums and booleans have them; of the owners, only how many there are."""
    with twins[0].connect() as connection, connection.transaction(force_rollback=True):
        # Undone, or one of the twins would be known better than the other from then on.
        connection.execute("ANALYZE")
        found = connection.execute(
            "SELECT c.relname, a.attname, a.atttypid::regtype::text FROM pg_statistic AS s"
            " JOIN pg_class AS c ON c.oid = s.starelid"
            " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = s.staattnum"
            " LEFT JOIN pg_type AS t ON t.oid = a.atttypid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'system_logs'"
            " AND NOT (c.relkind = 'r' AND (t.typtype = 'e' OR t.typname IN ('uuid', 'bool')))"
        ).fetchall()
        analysed = connection.execute(
            "SELECT count(*) FROM pg_statistic WHERE starelid = 'leads'::regclass"
        ).fetchall()
    assert found == []
    assert analysed != [(0,)]
    owners = twins[0].sql(
        "SELECT DISTINCT a.attstattarget FROM pg_attribute AS a JOIN pg_class AS c"
        " ON c.oid = a.attrelid WHERE c.relkind = 'r' AND a.attname = 'user_id'"
        " AND c.relnamespace = 'public'::regnamespace"
    )
    assert owners == [(1,)]


def test_old_statistics_go_with_the_upgrade(cluster: Cluster) -> None:
    """A database of the release before has statistics; the upgrade deletes them."""
    from doughy_cli.db import upgrade

    database = cluster.clone()
    with database.connect() as connection:
        upgrade.down(connection, "20260120_owned_indexes")
        database.sql(
            f"{_LEAD} SELECT u.id, i::text, i::text, i::text, i::text, NULL, NULL, now()"
            " FROM auth.users AS u, generate_series(1, 500) AS i"
        )
        ben = database.sql(
            "INSERT INTO auth.users (email, login_role) VALUES ('b@example.com', 'b') RETURNING id"
        )
        database.sql(
            "INSERT INTO profiles (id, email) VALUES (%s, 'secret@example.com')", ben[0][0]
        )
        database.sql("ANALYZE")
        held = "SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND attname = 'email'"
        assert database.sql(held) != [(0,)]
        upgrade.up(connection)
        assert database.sql(held) == [(0,)]
        assert upgrade.check(connection).clean
    database.drop()


def test_no_index_leads_from_what_rows_say_to_everybody(twins: list[Database]) -> None:
    """An index that people can search or sort by begins with an id, an enum or a time.

    A hash index cannot be sorted by, and only if its expression is not leakproof (a call of
    lower) or its values are a provider's long random ids is it safe to search.
    """
    found = twins[0].sql(
        "SELECT i.indexrelid::regclass::text FROM pg_index AS i"
        " JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid"
        " JOIN pg_am AS m ON m.oid = x.relam"
        " JOIN pg_attribute AS a ON a.attrelid = i.indexrelid AND a.attnum = 1"
        " JOIN pg_type AS t ON t.oid = a.atttypid"
        " WHERE c.relnamespace = 'public'::regnamespace AND m.amname <> 'gin'"
        " AND t.typtype <> 'e' AND t.typname NOT IN ('uuid', 'timestamptz')"
        " AND c.relname <> 'system_logs' ORDER BY 1"
    )
    # The e-mails of people are the names of roles, which are no secret.
    assert [name for (name,) in found] == [
        "idx_leads_email_lower",
        "idx_messages_external_id",
        "profiles_email_key",
    ]


def test_no_index_leads_from_an_id_to_what_a_row_says(twins: list[Database]) -> None:
    """Whoever knows an id that is in somebody else's row could ask on for that row's times and
    texts: behind an id that is not the owner's, an index has ids, enums and booleans only."""
    found = twins[0].sql(
        "SELECT DISTINCT i.indexrelid::regclass::text FROM pg_index AS i"
        " JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid"
        " JOIN pg_attribute AS f ON f.attrelid = i.indexrelid AND f.attnum = 1"
        " JOIN pg_attribute AS a ON a.attrelid = i.indexrelid AND a.attnum > 1"
        " AND a.attnum <= i.indnkeyatts JOIN pg_type AS t ON t.oid = a.atttypid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'system_logs'"
        " AND f.attname <> 'user_id' AND t.typtype <> 'e' AND t.typname NOT IN ('uuid', 'bool')"
    )
    assert found == []
