"""Migrations that meet each other, and people's open transactions."""

from __future__ import annotations

import subprocess
import threading
import time
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import conninfo

from doughy_cli.db import exclusive, upgrade
from doughy_cli.errors import Conflict
from tests.schema.history.states import DOCUMENT, HEAD, REVISIONS, Owner, state

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program


def administrator(database: Database) -> dict[str, str]:
    """The environment in which the program is the database's administrator."""
    url = conninfo.make_conninfo(database.cluster.url(database.name), user="postgres")
    return {"DOUGHY_DATABASE_URL": url}


def waiting(connection: Owner, count: int, kind: str) -> None:
    """Wait until so many connections wait for a lock of this kind in this database."""
    deadline = time.monotonic() + 30
    query = """
        SELECT count(*) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
        WHERE NOT l.granted AND l.locktype = %s AND a.datname = current_database()
    """
    while connection.execute(query, [kind]).fetchone() != (count,):
        assert time.monotonic() < deadline, f"nobody waits for {kind}"
        time.sleep(0.02)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    out, err = process.communicate(timeout=60)
    assert out == b""
    return process.returncode, err.decode()


@pytest.mark.parametrize("count", [2, 5])
def test_several_ups_one_works_and_the_others_wait(empty: Database, count: int) -> None:
    changes: list[upgrade.Change] = []

    def run() -> None:
        with empty.connect() as connection:
            changes.append(upgrade.up(connection))

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(change.revisions) for change in changes) == [0] * (count - 1) + [
        len(REVISIONS)
    ]
    assert sum(change.nothing for change in changes) == count - 1


def test_two_processes_one_works_and_the_other_has_nothing_to_do(
    owner: Owner, empty: Database, doughy: Program
) -> None:
    with empty.connect() as holder, holder.transaction():
        # Both are there before either may begin.
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [exclusive.LOCK])
        both = [doughy.start("migrate", "up", env=administrator(empty)) for _ in range(2)]
        waiting(owner, 2, "advisory")
    results = sorted(ended(each) for each in both)
    assert [code for code, _ in results] == [0, 0]
    applied, idle = (err for _, err in results)
    assert applied == f"Applied {', '.join(REVISIONS)}.\n"
    assert idle == "The schema was up to date already.\n"
    assert upgrade.check(owner).clean


def test_up_and_down_at_once_come_one_after_the_other(
    owner: Owner, empty: Database, doughy: Program
) -> None:
    upgrade.up(owner, DOCUMENT)
    env = administrator(empty)
    with empty.connect() as holder, holder.transaction():
        holder.execute("SELECT pg_advisory_xact_lock(%s)", [exclusive.LOCK])
        up = doughy.start("migrate", "up", env=env)
        down = doughy.start("migrate", "down", "20260116_create_core_tables", "--yes", env=env)
        waiting(owner, 2, "advisory")
    assert [ended(up)[0], ended(down)[0]] == [0, 0]
    # Whoever came last is where it wanted to be, and what is there is whole.
    assert upgrade.status(owner).current in (HEAD, "20260116_create_core_tables")
    upgrade.up(owner)
    assert upgrade.check(owner).clean


@pytest.mark.parametrize(
    "statement", ["SELECT * FROM leads", "INSERT INTO leads (name) VALUES (1)"]
)
def test_a_members_open_transaction_is_not_waited_for_long(
    database: Database,
    ann: Person,
    doughy: Program,
    monkeypatch: pytest.MonkeyPatch,
    statement: str,
) -> None:
    assert exclusive.LONGEST_WAIT <= 5
    monkeypatch.setattr(exclusive, "LONGEST_WAIT", 0.3)
    with database.connect() as connection:
        upgrade.down(connection, "-1")
        upgrade.up(connection)
        before = state(connection)
        with ann.connect() as hers, hers.transaction():
            hers.execute(statement.encode())
            began = time.monotonic()
            done = doughy("migrate", "up", env=administrator(database))
            assert 0.3 <= time.monotonic() - began < 5
            assert done.code == 5
            assert done.err == (
                "doughy: the tables are in use by ann@example.com; nothing was changed\n"
                "  Run it again once their transactions have ended.\n"
            )
            assert state(connection) == before
            hers.execute(statement.encode())  # hers goes on
    assert doughy("migrate", "up", env=administrator(database)).code == 0


@pytest.mark.parametrize("act", ["up", "down", "check"])
def test_whatever_needs_the_tables_gives_up(
    database: Database, ann: Person, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(exclusive, "LONGEST_WAIT", 0.1)
    acts = {
        "up": upgrade.up,
        "down": lambda connection: upgrade.down(connection, "-1"),
        "check": upgrade.check,
    }
    with database.connect() as connection, ann.connect() as hers:
        before = state(connection)
        with hers.transaction():
            hers.execute("SELECT * FROM workspaces")
            with pytest.raises(Conflict, match=r"in use by ann@example\.com"):
                acts[act](connection)
            assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            assert state(connection) == before
        acts[act](connection)


def test_a_revisions_own_statement_gives_up_too(
    owner: Owner, empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exclusive, "LONGEST_WAIT", 0.1)
    upgrade.up(owner, "20260117_lead_documents")
    with empty.connect() as other, other.transaction():
        other.execute("LOCK TABLE public.re_documents IN SHARE MODE")
        with pytest.raises(Conflict, match="in use by postgres"):
            upgrade.up(owner, "20260118_add_enum_types")
    assert upgrade.status(owner).current == "20260117_lead_documents"


def test_a_migration_waits_for_another_longer_than_for_people(
    empty: Database, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exclusive, "LONGEST_WAIT", 0.1)
    with empty.connect() as holder:
        with holder.transaction():
            holder.execute("SELECT pg_advisory_xact_lock(%s)", [exclusive.LOCK])
            thread = threading.Thread(target=upgrade.up, args=[owner])
            thread.start()
            waiting(holder, 1, "advisory")
            time.sleep(0.5)
            waiting(holder, 1, "advisory")
        thread.join()
        assert upgrade.status(holder).current == HEAD
