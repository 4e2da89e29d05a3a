"""An ordinary life: made, attached to, stopped, started; and who gets in."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path
from typing import Any

import psycopg
import pytest

from doughy_cli.db import server as servers
from doughy_cli.db.server import Server
from doughy_cli.errors import Unreachable


def test_it_is_made_once_and_stays_up(home: Path, ask: Any) -> None:
    said: list[str] = []
    assert not servers.exists(home)
    assert servers.running(home) is None

    first = servers.ensure(home, say=said.append)
    ask(first, "CREATE TABLE kept (n int)")
    second = servers.ensure(home, say=said.append)

    assert said == ["Setting up the database (this happens once)…"]
    assert first == second == servers.running(home)
    assert servers.exists(home)
    assert ask(second, "SELECT count(*) FROM kept") == 0


def test_stopped_and_started_again_it_still_has_what_was_saved(made: Path, ask: Any) -> None:
    server = servers.ensure(made)
    ask(server, "CREATE TABLE kept AS SELECT 42 AS n")

    assert servers.stop(made) is True
    assert servers.running(made) is None
    assert servers.stop(made) is False
    assert ask(servers.ensure(made), "SELECT n FROM kept") == 42


def test_stopping_does_not_wait_for_people_who_are_connected(made: Path, connect: Any) -> None:
    connection = connect(servers.ensure(made))
    assert servers.stop(made) is True
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")


def test_nothing_is_there_before_the_first_start(home: Path) -> None:
    assert servers.stop(home) is False
    assert servers.log_tail(home, 10) == []
    status = servers.status(home)
    assert (status.running, status.pid, status.data, status.size) == (False, None, None, 0)
    assert not home.exists()


def test_status_says_what_runs(made: Path, ask: Any) -> None:
    server = servers.ensure(made)
    status = servers.status(made)
    assert status.running
    noted = ask(server, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")
    assert status.pid == int(noted)
    assert status.version == ask(server, "SHOW server_version").split()[0]
    assert str(status.data) == ask(server, "SHOW data_directory")
    assert status.socket == server.socket
    assert status.size > 20_000_000
    assert status.since == pytest.approx(
        float(ask(server, "SELECT extract(epoch FROM pg_postmaster_start_time())")), abs=5
    )
    servers.stop(made)
    status = servers.status(made)
    assert (status.running, status.pid, status.since, status.socket) == (False, None, None, None)
    assert status.size > 20_000_000
    assert "shut down" in servers.log_tail(made, 1)[0]
    assert len(servers.log_tail(made, 3)) == 3


@pytest.mark.parametrize(
    ("setting", "value"),
    {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "autovacuum": "on",
        "data_checksums": "on",
        "shared_buffers": "32MB",
        "max_connections": "20",
        "jit": "off",
        "io_method": "sync",
        "max_parallel_workers": "0",
        "dynamic_shared_memory_type": "mmap",
        "bgwriter_lru_maxpages": "0",
        "autovacuum_naptime": "5min",
        "client_connection_check_interval": "5s",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "TimeZone": "UTC",
        "log_min_error_statement": "panic",
    }.items(),
)
def test_settings(shared_server: Server, ask: Any, setting: str, value: str) -> None:
    if setting == "io_method" and int(ask(shared_server, "SHOW server_version_num")) < 180000:
        pytest.skip("this PostgreSQL has no io_method")
    assert ask(shared_server, f"SHOW {setting}") == value


@pytest.fixture(scope="module")
def shared_server() -> Any:
    """One server for the tests that only read it."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="dt-"))
    folder.chmod(0o711)
    try:
        yield servers.ensure(folder / "home")
        servers.stop(folder / "home")
    finally:
        shutil.rmtree(folder)


def test_order_and_case_do_not_depend_on_the_machine(shared_server: Server, ask: Any) -> None:
    words = "SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['b','A','a','B','é']) AS w"
    assert ask(shared_server, words) == "ABabé"
    assert ask(shared_server, "SELECT upper('é')") == "É"


def test_few_processes_are_idle(shared_server: Server, connect: Any) -> None:
    connection = connect(shared_server)
    (others,) = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    ).fetchone()
    assert others <= 5


def test_a_person_enters_with_a_password_only(shared_server: Server, connect: Any) -> None:
    connect(shared_server).execute("CREATE ROLE ann LOGIN PASSWORD 'right'")
    connect(shared_server, "ann", password="right").execute("SELECT 1")
    for password in ("", "wrong"):
        with pytest.raises(psycopg.OperationalError, match=r"password"):
            connect(shared_server, "ann", password=password)


def test_the_superuser_enters_by_the_kernels_word_and_not_by_a_password(
    shared_server: Server, connect: Any
) -> None:
    rules = connect(shared_server).execute(
        "SELECT type, user_name, auth_method FROM pg_hba_file_rules"
    )
    assert rules.fetchall() == [
        ("local", ["postgres"], "peer"),
        ("local", ["all"], "scram-sha-256"),
    ]


def test_only_the_owner_reaches_the_socket(shared_server: Server) -> None:
    for path in (shared_server.socket_dir, shared_server.home / "data", shared_server.socket):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_server_of_somebody_else_is_not_trusted(shared_server: Server, connect: Any) -> None:
    with pytest.raises(psycopg.OperationalError, match="requirepeer"):
        connect(shared_server, requirepeer="daemon")


def test_more_connections_are_remembered(made: Path, ask: Any) -> None:
    servers.ensure(made, max_connections=33)
    servers.stop(made)
    assert ask(servers.ensure(made), "SHOW max_connections") == "33"


def test_settings_of_ones_own_win(made: Path, ask: Any) -> None:
    servers.ensure(made)
    servers.stop(made)
    (made / "conf" / "local.conf").write_text("work_mem = '7MB'\nshared_buffers = '16MB'\n")
    server = servers.ensure(made)
    assert ask(server, "SHOW work_mem") == "7MB"
    assert ask(server, "SHOW shared_buffers") == "16MB"


def test_a_nonsense_setting_of_ones_own_is_named(made: Path) -> None:
    servers.ensure(made)
    servers.stop(made)
    (made / "conf" / "local.conf").write_text("work_mem = 'lots'\n")
    with pytest.raises(Unreachable, match="configuration file") as caught:
        servers.ensure(made)
    assert "\n" not in caught.value.message
    assert any("work_mem" in line for line in servers.log_tail(made, 5))


def test_a_home_may_be_moved(made: Path, ask: Any) -> None:
    ask(servers.ensure(made), "CREATE TABLE kept AS SELECT 42 AS n")
    servers.stop(made)
    moved = made.rename(made.with_name("moved"))
    server = servers.ensure(moved)
    assert ask(server, "SELECT n FROM kept") == 42
    assert not made.exists()
    assert server.socket_dir == moved / "sock"


def test_attaching_is_light(made: Path, start_python: Any) -> None:
    servers.ensure(made)
    code = (
        "import sys\nfrom pathlib import Path\nfrom doughy_cli.db import server\n"
        "assert server.ensure(Path(sys.argv[1]))\nprint(*sys.modules)"
    )
    out, err = start_python(code, made).communicate()
    assert err == ""
    heavy = {"psycopg", "sqlmodel", "rich", "subprocess", "tempfile", "shutil", "asyncio"}
    assert heavy.isdisjoint(out.split())


def test_the_starter_leaves_nothing_open_in_the_server(made: Path) -> None:
    """A pipe or file that the server inherited would stay open as long as it lives."""
    mine, _others = socket.socketpair()
    os.set_inheritable(mine.fileno(), True)
    servers.ensure(made)
    pid = servers.status(made).pid
    if not Path(f"/proc/{pid}/fd").exists():
        pytest.skip("no /proc")
    opened = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    assert str(Path(f"/proc/self/fd/{mine.fileno()}").readlink()) not in opened
    assert str(made / "lock") not in opened
    assert str(made / "alive") in opened
    assert Path(f"/proc/{pid}/cwd").readlink() == made / "data"
