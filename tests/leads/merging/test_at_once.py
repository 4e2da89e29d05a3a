"""Merges that meet, and one that is ended in its middle."""

from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program
    from tests.leads.conftest import Add, Leads
    from tests.leads.merging.conftest import Snapshot

# A backend that waits for somebody else's row.
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def until_waiting(database: Database, count: int, running: subprocess.Popen[bytes]) -> None:
    """Wait until so many backends wait for a lock."""
    for _ in range(600):
        if database.sql(_WAITING) == [(count,)]:
            return
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    raise AssertionError("nobody waits")


def test_of_two_overlapping_merges_one_wins(
    doughy: Program, add: Add, ann: Person, database: Database
) -> None:
    one, two, three = (add(name)["id"] for name in ("One", "Two", "Three"))
    with ann.connect() as holder:
        holder.execute(b"BEGIN")
        # Both come to a stop here, with the leads named in opposite orders.
        holder.execute(b"SELECT FROM leads FOR UPDATE")
        first = doughy.start("leads", "merge", one, two, three, "--yes", "--json", person=ann)
        until_waiting(database, 1, first)
        second = doughy.start("leads", "merge", three, two, one, "--yes", "--json", person=ann)
        until_waiting(database, 2, second)
        holder.execute(b"ROLLBACK")
    ended = []
    for process in (first, second):
        out, err = process.communicate(timeout=60)
        ended.append((process.returncode, out.decode(), err.decode()))
    assert sorted(code for code, _, _ in ended) == [0, 5], ended
    [(_, _, said)] = [each for each in ended if each[0] == 5]
    assert json.loads(said.splitlines()[-1])["error"]["code"] in ("merged", "conflict"), said
    [(_, won, _)] = [each for each in ended if each[0] == 0]
    target = json.loads(won)["target"]["id"]
    merged = database.sql("SELECT DISTINCT merged_into::text FROM leads WHERE is_deleted")
    assert merged == [(target,)]
    assert database.sql("SELECT count(*) FROM leads WHERE is_deleted") == [(2,)]


def test_a_merge_that_is_killed_leaves_nothing_half_done(
    doughy: Program,
    leads: Leads,
    pair: tuple[str, str],
    ann: Person,
    database: Database,
    snapshot: Snapshot,
) -> None:
    target, source = pair
    before = snapshot()
    timeline = "SELECT id, lead_id FROM lead_events ORDER BY id"
    events = database.sql(timeline)
    # Each is the last that a merge touches of its kind, so the statements before are done.
    for table in ("messages", "deals", "lead_contacts"):
        with database.connect() as holder:
            holder.execute(b"BEGIN")
            holder.execute(
                f"SELECT FROM {table} WHERE lead_id = %s FOR UPDATE".encode(),
                [source],
            )
            process = doughy.start("leads", "merge", target, source, "--yes", person=ann)
            until_waiting(database, 1, process)
            process.kill()
            process.wait()
            process.communicate()
        for _ in range(200):
            if not database.sql(
                "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND usename = %s AND state <> 'idle'",
                ann.role,
            ):
                break
            time.sleep(0.05)
        assert snapshot() == before, table
        assert database.sql(timeline) == events
    assert leads("merge", target, source, "--yes").code == 0
