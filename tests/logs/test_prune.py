"""`doughy logs prune` and `export`."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from doughy_cli.db.session import close_session, session_on
from doughy_cli.logs.prune_queries import Old, remove_old
from doughy_cli.logs.rows import PrunedRow
from doughy_cli.progress import StatusLine

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.harness import Database, Person
    from tests.logs.conftest import Logs

ROWS = """
    DELETE FROM system_logs;
    INSERT INTO system_logs (level, source, message, details, created_at)
    SELECT
        (ARRAY['debug', 'info', 'error'])[1 + n % 3], 'sync', n::text, '{"n": [1, null]}',
        now() - interval '1 day' * n
    FROM generate_series(0, 100) AS n
"""


def left(database: Database) -> int:
    [(count,)] = database.sql("SELECT count(*) FROM system_logs WHERE source = 'sync'")
    return int(count)


def test_prune(
    logs: Logs, database: Database, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.sql(ROWS)
    old = ("prune", "--older-than", "90d")
    counted = logs(*old, "--dry-run", "--json")
    assert counted.json == {"before": counted.json["before"], "count": 11, "dry_run": True}
    assert list(counted.json) == [each.name for each in fields(PrunedRow)]
    assert logs(*old, "--dry-run", "--max-level", "info", "--source", "sync").err == (
        "8 logs would be removed.\n"
    )
    asked = logs(*old)
    assert asked.code == 2
    assert "Remove 11 logs from before" in asked.err
    for refused in (
        ("prune",),
        ("prune", "--older-than", "soon"),
        ("prune", "--older-than", "tomorrow"),
        (*old, "--source", ""),
    ):
        assert logs(*refused).code == 2
    worker = database.add_service("worker-1")
    assert [logs(*old, "-y", person=each).code for each in (ann, worker)] == [8, 8]
    assert left(database) == 101
    assert logs(*old, "-y", "--max-level", "info").err == "8 logs removed.\n"
    done = logs(*old, "-y", "--json")
    assert (done.json["count"], done.json["dry_run"]) == (3, False)
    assert left(database) == 90
    [trace] = logs("list", "--json", "--source", "logs", "--limit", "1").json
    assert trace["message"] == "3 logs were pruned"
    assert trace["details"]["by"].endswith("/admin@example.com")
    assert logs(*old, "-y").err == "0 logs removed.\n"

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    # What was removed before Ctrl-C stays removed, and leaves its trace.
    monkeypatch.setattr(StatusLine, "show", interrupted)
    stopped = logs("prune", "--older-than", "80d", "-y")
    assert stopped.code == 130
    assert "10 logs removed" in stopped.err
    assert left(database) == 80
    assert logs("list", "--json", "--source", "logs", "--limit", "1").json[0]["message"] == (
        "10 logs were pruned"
    )


def test_each_batch_is_a_transaction_of_its_own(database: Database, admin: Person) -> None:
    database.sql(ROWS)
    connection = admin.connect()
    connection.autocommit = False
    session = session_on(connection)
    batches = remove_old(session, Old(datetime.now(UTC) - timedelta(days=90, hours=1)), batch=4)
    assert next(batches) == 4
    assert left(database) == 97
    # Nobody waits for it: a log can be written, and an old one removed, between two batches.
    database.sql("DELETE FROM system_logs WHERE message = '93'")
    assert list(batches) == [4, 1]
    assert left(database) == 91
    close_session(session)


def test_export(logs: Logs, database: Database, ann: Person, tmp_path: Path) -> None:
    database.sql(ROWS)
    file = tmp_path / "logs.jsonl"
    done = logs("export", file, "--level", "error")
    assert (done.code, done.err) == (0, f"33 logs written to {file}.\n")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows[0]["message"] == "98"  # the oldest first
    assert rows[0]["details"] == {"n": [1, None]}
    assert list(rows[0]) == ["id", "created_at", "level", "source", "message", "details"]
    assert logs("export", file).code == 2  # it exists
    assert logs("export", file, "-y", person=ann).code == 8
    assert len(file.read_text().splitlines()) == 33
    csv = logs("export", "--limit", "1").out.splitlines()
    assert csv[0] == "id,created_at,level,source,message,details"
    assert csv[1].endswith(',info,sync,100,"{""n"": [1, null]}"')
    assert logs("export", tmp_path / "logs.xyz").code == 2
