"""The words for the database's rules, and the values that the examples know, against the
catalog: nothing is left out, and no word says what the rule does not."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from doughy_cli.db.rules import INDEXED, RULES, WORKERS
from doughy_cli.db.tables import METADATA
from tests.schema.properties import rules
from tests.schema.properties.breaks import breaks
from tests.schema.properties.places import PEOPLE, TABLES, WRITERS, Places

if TYPE_CHECKING:
    from tests.harness import Database

# Name, whether it is a CHECK, its columns, its definition: CHECKs, and what is unique.
_RULES = """
SELECT k.conname::text, true, array_agg(a.attname::text), pg_get_constraintdef(k.oid)
FROM pg_constraint AS k
JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
WHERE k.contype = 'c' AND k.connamespace::regnamespace::text IN ('auth', 'public')
GROUP BY k.oid
UNION ALL
SELECT x.relname::text, false, array_agg(DISTINCT a.attname::text),
    pg_get_indexdef(i.indexrelid)
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_class AS x ON x.oid = i.indexrelid
JOIN pg_depend AS d ON d.objid = i.indexrelid AND d.classid = 'pg_class'::regclass
JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
WHERE i.indisunique AND NOT i.indisprimary
    AND c.relnamespace::regnamespace::text IN ('auth', 'public')
    AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid)
GROUP BY i.indexrelid, x.relname
UNION ALL
SELECT k.conname::text, false, array_agg(a.attname::text), ''
FROM pg_constraint AS k
JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
WHERE k.contype = 'u' AND k.connamespace::regnamespace::text IN ('auth', 'public')
GROUP BY k.oid
"""


def test_each_rule_has_its_words(database: Database) -> None:
    found = {name: rest for name, *rest in database.sql(_RULES)}
    assert sorted(RULES) == sorted(found)
    for name, (checks, columns, definition) in found.items():
        words = RULES[name]
        assert words.split()[0] in columns, words
        if checks and not name.startswith("users_"):
            bounds = re.findall(r"-?\b\d+\b|'[a-z]+'(?=::text[,\]])", definition)
            for bound in bounds:
                assert re.search(rf"(?<!\w){bound.strip(chr(39))}\b", words), (words, bound)
            said = set(re.findall(r"-?\b\d+\b", words))
            assert said <= set(bounds), words


def test_each_check_has_its_values(database: Database) -> None:
    written = {name for name, checks, *_ in database.sql(_RULES) if checks}
    known = {name for name in written if not name.startswith("users_")}
    not_nan = {name for name in known if name.endswith("_not_nan")}  # a break of every number
    assert set(rules.RULES) == known - not_nan


def test_indexed_texts_are_the_indexes(database: Database) -> None:
    """Those that any text may be in: a CHECK of words bounds its length, and a hash has no
    limit."""
    found: dict[str, set[str]] = defaultdict(set)
    for table, column in database.sql("""
        SELECT c.relname::text, a.attname::text
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indrelid
        JOIN pg_class AS own ON own.oid = i.indexrelid
        JOIN pg_am AS am ON am.oid = own.relam
        LEFT JOIN pg_depend AS d ON d.objid = i.indexrelid AND d.classid = 'pg_class'::regclass
        JOIN pg_attribute AS a
            ON a.attrelid = i.indrelid AND (a.attnum = ANY (i.indkey) OR a.attnum = d.refobjsubid)
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public')
            AND am.amname <> 'hash'
            AND a.atttypid IN ('text'::regtype, 'text[]'::regtype)
            AND NOT EXISTS (
                SELECT FROM pg_constraint AS k
                WHERE k.contype = 'c' AND k.conrelid = i.indrelid AND a.attnum = ANY (k.conkey)
                    AND pg_get_constraintdef(k.oid) LIKE '% = ANY %'
            )
    """):
        found[table].add(column)
    for name in ("schema_version", "document_places"):
        found.pop(name, None)
    assert {table: set(columns) for table, columns in INDEXED.items()} == found


def test_workers_columns_are_columns() -> None:
    for table, columns in WORKERS.items():
        assert set(columns) < set(METADATA.tables[table].columns.keys())


# A type as PostgreSQL spells it → the ways in which a value of it can be wrong.
_KINDS = {
    "boolean": set(),
    "date": {"type", "range"},
    "integer": {"range"},
    "jsonb": {"nul", "half", "nan"},
    "numeric": {"range", "infinite", "nan"},
    "text": {"nul", "half"},
    "text[]": {"nul", "half"},
    "timestamp with time zone": {"type", "range"},
    "uuid": {"type"},
    "character varying": {"nul", "half", "length"},
}


def test_each_written_column_is_broken_in_each_way(places: Places) -> None:
    """What the examples break, which the tables say, against what the catalog says can break."""
    wanted: set[tuple[str, str, str]] = set()
    for table, column, kind, enum, missing, key, checked in places.database.sql("""
        SELECT
            a.attrelid::regclass::text, a.attname::text,
            regexp_replace(format_type(a.atttypid, a.atttypmod), '[(].*[)]', ''),
            t.typtype = 'e', a.attnotnull,
            (
                SELECT k.confrelid::regclass::text FROM pg_constraint AS k
                WHERE k.contype = 'f' AND k.conrelid = a.attrelid AND k.conkey = ARRAY[a.attnum]
            ),
            EXISTS (
                SELECT FROM pg_constraint AS k
                WHERE k.contype = 'c' AND k.conrelid = a.attrelid AND a.attnum = ANY (k.conkey)
                    AND k.conname NOT LIKE '%_not_nan' AND cardinality(k.conkey) = 1
            )
        FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_type AS t ON t.oid = a.atttypid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    """):
        if column == "user_id" and not key:
            continue  # it is the owner's of what the row belongs to, whatever is given
        writers = [
            who
            for who in WRITERS
            for act in ("INSERT", "UPDATE")
            if column in places.granted.get((who, act, table), ())
        ]
        if not writers:
            continue
        ways = {"label"} if enum else set(_KINDS[kind])
        if missing and not (column == "user_id" and "ann" in writers):  # a trigger fills it
            ways.add("missing")
        if key:
            ways.add("nothing")
            if "ann" in writers:
                ways.add("another's")
        if checked:
            ways.add("rule")
        if column in INDEXED.get(table, ()):
            ways.add("long")
        wanted |= {(table, column, way) for way in ways}
    broken = {
        (str(table), column.name, each.kind)
        for table in TABLES
        for act in ("INSERT", "UPDATE")
        for who in places.writers(act, table)
        for column in places.columns(who, act, table)
        for each in breaks(places, who, act, column)
        if each.values
    }
    assert PEOPLE not in {table for table, *_ in broken}
    assert broken == wanted
    assert len(broken) > 400
