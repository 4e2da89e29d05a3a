"""A migration whose client or server is killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from doughy_cli.db import bootstrap, catalog, exclusive, server, upgrade
from tests.conftest import FOLDER
from tests.schema.history.states import DOCUMENT, HEAD, Owner, state
from tests.schema.history.test_at_once import administrator, waiting
from tests.schema.history.writing import write

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Program

# The newest of the document's revisions: what follows alters this table, after much else.
NEEDED_LATE = "LOCK TABLE public.ai_jobs IN SHARE MODE"


def assert_as_before(connection: Owner, before: Any) -> None:
    after = state(connection)
    assert catalog.differences(after[0], before[0]) == []
    assert after[1] == before[1]


def test_the_client_is_killed(owner: Owner, empty: Database, doughy: Program) -> None:
    upgrade.up(owner, DOCUMENT)
    write(owner)
    before = state(owner)
    with empty.connect() as holder, holder.transaction():
        holder.execute(NEEDED_LATE.encode())
        client = doughy.start("migrate", "up", env=administrator(empty))
        waiting(owner, 1, "relation")  # it has begun, and is at a statement
        client.kill()
        client.communicate()
        assert client.returncode == -signal.SIGKILL
    # What it was about goes on without it until it looks for its client. Then a migration
    # gets the lock that it held.
    with owner.transaction():
        owner.execute("SELECT pg_advisory_xact_lock(%s)", [exclusive.LOCK])
    assert_as_before(owner, before)
    assert doughy("migrate", "up", env=administrator(empty)).code == 0
    assert upgrade.check(owner).clean


@pytest.mark.parametrize("victim", ["backend", "postmaster"])
def test_the_server_is_killed(bare: Cluster, victim: str, worker_id: str) -> None:
    with bare.connect() as connection:
        bootstrap.bootstrap(connection, "crm")
    raised: list[BaseException] = []

    def migrate() -> None:
        try:
            with bare.connect("crm") as connection:
                upgrade.up(connection)
        except (psycopg.Error, DBAPIError) as error:
            raised.append(error)

    with bare.connect("crm") as connection:
        upgrade.up(connection, DOCUMENT)
        write(connection)
        before = state(connection)
    home = Path(os.environ[FOLDER]) / f"bare-{worker_id}"
    holder, watcher = bare.connect("crm"), bare.connect("crm")
    holder.execute("BEGIN")
    holder.execute(NEEDED_LATE.encode())
    thread = threading.Thread(target=migrate)
    thread.start()
    waiting(watcher, 1, "relation")
    status = server.status(home)
    pids = {
        "postmaster": status.pid,
        "backend": watcher.execute(
            "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
        ).fetchone()[0],  # type: ignore[index]
    }
    pid = pids[victim]
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    thread.join(30)
    assert not thread.is_alive()
    holder.close()
    watcher.close()
    assert raised
    with again(home, bare) as connection:
        assert_as_before(connection, before)
        upgrade.up(connection)
        assert upgrade.status(connection).current == HEAD
        assert upgrade.check(connection).clean


def again(home: Path, bare: Cluster) -> Owner:
    """Connect once the server has recovered."""
    deadline = time.monotonic() + 30
    while True:
        server.ensure(home)
        try:
            return bare.connect("crm")
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
