"""PgBouncer before the tests' server: in transaction mode each transaction may get another
connection."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Person

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

# The project's check installs it, so there its absence is a failure.
needs_pgbouncer = pytest.mark.skipif(
    PGBOUNCER is None and "CI" not in os.environ, reason="PgBouncer is not installed"
)


@contextmanager
def pooled(*people: Person, mode: str = "transaction", size: int = 1) -> Iterator[str]:
    """A pooler with `size` connections for each of the people; gives the URL through it."""
    database = people[0].database
    server = database.cluster.keywords
    port = _free_port()
    folder = Path(tempfile.mkdtemp(prefix="doughy-pooler-"))
    folder.chmod(0o711)
    users = "".join(f'"{each.role}" "{each.password}"\n' for each in people)
    (folder / "users").write_text(users)
    (folder / "pgbouncer.ini").write_text(
        f"""
        [databases]
        {database.name} = host={server["host"]} port={server["port"]}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = {folder / "users"}
        pool_mode = {mode}
        default_pool_size = {size}
        """.replace("        ", "")
    )
    # It must be the user whose private folder the server's socket lies in.
    owner = pwd.getpwnam(str(server["requirepeer"]))
    if os.geteuid() == 0:
        for file in folder.iterdir():
            os.chown(file, owner.pw_uid, owner.pw_gid)
    (folder / "users").chmod(0o600)
    options = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    process = subprocess.Popen(
        [PGBOUNCER or "", "-q", folder / "pgbouncer.ini"],
        **(options if os.geteuid() == 0 else {}),
    )
    try:
        _wait_for(port, process)
        yield f"postgresql://127.0.0.1:{port}/{database.name}"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "PgBouncer did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("PgBouncer does not listen")
