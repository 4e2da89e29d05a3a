"""`doughy logs list`, `tail` without -f, and `write`: what is shown, and what is refused."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.following.follow_queries import begin, page
from doughy_cli.logs.rows import LogRow

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Database, Person
    from tests.logs.conftest import Logs

ROWS = """
    DELETE FROM system_logs;
    INSERT INTO system_logs (level, source, message, details, created_at) VALUES
        ('debug', 'sync', 'one', NULL, now() - interval '3 days'),
        ('info', 'Sync', 'TWO 100%', '{"lead_id": "Abc"}', now() - interval '2 hours'),
        ('error', 'edge', E'three\\nat line 3', '{"a": 1, "b": {"c": [2]}}',
         now() - interval '20 minutes'),
        ('critical', 'edge', E'four \\x1b[31m[red]', '[]', now() - interval '1 minute')
"""
LEFT = [
    ("", "four three TWO one"),
    ("--level error", "four three"),
    ("--level ERROR --source edge", "four three"),
    ("--source sync", "one"),
    ("--source sync --source Sync", "TWO one"),
    ("--grep two", "TWO"),
    ("--grep 100%", "TWO"),
    ("--grep _", "TWO"),  # of lead_id
    ("--grep LINE", "three"),
    ("--grep abc", "TWO"),
    ("--regex --grep ^T", "three TWO"),
    ("--since 1h", "four three"),
    ("--since -1h", "four three"),
    ("--since 30m --until 2m", "three"),
    ("--since 90s", "four"),
    ("--until 1d", "one"),
    ("--sort created_at", "one TWO three four"),
    ("--sort -level", "four three TWO one"),
    ("--sort level --limit 2", "one TWO"),
    ("--sort message", "four one three TWO"),
    ("--limit 0", ""),
]


def words(shown: list[dict[str, str]]) -> list[str]:
    return [row["message"].split()[0] for row in shown]


def test_flags(logs: Logs, database: Database) -> None:
    database.sql(ROWS)
    for flags, left in LEFT:
        done = logs("list", "--json", *flags.split())
        assert done.code == 0, done.err
        assert words(done.json) == left.split(), flags
        if "--sort" not in flags and "--limit" not in flags:
            tail = logs("tail", "-o", "jsonl", "-n", "9", *flags.split()).out
            assert tail.count("\n") == len(left.split()), flags
    row = logs("list", "--json", "--grep", "three").json[0]
    assert list(row) == ["id", "created_at", "level", "source", "message", "details"]
    assert list(row) == [each.name for each in fields(LogRow)]
    assert row["details"] == {"a": 1, "b": {"c": [2]}}
    table = logs("list", "-o", "table").out
    assert "three  {1 more line, 2 fields}" in table
    assert "four \\x1b[31m[red]" in table


def test_tail(logs: Logs, database: Database) -> None:
    database.sql(ROWS)
    first, *rest = logs("tail", "-n", "2").out.splitlines()
    assert first.split("\t")[1:] == [
        "error", "edge", "three\\nat line 3", '{"a": 1, "b": {"c": [2]}}',
    ]  # fmt: skip
    assert len(rest) == 1
    shown = logs("tail", "-o", "table", "--since", "1h").out
    assert "  error     edge          three  {1 more line, 2 fields}\n" in shown
    assert shown.endswith("  critical  edge          four \\x1b[31m[red]\n")
    unfolded = logs("tail", "-o", "table", "--details", "--level", "error").out
    assert 'edge          three\n    at line 3\n    a: 1\n    b: {"c": [2]}\n' in unfolded
    assert logs("tail", "-n", "0").out == ""
    assert logs("tail", "--json", "--fields", "level", "-n", "1").out == '{"level": "critical"}\n'
    assert logs("tail", "-o", "csv", "--fields", "level,message", "-n", "1").out.startswith(
        "level,"
    )
    # The program's own colours, on a terminal or where they are forced; levels are named as well.
    coloured = logs("tail", "-o", "table", env={"CLICOLOR_FORCE": "1"}).out
    assert "\x1b[1;31mcritical\x1b[0m" in coloured


DIGITS = '{"a": 1.000000000000000000000000000000001, "b": 0.10, "c": "\\u0001"}'
STRANGE = """
    DELETE FROM system_logs;
    INSERT INTO system_logs (level, source, message, details, created_at) VALUES
        ('info', 'digits', 'one', %(digits)s, now() - interval '5 minutes'),
        ('info', 'deep', 'two', (repeat('{"a": ', 3000) || '1' || repeat('}', 3000))::jsonb,
         now() - interval '4 minutes'),
        ('info', 'list', 'three', '[1, 2]', now() - interval '3 minutes'),
        ('info', 'large', 'four', jsonb_build_object('a', repeat('x', 1000001)),
         now() - interval '2 minutes'),
        ('info', repeat('s', 300), repeat('m', 1000001), '"y"', now() - interval '1 minute')
"""


def test_whatever_somebody_writes_is_shown(logs: Logs, database: Database, tmp_path: Path) -> None:
    """No row may hide the others, or lose what it holds."""
    with database.connect() as connection:
        for statement in STRANGE.split(";\n"):
            connection.execute(statement, {"digits": DIGITS})
    file = tmp_path / "logs.jsonl"
    assert logs("export", file).code == 0
    for told in (file.read_text(), logs("list", "-o", "jsonl", "--sort", "created_at").out):
        digits, deep, _, large, last = told.splitlines()
        assert digits.endswith(f'"details": {DIGITS}}}')
        assert deep.endswith('{"a": 1' + "}" * 3001)
        assert len(large) > 1_000_001 < len(last)
    # What follows for months keeps no such thing.
    tail = logs("tail", "--json")
    digits, deep, _, large, last = tail.out.splitlines()
    assert digits.endswith(f'"details": {DIGITS}}}')
    assert deep.endswith('{"a": 1' + "}" * 3001)
    assert large.endswith('"details": {"left_out": "more than 1,000,000 bytes"}}')
    assert tail.err.count("left out here: `doughy logs export` writes them.") == 1
    assert "… (1000001 bytes)" in last
    shown = logs("tail", "-o", "table").out.splitlines()
    assert [each.split("  ")[-1] for each in shown] == [
        "{3 fields}", "{1 value}", "{2 entries}", "{1 field}", "{517 more characters, 1 value}",
    ]  # fmt: skip
    assert f"  {'s' * 39}…  mmm" in shown[-1]
    unfolded = logs("tail", "-o", "table", "--details").out
    assert "    a: 1.000000000000000000000000000000001\n    b: 0.10\n    c: \\x01\n" in unfolded
    assert "    details: [1, 2]\n" in unfolded
    assert logs("list", "-o", "table").code == 0
    done = logs("write", "--source", "digits", "x", "--details", DIGITS, "-o", "jsonl")
    assert done.out.endswith(f'"details": {DIGITS}}}\n')


def test_a_page_is_bounded_in_bytes(database: Database) -> None:
    with database.connect() as connection:
        cursor, _ = begin(connection)
        connection.execute(
            "INSERT INTO system_logs (level, source, message, details)"
            " SELECT 'info', 'long', n, to_jsonb(repeat('x', 1000)) FROM generate_series(1, 8) AS n"
        )
        sizes, ids = [], []
        full = True
        while full:
            read = page(connection, LogFilter(), cursor, most=2500)
            cursor, full = read.cursor, read.full
            sizes.append(len(read.rows))
            ids += [each.id for each in read.rows]
    assert sizes == [3, 3, 2]
    assert len(set(ids)) == 8


def test_write(logs: Logs, database: Database, ann: Person, tmp_path: Path) -> None:
    worker = database.add_service("worker-1")
    file = tmp_path / "details.json"
    file.write_text('{"job_id": 7, "big": 12345678901234567890.5}')
    given = ("write", "--level", "Error", "--source", "edge-function")
    done = logs(*given, "Payload refused", "--details", f"@{file}", "--json", person=worker)
    assert done.code == 0, done.err
    [(row,)] = database.sql(
        "SELECT to_jsonb(l) - 'xid' FROM system_logs AS l WHERE source = 'edge-function'"
    )
    assert done.json["id"] == row["id"]
    assert done.json["level"] == row["level"] == "error"
    assert done.json["message"] == "Payload refused"
    [(digits, when)] = database.sql(
        "SELECT details ->> 'big', created_at FROM system_logs WHERE id = %s", row["id"]
    )
    assert digits == "12345678901234567890.5"
    read = logs("list", "--json", "--source", "edge-function").json
    assert read[0]["created_at"] == done.json["created_at"]
    piped = logs("write", "--source", "cron", "-", stdin="two\nlines\n")
    assert (piped.code, piped.out) == (0, "")
    assert "Written as" in piped.err
    assert logs("list", "--json", "--source", "cron").json[0]["message"] == "two\nlines"
    assert logs("write", "--source", "dry", "x", "--dry-run").code == 0
    assert logs("list", "--json", "--source", "dry").json == []
    assert when is not None


def test_what_is_refused(logs: Logs, database: Database, ann: Person, tmp_path: Path) -> None:
    worker = database.add_service("worker-1")
    for person in (ann, database.add("sue@example.com", "support"), worker):
        for command in ("list", "tail", "tail -f", "tail -n 0 -f"):
            done = logs(*command.split(), person=person)
            assert (done.code, done.out) == (8, ""), command
            assert "Only an admin may do this." in done.err
    done = logs("write", "--source", "x", "y", person=ann)
    assert done.code == 8
    assert "Only admins and services" in done.err
    before = database.sql("SELECT count(*) FROM system_logs")
    write = ("write", "--source", "x")
    refused = {
        (*write, "y", "--level", "fatal"): "'debug', 'info', 'warning', 'error', 'critical'",
        (*write, " "): "The message is empty",
        (*write, "y" * 100_001): "longer than 100,000 characters",
        (*write, "a\x00"): "cannot be stored",
        (*write, "a\udcff"): "not valid UTF-8",
        ("write", "--source", "a\nb", "y"): "control character",
        ("write", "--source", "", "y"): "--source is empty",
        ("write", "y"): "--source",
        (*write, "y", "--details", "[1]"): "must be a JSON object",
        (*write, "y", "--details", "{"): "is not JSON",
        (*write, "y", "--details", '{"a": NaN}'): "NaN is no number",
        (*write, "y", "--details", '{"a": ["\\u0000"]}'): "cannot be stored",
        (*write, "y", "--details", '{"\\ud800": 1}'): "cannot be stored",
        (*write, "y", "--details", '{"a":' * 5000): "nested too deeply",
        (*write, "y", "--details", '{"a": 1e999999}'): "overflow",
        (*write, "-", "--details", "@-"): "not both",
        ("tail", "-f", "--until", "1h"): "--until",
        ("tail", "--max-retries", "1"): "-f",
        ("tail", "-n", "-1"): "-1",
        ("list", "--regex"): "--grep",
        ("list", "--regex", "--grep", "("): "regular expression",
        ("list", "--grep", ""): "empty",
        ("list", "--since", "1h", "--until", "2h"): "--until is before --since",
        ("list", "--since", "tomorrow"): "in the future",
        ("list", "--sort", "details"): "cannot be sorted",
    }
    for arguments, said in refused.items():
        done = logs(*arguments)
        assert (done.code, done.out) == (2, ""), (arguments, done.err)
        assert said in done.err, (arguments, done.err)
    missing = logs(*write, "y", "--details", f"@{tmp_path / 'none'}")
    assert missing.code == 1
    assert "No such file" in missing.err
    assert database.sql("SELECT count(*) FROM system_logs") == before
