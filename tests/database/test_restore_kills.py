"""A restore that is killed leaves the old database or the new one, and the next one cleans up."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.database.conftest import Home, Source


def databases(home: Home) -> list[str]:
    with home.cluster.connect() as connection:
        return [
            name
            for (name,) in connection.execute(
                "SELECT datname FROM pg_database WHERE datname ~ '^doughy' ORDER BY 1"
            )
        ]


def wait_for(condition: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.01)
    raise AssertionError("it did not come about")


# Runs a restore that kills itself right after (or before) a step.
_DIES = """
import os, sys
from importlib import import_module
module, step, moment, prefix, *arguments = sys.argv[1:]
holder = import_module(module)
original = getattr(holder, step)

def dying(*given, **named):
    if prefix and not str(given[1]).startswith(prefix):
        return original(*given, **named)
    if moment == "after":
        original(*given, **named)
    os.kill(os.getpid(), 9)

setattr(holder, step, dying)
from doughy_cli.cli import run
sys.exit(run(arguments))
"""
_QUERIES = "doughy_cli.database.backup_queries"
STEPS = [
    ("doughy_cli.db.bootstrap", "bootstrap", "after", "doughy-restore-", "old"),
    ("doughy_cli.database.dump", "restore", "after", "", "old"),
    (_QUERIES, "analyze", "after", "", "old"),
    (_QUERIES, "make_logins", "after", "", "old"),
    (_QUERIES, "move_away", "after", "", "old"),
    (_QUERIES, "put_in_place", "after", "", "old"),
    (_QUERIES, "drop_database", "before", "doughy-replaced-", "new"),
    (_QUERIES, "drop_database", "after", "doughy-replaced-", "new"),
]


def only_doughy(everything: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is half made: nobody is in it, and it is nowhere near the people."""
    kept = [each for each in everything["databases"] if each[0] == "doughy"]
    return {**everything, "databases": kept}


def settled(home: Home) -> dict[str, Any]:
    """Return what is there once the server has noticed that nobody is left."""

    def nobody() -> bool:
        with home.cluster.connect() as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        return row == (0,)

    wait_for(nobody)
    return only_doughy(home.everything())


@pytest.mark.parametrize(("module", "step", "moment", "prefix", "left"), STEPS)
def test_killed_at_a_step(
    filled: Source, module: str, step: str, moment: str, prefix: str, left: str
) -> None:
    source, home = filled, filled.home
    home.database.add("late@example.com")
    home.database.sql("SELECT auth.delete_user(%s)", source.people["ben"].id)
    old = home.everything()
    command = [sys.executable, "-c", _DIES, module, step, moment, prefix]
    done = subprocess.run(
        [*command, "db", "restore", source.backup, "--yes"],
        env=home.run.environment(None),
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert settled(home) == {"old": old, "new": source.everything}[left]
    done = home("db", "restore", source.backup, "--yes")
    assert done.code == 0, done.err
    assert home.everything() == source.everything
    assert databases(home) == ["doughy"]


def test_killed_at_any_moment(filled: Source) -> None:
    source, home = filled, filled.home
    home.database.add("late@example.com")
    old = only_doughy(home.everything())
    chance = random.Random(7)  # noqa: S311
    for _ in range(5):
        kill_while_it_works(home, source, chance.uniform(0, 0.8))
        found = settled(home)
        assert found in (old, source.everything)
        if found == source.everything:
            home.database.add("late@example.com")
            old = only_doughy(home.everything())
    assert home("db", "restore", source.backup, "--yes").code == 0
    assert home.everything() == source.everything
    assert databases(home) == ["doughy"]


def kill_while_it_works(home: Home, source: Source, after: float) -> None:
    """Kill a restore `after` seconds from its first change to the server."""
    process = home.start("db", "restore", source.backup, "--yes")
    try:
        wait_for(lambda: len(databases(home)) > 1 or process.poll() is not None)
        time.sleep(after)
    finally:
        process.kill()
        process.communicate()


def test_leftovers_of_others_are_not_touched(source: Source, restored: Home) -> None:
    with restored.cluster.connect() as connection:
        connection.execute('CREATE DATABASE "doughy-restore-0badcafe" OWNER doughy_owner')
        connection.execute('CREATE DATABASE "doughy-replaced-0badcafe" OWNER doughy_owner')
        connection.execute('CREATE DATABASE "doughy-restore-mine"')
    assert restored("db", "restore", source.backup, "--yes").code == 0
    assert databases(restored) == ["doughy", "doughy-restore-mine"]


def test_interrupted_it_leaves_nothing(source: Source, restored: Home) -> None:
    before = restored.everything()
    with restored.cluster.connect() as connection, connection.transaction():
        # Roles cannot be changed, so that it waits just before the end.
        connection.execute("LOCK TABLE pg_auth_members")
        with restored.start("db", "restore", source.backup, "--yes") as process:
            wait_for(lambda: _waits(restored))
            process.send_signal(signal.SIGINT)
            _, err = process.communicate()
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    assert restored.everything() == before


def _waits(home: Home) -> bool:
    with home.cluster.connect() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        ).fetchone()
    return bool(row and row[0])


def test_two_at_once(source: Source, used: Home) -> None:
    home = used
    processes = [home.start("db", "restore", source.backup, "--yes") for _ in range(2)]
    ended = [(process.communicate()[1], process.returncode) for process in processes]
    assert {code for _, code in ended} <= {0, 5}, ended
    assert 0 in {code for _, code in ended}
    assert home.everything() == source.everything


def test_another_restore_is_at_work(source: Source, used: Home) -> None:
    home = used
    before = home.everything()
    with home.cluster.connect() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [0x646F756768790002])
        done = home("db", "restore", source.backup, "--yes", "--json")
    assert done.code == 5
    assert done.error["code"] == "restore_running"
    assert home.everything() == before


def test_people_who_keep_coming_back(source: Source, restored: Home) -> None:
    """Whoever connects again at once is cut off again; the database is replaced all the same."""
    ann = source.people["ann"]
    over = threading.Event()
    answers = []
    cluster = restored.cluster

    def insist() -> None:
        while not over.is_set():
            try:
                with cluster.connect(
                    "doughy", user="doughy/ann@example.com", password=ann.password
                ) as connection:
                    while not over.is_set():
                        row = connection.execute("SELECT count(*) FROM leads").fetchone()
                        answers.append(row)
            except psycopg.OperationalError:
                continue

    threads = [threading.Thread(target=insist) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        done = restored("db", "restore", source.backup, "--yes")
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert done.code == 0, done.err
    # At no moment was there a database without its rows.
    assert set(answers) == {(1,)}
    assert restored.everything() == source.everything


def test_the_servers_disk_runs_full(source: Source, home: Home) -> None:
    from doughy_cli.database import dump
    from doughy_cli.errors import Failed

    said = b"pg_restore: error: could not execute query: ERROR:  could not extend file: No space"
    error = dump._failed(said + b" left on device\n")
    assert isinstance(error, Failed)
    assert error.code == "disk_full"


@pytest.mark.parametrize("name", ["x" * 31])
def test_a_name_that_leaves_no_room_for_people(source: Source, home: Home, name: str) -> None:
    from doughy_cli.db import server

    server.ensure(home.folder)
    url = f"{home.cluster.url(name)} user=postgres"
    done = home("db", "restore", source.backup, "--database-url", url)
    assert done.code == 2
    assert databases(home) == []
