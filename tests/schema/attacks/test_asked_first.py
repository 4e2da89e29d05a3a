"""Conditions that PostgreSQL tries before the policies, if a policy costs more than they do.

It takes some conditions for harmless, and so lets them go first where they are cheaper. A
sub-select behind such a condition runs only for a row that meets it, and says so: by a notice,
and by EXPLAIN ANALYZE, which calls one that never ran "never executed". Every row here that meets
a condition is Ben's, so that nothing may ever run for Ann. The same in a table without row level
security shows that each of these conditions would tell.
"""

# ruff: noqa: S608 -- the statements are made of constants and of catalogued names
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.schema.attacks.trying import DENIED, NO_UPSERT, refused, rows
from tests.schema.matrix import INSERTS, UPDATES
from tests.schema.world import World, make_world

if TYPE_CHECKING:
    from tests.harness import Cluster

_MARK = "bens"
# A column that says something, by table.
_SAYS = {
    "profiles": "full_name",
    "api_keys": "key_ciphertext",
    "user_plans": "plan_name",
    "workspaces": "name",
    "contacts": "last_name",
    "leads": "company",
    "lead_contacts": "relation",
    "messages": "body",
    "calls": "summary",
    "transcripts": "transcript_text",
    "lead_events": "description",
    "re_properties": "notes",
    "re_documents": "title",
    "re_lead_documents": "title",
    "re_property_documents": "is_primary",
    "deals": "notes",
    "deal_events": "description",
    "ai_jobs": "error_message",
}
# Each costs less than an operator: a comparison with an array of one element costs half of one,
# the others nothing at all.
_TEXTS = (
    "{0} >= ANY ('{{{1}}}')",
    "{0} = ANY ('{{{1}}}')",
    """('{{"{1}": 1}}'::jsonb)[{0}] IS NOT NULL""",
    """('{{"{1}": 1}}'::jsonb)[CASE WHEN {0} IS NOT NULL THEN {0} END] IS NOT NULL""",
)
# The ways a planner may take to the table, and ways to have it take operators for dearer.
_SETTINGS = (
    "SET enable_indexscan = off; SET enable_bitmapscan = off",
    "SET enable_seqscan = off",
    "SET enable_indexscan = off; SET enable_bitmapscan = off; SET cpu_operator_cost = 1e300",
    "SET enable_indexscan = off; SET enable_bitmapscan = off; SET cpu_operator_cost = 1e-300",
    "SET enable_indexscan = off; SET enable_bitmapscan = off; SET cpu_operator_cost = 0",
)


@pytest.fixture(scope="module", autouse=True)
def bens(world: World) -> None:
    """Ben's row of each table says what no other does, or anything before it."""
    _mark(world)


def _mark(world: World) -> None:
    root, ben = world.root, world.people["ben"].id
    root.execute(b"SET session_replication_role = replica")
    root.execute(b"ALTER TABLE lead_contacts DROP CONSTRAINT lead_contacts_relation_check")
    for table, column in _SAYS.items():
        says, silent = (True, False) if column == "is_primary" else (_MARK, "a")
        owner = "id" if table == "profiles" else "user_id"
        change = f"UPDATE {table} SET {column} = CASE {owner} WHEN %s THEN %s ELSE %s END"
        assert root.execute(change, [ben, says, silent]).rowcount >= 4
    root.execute(b"RESET session_replication_role")


@pytest.fixture
def ann(world: World) -> psycopg.Connection[Any]:
    """Ann's connection, with a function that tells that it was called."""
    return _telling(world.connections["ann"])


def _telling(ann: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    ann.execute(
        b"CREATE OR REPLACE FUNCTION pg_temp.tell() RETURNS boolean LANGUAGE plpgsql"
        b" AS $$ BEGIN RAISE NOTICE 'told'; RETURN true; END $$"
    )
    return ann


def _conditions(column: str) -> list[str]:
    if column == "is_primary":
        return [column, f"{column} IS TRUE"]
    return [text.format(column, _MARK) for text in _TEXTS]


def _statements(table: str, condition: str) -> list[str]:
    """Every form of statement that has a condition on the table's rows."""
    tells = f"CASE WHEN {condition} THEN (SELECT pg_temp.tell()) END"
    of_t = tells.replace(_SAYS[table], f"t.{_SAYS[table]}")
    view = f"CREATE TEMP VIEW peep WITH (security_barrier) AS SELECT * FROM {table} WHERE {tells}"
    found = [
        f"SELECT 1 FROM {table} WHERE {tells}",
        f"SELECT 1 FROM {table} WHERE NOT {tells} OR {tells}",
        f"SELECT 1 FROM {table} WHERE {tells} FOR UPDATE",
        f"SELECT count(*) FILTER (WHERE {tells}) FROM {table}",
        f"SELECT 1 FROM {table} AS t JOIN {table} AS o USING (user_id) WHERE {of_t}",
        f"SELECT 1 FROM {table} AS t JOIN {table} AS o ON o.ctid = t.ctid AND {of_t}",
        f"SELECT 1 FROM {table} AS t WHERE EXISTS (SELECT FROM {table} AS o WHERE {of_t})",
        f"SELECT 1 FROM (VALUES (1), (2)) AS v LEFT JOIN {table} AS t ON {of_t}",
        f"SELECT 1 FROM (SELECT * FROM {table} OFFSET 0) AS t WHERE {of_t}",
        f"SELECT 1 FROM (VALUES (1)) AS v, LATERAL (SELECT FROM {table} AS t WHERE {of_t}) AS l",
        f"{view}; SELECT 1 FROM peep",
    ]
    if table in _READ_ONLY:
        found = [each for each in found if not each.endswith("FOR UPDATE")]
    if table == "profiles":
        found = [each.replace("USING (user_id)", "USING (id)") for each in found]
    if table not in _READ_ONLY:
        found.append(f"UPDATE {table} SET {UPDATES[table]} WHERE {tells}")
    if table not in ("profiles", "user_plans", "ai_jobs", *_EVENTS):
        found.append(f"DELETE FROM {table} WHERE {tells}")
    return found


_EVENTS = ("lead_events", "deal_events")
_READ_ONLY = ("user_plans", "re_property_documents", *_EVENTS)


def _heard(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    """What a statement tells of on the way; what it does is taken back."""
    heard: list[str] = []

    def note(notice: psycopg.errors.Diagnostic) -> None:
        heard.append(notice.message_primary or "")

    connection.add_notice_handler(note)
    connection.execute(b"BEGIN")
    try:
        connection.execute(statement.encode())
    finally:
        connection.execute(b"ROLLBACK")
        connection.remove_notice_handler(note)
    return heard


@pytest.mark.parametrize("table", _SAYS)
def test_a_condition_that_costs_less_than_the_policy(
    world: World, ann: psycopg.Connection[Any], table: str
) -> None:
    for number, settings in enumerate(_SETTINGS):
        ann.execute(b"RESET ALL")
        ann.execute(settings.encode())
        for condition in _conditions(_SAYS[table]):
            # What the settings change is the order of conditions, in any form of statement.
            for statement in _statements(table, condition)[: None if number == 0 else 1]:
                assert _heard(ann, statement) == [], statement


def test_the_same_where_nothing_is_asked_first(ann: psycopg.Connection[Any]) -> None:
    """Each of the conditions tells, of a row that no policy keeps from her."""
    ann.execute(b"CREATE TEMP TABLE seen AS SELECT 'bens' AS said")
    for text in _TEXTS:
        tells = f"CASE WHEN {text.format('said', _MARK)} THEN (SELECT pg_temp.tell()) END"
        assert _heard(ann, f"SELECT 1 FROM seen WHERE {tells}") == ["told"]


def test_the_same_where_the_policy_costs_more(cluster: Cluster) -> None:
    """A policy that compares is asked too late: these tests would see it."""
    with make_world(cluster) as spoilt:
        _mark(spoilt)
        ann = _telling(spoilt.connections["ann"])
        ann.execute(_SETTINGS[0].encode())
        for table in ("leads", "messages"):
            late = f"ALTER POLICY {table}_member_select ON {table} USING"
            spoilt.root.execute(f"{late} (user_id = (SELECT auth.uid()))".encode())
            told = [
                statement
                for condition in _conditions(_SAYS[table])
                for statement in _statements(table, condition)
                if _heard(ann, statement)
            ]
            assert len(told) > 20


@pytest.mark.parametrize("table", _SAYS)
def test_what_explain_says_was_never_executed(
    world: World, ann: psycopg.Connection[Any], table: str
) -> None:
    for settings in _SETTINGS:
        ann.execute(b"RESET ALL")
        ann.execute(settings.encode())
        for condition in _conditions(_SAYS[table]):
            tells = f"CASE WHEN {condition} THEN (SELECT true FROM generate_series(1, 1)) END"
            how = "EXPLAIN (ANALYZE, TIMING off, SUMMARY off, COSTS off)"
            plan = [line for (line,) in rows(ann, f"{how} SELECT 1 FROM {table} WHERE {tells}")]
            (told,) = [line for line in plan if "generate_series" in line and "Scan" in line]
            assert "never executed" in told, plan


# Where members may give an id, and change a row.
_UPSERTED = [
    name for name in _SAYS if "(id, " in INSERTS[name] and name not in ("profiles", *_READ_ONLY)
]


@pytest.mark.parametrize("table", _UPSERTED)
def test_the_condition_of_an_upsert_on_an_id_that_is_known(
    world: World, ann: psycopg.Connection[Any], table: str
) -> None:
    """PostgreSQL tries it on the row that is there, locks that, and asks the policies afterwards.

    In every disguise: PostgreSQL refuses the form before it looks at anything.
    """
    ann.execute(
        b"CREATE OR REPLACE FUNCTION pg_temp.tell(anyelement) RETURNS boolean LANGUAGE plpgsql"
        b" AS $$ BEGIN RAISE NOTICE 'told %', $1; RETURN false; END $$"
    )
    made = world.insert(table, "ann", id=f"'{world.row('ben', table)}'")
    free = world.insert(table, "ann", "new " + table)
    change = UPDATES[table]
    same = change.split(" = ")[0]
    upsert = f"{made} ON CONFLICT (id) DO UPDATE SET {change} WHERE pg_temp.tell({table})"
    clear = "SELECT set_config('doughy.skip_taken', '', true)"
    for statement in (
        upsert,
        upsert.replace("(id) DO", f"ON CONSTRAINT {table}_pkey DO"),
        f"WITH x AS ({upsert} RETURNING 1) TABLE x",
        f"WITH u AS (UPDATE {table} SET {same} = {same} WHERE false RETURNING 1), i AS ({upsert})"
        " TABLE u",
        f"WITH i AS ({free} RETURNING 1), c AS MATERIALIZED ({clear} FROM i), u AS ({upsert})"
        " TABLE c",
        f"CREATE TEMP VIEW v AS TABLE {table};"
        + upsert.replace(f"INTO public.{table}", "INTO pg_temp.v").replace(f"({table})", "(v)"),
        f"PREPARE upsert AS {upsert}",
        f"EXPLAIN {upsert}",
        f"MERGE INTO {table} USING (SELECT 1) AS x ON {table}.id = '{world.row('ben', table)}'"
        f" WHEN MATCHED AND pg_temp.tell({table}) THEN UPDATE SET {change}",
    ):
        heard = _heard_refused(ann, statement)
        assert heard == []


def _heard_refused(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    """What a statement that is refused, for its form or for want of a right, tells of before."""
    heard: list[str] = []

    def note(notice: psycopg.errors.Diagnostic) -> None:
        heard.append(notice.message_primary or "")

    connection.add_notice_handler(note)
    connection.execute(b"BEGIN")
    try:
        refused(connection, statement, (NO_UPSERT, DENIED))
    finally:
        connection.execute(b"ROLLBACK")
        connection.remove_notice_handler(note)
    return heard


def test_what_an_import_leaves_out_tells_nothing(
    world: World, ann: psycopg.Connection[Any]
) -> None:
    """The setting leaves out a row whose id is somebody else's, as it does one's own; it finds no
    e-mail and no phone of anybody else."""
    ben = world.connections["ben"]
    with ben.transaction(force_rollback=True), ann.transaction(force_rollback=True):
        ben.execute(b"UPDATE leads SET email = 'bens@example.com', phone = '+14155550177'")
        ann.execute(b"SET LOCAL doughy.skip_taken = on")
        for table in ("leads", "contacts", "re_properties"):
            for who in ("ann", "ben"):
                made = world.insert(table, "ann", id=f"'{world.row(who, table)}'")
                assert ann.execute(made.encode()).rowcount == 0
        made = b"INSERT INTO leads (name, email, phone) VALUES ('x', %s, %s)"
        for values, stored in (
            (["bens@example.com", "+14155550177"], 1),
            (["bens@example.com", None], 0),
            ([None, "+1 415 555 0177"], 0),
            ([None, None], 1),
        ):
            assert ann.execute(made, values).rowcount == stored


def test_a_contact_is_linked_or_linked_otherwise(
    world: World, ann: psycopg.Connection[Any]
) -> None:
    """Where no id can be given that is somebody else's, an upsert tells of one's own row only."""
    link = world.insert("lead_contacts", "ann")
    change = "ON CONFLICT (lead_id, contact_id) DO UPDATE SET relation = 'agent'"
    with ann.transaction(force_rollback=True):
        assert ann.execute(f"{link} {change}".encode()).rowcount == 1
    ben = world.insert("lead_contacts", "ben")
    refused(ann, f"{ben} {change} WHERE lead_contacts.relation > 'a'")


def test_every_slot_is_one_persons(world: World) -> None:
    (pair,) = rows(
        world.root,
        "SELECT array_agg(made::text) FROM (SELECT gen_random_uuid() FROM generate_series(1,"
        " 200000)) AS m (made) GROUP BY uuid_hash(made) >> 1 HAVING count(*) > 1 LIMIT 1",
    )
    with (
        world.root.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.UniqueViolation, match="users_slot_key"),
    ):
        world.root.execute(
            "INSERT INTO auth.users (id, email, login_role)"
            " SELECT made::uuid, made || '@example.com', made FROM unnest(%s::text[]) AS made",
            pair,
        )


def test_the_greatest_slot_can_begin_an_array(world: World) -> None:
    assert rows(
        world.root,
        "SELECT (array_fill(true, ARRAY[1], ARRAY[s]))[s] FROM"
        " (VALUES (2147483647 >> 1), (-2147483648 >> 1)) AS v (s)",
    ) == [(True,), (True,)]
