"""Odd paths, hostile environments, root and other people, containers."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from doughy_cli.db import server as servers
from doughy_cli.db.embedded import place as places
from doughy_cli.db.embedded.errand import as_user
from doughy_cli.db.embedded.place import User
from doughy_cli.errors import DoughyError, Unreachable

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
SOMEBODY = User("daemon", *pwd.getpwnam("daemon")[2:4])

ATTACH = """
import sys
from pathlib import Path
from doughy_cli.db import server
from doughy_cli.errors import DoughyError
try:
    found = server.ensure(Path(sys.argv[1]), wait=float(sys.argv[2]))
except DoughyError as error:
    print(error.message, flush=True)
else:
    print(found.socket, flush=True)
sys.stdin.read()
"""

STOP = """
import sys
from pathlib import Path
from doughy_cli.db import server
from doughy_cli.errors import DoughyError
try:
    print(server.stop(Path(sys.argv[1])))
except DoughyError as error:
    print(error.message)
"""


@pytest.fixture
def theirs(folder: Path) -> Path:
    """An ordinary user's folder; for root, somebody else's."""
    made = folder / "theirs"
    made.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(made, SOMEBODY.uid, SOMEBODY.gid)
    return made


@pytest.mark.parametrize(
    "name",
    [
        "two words",
        "it's",
        'a "quoted" one',
        "$(touch owned)",
        "`touch owned`",
        "back\\slash",
        "one,two",
        "-dash",
        "#hash; and = more",
        "größe-日本",
        "ä" * 100,
        "new\nline",
    ],
)
def test_odd_paths(theirs: Path, folder: Path, ask: Any, name: str) -> None:
    home = theirs / name
    server = servers.ensure(home)
    assert server.socket_dir.is_relative_to(home) or server.socket_dir.parent == folder / "tmp"
    assert (home / "data").is_dir()
    assert ask(server, "SELECT 1") == 1
    done = subprocess.run([server.bin_dir / "pg_dumpall", "--version"], capture_output=True)
    assert done.returncode == 0
    assert servers.status(home).pid
    assert servers.stop(home) is True
    assert ask(servers.ensure(home), "SELECT 1") == 1
    servers.stop(home)
    assert not list(folder.rglob("owned"))
    assert not Path("/owned").exists()


@as_root
def test_for_root_the_files_of_an_odd_path_lie_elsewhere(folder: Path, ask: Any) -> None:
    server = servers.ensure(folder / "$(touch owned)")
    assert ask(server, "SELECT 1") == 1
    assert server.bin_dir.is_relative_to(folder / "shared") or "DOUGHY_PG_BIN" in os.environ
    assert server.socket_dir.is_relative_to(folder / "shared")


def test_a_path_that_is_no_text(theirs: Path, ask: Any) -> None:
    home = theirs / os.fsdecode(b"latin-\xe9")
    try:
        home.mkdir()
        if os.geteuid() == 0:
            os.chown(home, SOMEBODY.uid, SOMEBODY.gid)
    except OSError:
        pytest.skip("this file system takes text only")
    server = servers.ensure(home)
    assert ask(server, "SELECT 1") == 1
    assert servers.status(home).pid
    assert servers.stop(home) is True


def test_a_long_path_keeps_its_short_socket(folder: Path) -> None:
    home = folder / ("x" * 200)
    first = servers.ensure(home)
    found = first.socket_dir.lstat()
    assert len(str(first.socket)) < 100
    assert stat.S_IMODE(found.st_mode) == 0o700
    servers.stop(home)
    assert servers.ensure(home).socket_dir == first.socket_dir

    # Swept away with the temporary files, or somebody put something in its place.
    servers.stop(home)
    shutil.rmtree(first.socket_dir)
    first.socket_dir.symlink_to("/tmp")
    second = servers.ensure(home)
    assert second.socket_dir != first.socket_dir
    servers.stop(home)
    first.socket_dir.unlink()


def test_a_relative_home(folder: Path, ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    server = servers.ensure(Path("home"))
    monkeypatch.chdir("/")
    assert server.home == folder / "home"
    assert ask(server, "SELECT 1") == 1


def test_a_hostile_environment_is_ignored(home: Path, folder: Path, start_python: Any) -> None:
    service = folder / "service.conf"
    service.write_text("[other]\nhost=192.0.2.1\n")
    code = """
import sys
from pathlib import Path
import psycopg
from doughy_cli.db import server
found = server.ensure(Path(sys.argv[1]))
server.forget_libpq_environment()
with psycopg.connect(**found.conninfo("postgres", "postgres")) as connection:
    row = connection.execute(
        "SELECT current_setting('search_path'), current_setting('lc_messages'), "
        "current_setting('TimeZone'), current_setting('work_mem')").fetchone()
print(*row)
"""
    hostile = {
        "PGHOST": "192.0.2.1",
        "PGHOSTADDR": "192.0.2.1",
        "PGPORT": "1",
        "PGDATA": "/nonexistent",
        "PGUSER": "mallory",
        "PGDATABASE": "template0",
        "PGPASSWORD": "wrong",
        "PGPASSFILE": "/nonexistent",
        "PGSERVICE": "nonsense",
        "PGSERVICEFILE": str(service),
        "PGOPTIONS": "-c search_path=evil -c work_mem=99MB",
        "PGSSLMODE": "verify-full",
        "PGREQUIREPEER": "nobody",
        "PGREQUIREAUTH": "md5",
        "PGCHANNELBINDING": "require",
        "PGTARGETSESSIONATTRS": "standby",
        "PGCLIENTENCODING": "LATIN1",
        "PGTZ": "Asia/Tokyo",
        "PGCONNECT_TIMEOUT": "nonsense",
        "LC_ALL": "nonsense",
        "LANG": "xx_YY",
        "TZ": "nonsense",
        "LD_LIBRARY_PATH": "/nonexistent",
        "PATH": "/nonexistent",
        "TMPDIR": "/nonexistent",
    }
    out, err = start_python(code, home, **hostile).communicate()
    assert err == ""
    assert out == '"$user", public C UTC 4MB\n'


@as_root
def test_for_root_it_runs_as_a_system_user(home: Path) -> None:
    server = servers.ensure(home)
    assert server.os_user in places.SYSTEM_USERS
    entry = pwd.getpwnam(server.os_user)
    pid = servers.status(home).pid
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    ids = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    assert set(ids["Uid"].split()) == {str(entry.pw_uid)}
    assert set(ids["Gid"].split()) == {str(entry.pw_gid)}
    assert ids["Groups"].split() == []

    # What it may change is its own; what it runs and obeys is root's.
    assert (home / "data").stat().st_uid == (home / "sock").stat().st_uid == entry.pw_uid
    for name in ("conf", "conf/pg_hba.conf", "engine", "log", "lock", "alive", "server.json"):
        if (home / name).exists():
            assert (home / name).stat().st_uid == 0
            assert not (home / name).stat().st_mode & 0o022


@as_root
def test_roots_database_is_not_open_to_the_system_user(made: Path, connect: Any) -> None:
    server = servers.ensure(made)
    entry = pwd.getpwnam(server.os_user)
    done = subprocess.run(
        [server.bin_dir / "psql", "-h", server.socket_dir, "-U", "postgres", "-Atc", "SELECT 1"],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert "Peer authentication failed" in done.stderr


@as_root
def test_where_the_system_user_cannot_pass_the_files_lie_elsewhere(
    folder: Path, ask: Any, start_python: Any
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    server = servers.ensure(home)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert server.socket_dir.is_relative_to(folder / "shared")
    assert not (home / "data").exists()
    ask(server, "CREATE TABLE kept AS SELECT 42 AS n")
    servers.stop(home)

    assert ask(servers.ensure(home), "SELECT n FROM kept") == 42
    assert len(list((folder / "shared").iterdir())) == 1
    out, _ = start_python(ATTACH, home, "10").communicate()
    assert out == f"{server.socket}\n"

    servers.stop(home)
    (folder / "shared").rename(folder / "lost")
    with pytest.raises(Unreachable, match="which is gone"):
        servers.ensure(home)


@as_root
def test_a_shared_folder_that_others_write_to_is_refused(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o700)
    (folder / "shared").mkdir()
    (folder / "shared").chmod(0o777)
    with pytest.raises(Unreachable, match="only root writes to"):
        servers.ensure(folder / "closed" / "home")


@as_root
def test_a_home_that_is_closed_later_is_not_begun_anew(folder: Path) -> None:
    home = folder / "open" / "home"
    servers.ensure(home)
    servers.stop(home)
    (folder / "open").chmod(0o700)
    with pytest.raises(Unreachable, match="cannot reach that folder any more"):
        servers.ensure(home)


@as_root
def test_in_somebodys_home_root_acts_as_them(theirs: Path, ask: Any) -> None:
    home = theirs / "data" / "server"
    said: list[str] = []
    server = servers.ensure(home, say=said.append)
    assert server.os_user == SOMEBODY.name
    assert ask(server, "SELECT 1") == 1
    owners = {path.lstat().st_uid for path in theirs.rglob("*")}
    assert owners == {SOMEBODY.uid}
    # They find the same server, without a password.
    assert as_user(SOMEBODY, lambda: str(servers.ensure(home).socket)) == str(server.socket)
    query = [server.bin_dir / "psql", "-h", server.socket_dir, "-Atc", "SELECT 42", "postgres"]
    done = subprocess.run(
        [*query, "postgres"], user=SOMEBODY.uid, cwd="/", capture_output=True, text=True
    )
    assert done.stdout == "42\n", done.stderr
    assert servers.stop(home) is True


@as_root
def test_an_error_on_an_errand_is_told_by_the_parent(folder: Path) -> None:
    theirs = folder / "theirs"
    (theirs / "data").mkdir(parents=True)
    (theirs / "data" / "thesis.txt").touch()
    for path in (theirs, theirs / "data"):
        os.chown(path, SOMEBODY.uid, SOMEBODY.gid)
    with pytest.raises(Unreachable, match="not a folder that PostgreSQL made") as caught:
        servers.ensure(theirs)
    assert caught.value.hint


@as_root
def test_an_ordinary_user_has_everything_in_the_home(folder: Path, theirs: Path) -> None:
    home = theirs / "home"

    def live() -> list[Any]:
        server = servers.ensure(home)
        running = servers.status(home).running
        return [server.os_user, running, servers.stop(home), str(servers.ensure(home).socket)]

    assert as_user(SOMEBODY, live) == ["daemon", True, True, f"{home}/sock/.s.PGSQL.5432"]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not (folder / "shared").exists()


@as_root
def test_a_stranger_gets_one_line(made: Path) -> None:
    servers.ensure(made)
    servers.stop(made)

    def try_it() -> None:
        servers.ensure(made)

    with pytest.raises(DoughyError, match="Permission denied"):
        as_user(SOMEBODY, try_it)


@as_root
def test_a_user_without_a_name(folder: Path) -> None:
    theirs = folder / "theirs"
    theirs.mkdir()
    os.chown(theirs, 54321, 54321)
    with pytest.raises(Unreachable, match="user id 54321") as caught:
        as_user(User("?", 54321, 54321), lambda: str(servers.ensure(theirs / "home")))
    assert "/etc/passwd" in str(caught.value.hint)


@as_root
def test_root_in_a_folder_whose_owner_has_no_name_here(folder: Path, ask: Any) -> None:
    """As in a container that borrows a folder of its host."""
    borrowed = folder / "borrowed"
    borrowed.mkdir()
    os.chown(borrowed, 54321, 54321)
    assert ask(servers.ensure(borrowed / "home"), "SELECT 1") == 1
    assert borrowed.stat().st_uid == 54321


def test_a_folder_that_everybody_writes_to_is_refused(folder: Path) -> None:
    home = folder / "open"
    home.mkdir()
    home.chmod(0o777)
    with pytest.raises(Unreachable, match="Everybody may write") as caught:
        servers.ensure(home)
    assert "DOUGHY_HOME" in str(caught.value.hint)


def test_what_is_there_keeps_its_mode(folder: Path) -> None:
    home = folder / "mine"
    home.mkdir()
    home.chmod(0o755)
    servers.ensure(home)
    assert stat.S_IMODE(home.stat().st_mode) == 0o755
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711


def test_a_read_only_home(mount: Any) -> None:
    read_only = mount("read-only", "ro,size=1m")
    with pytest.raises(Unreachable, match="Read-only file system") as caught:
        servers.ensure(read_only / "home")
    assert "DOUGHY_HOME" in str(caught.value.hint)


def test_a_home_that_is_a_file(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(Unreachable, match=r"(File exists|Not a directory)"):
        servers.ensure(folder / "file")
    with pytest.raises(Unreachable, match="Not a directory"):
        servers.ensure(folder / "file" / "home")


def test_a_note_that_was_damaged(made: Path) -> None:
    servers.ensure(made)
    servers.stop(made)
    (made / "server.json").write_text("{")
    with pytest.raises(Unreachable, match=r"server\.json cannot be read"):
        servers.ensure(made)


@as_root
def test_two_containers_share_one_server(made: Path, start_python: Any) -> None:
    apart = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--ipc", "--net")
    if subprocess.run([*apart, "true"], capture_output=True).returncode != 0:
        pytest.skip("no namespaces here")
    first = start_python(ATTACH, made, "30", before=apart)
    assert first.stdout.readline() == f"{made}/sock/.s.PGSQL.5432\n"
    second = start_python(ATTACH, made, "30", before=apart)
    assert second.stdout.readline() == f"{made}/sock/.s.PGSQL.5432\n"
    third = start_python(STOP, made, before=apart)
    assert "runs in another container" in third.communicate()[0]
    ready = [line for line in servers.log_tail(made, 1000) if "ready to accept" in line]
    assert len(ready) == 1


@as_root
def test_a_container_that_cannot_reach_the_others_socket_says_so(
    made: Path, start_python: Any
) -> None:
    apart = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--ipc", "--net")
    if subprocess.run([*apart, "true"], capture_output=True).returncode != 0:
        pytest.skip("no namespaces here")
    first = start_python(ATTACH, made, "30", before=apart)
    assert first.stdout.readline() == f"{made}/sock/.s.PGSQL.5432\n"
    hide = ("sh", "-c", 'mount -t tmpfs none "$0"; exec "$@"', made / "sock")
    second = start_python(ATTACH, made, "1.2", before=(*apart, *map(str, hide)))
    assert "cannot be seen from here" in second.stdout.readline()
    assert servers.running(made) is not None
