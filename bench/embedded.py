"""The embedded server: how long quickstart takes, and what the server costs while nobody types."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

from bench.measure import Command, Figure, amount, compare
from bench.place import Place, doughy, environment, make_folder

ROUNDS = 11
_IDLE = 60  # seconds
# The log writer looks five times a second while anybody has written lately, and autovacuum writes
# when it has looked at what is new in a database, which is within five minutes.
_AT_REST = 330


def measure_quickstart(place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figure of quickstart in an empty home by initdb and one start of the same
    programs. What each has started is stopped and removed before the next, untimed."""
    with make_folder() as folder:
        home, bare = folder / "home", folder / "bare"
        owner = home.parent.stat().st_uid
        user = Path(f"/proc/{place.processes[0]}").stat().st_uid
        env = environment(home)

        def nothing() -> None:
            if home.exists():
                subprocess.run([doughy(), "db", "stop"], env=env, check=True, capture_output=True)
                shutil.rmtree(home)

        def fresh() -> None:
            _stop(bare)
            shutil.rmtree(bare, ignore_errors=True)
            bare.mkdir()
            os.chown(bare, user, -1)

        name = "doughy quickstart, empty home"
        quick = Command(name, [doughy(), "quickstart"], env, nothing, limit=4, by="wall")
        base = Command(
            "initdb and one start",
            ["sh", "-c", _start(place.server.bin_dir, bare)],
            {"PATH": env["PATH"], "LANG": "C"},
            fresh,
            user=None if user == owner else user,
        )
        try:
            return compare([quick], base, rounds)
        finally:
            nothing()
            _stop(bare)


def _start(bin_dir: Path, folder: Path) -> str:
    """The script that makes a database and starts a server on it, as initdb's manual has it, and
    waits until it answers."""
    initdb, postgres, psql = (shlex.quote(str(bin_dir / n)) for n in ("initdb", "postgres", "psql"))
    data, sock = shlex.quote(str(folder / "data")), shlex.quote(str(folder))
    return (
        f"{initdb} -D {data} -U postgres --auth=trust -E UTF8 --data-checksums >/dev/null && "
        f"{{ setsid {postgres} -D {data} -k {sock} -h '' >/dev/null 2>&1 & }} && "
        f"until {psql} -qX -h {sock} -U postgres -c 'SELECT 1' >/dev/null 2>&1;"
        " do sleep 0.01; done"
    )


def _stop(folder: Path) -> None:
    file = folder / "data" / "postmaster.pid"
    if not file.exists():
        return
    pid = int(file.read_text().splitlines()[0])
    os.kill(pid, 2)
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.05)


def measure_idle(place: Place, _rounds: int = 1) -> list[Figure]:
    """Return the memory of all the server's processes, each shared page counted once, and how
    often they wake up, while nobody is connected: of a server that has been worked with (which
    keeps what it has read, up to its 32 MB of buffers), and of one that has just answered a list
    after its start."""
    used = _idle(place, "that has been worked with", 40, (None, None))
    place.run("db", "restart")
    return [*_idle(place, "after its start and one list", _AT_REST, (16, 1)), *used]


def _idle(
    place: Place, when: str, settle: int, limits: tuple[float | None, float | None]
) -> list[Figure]:
    place.run("leads", "list", "--json")
    time.sleep(settle)
    pids = place.processes
    before = sum(map(_switches, pids))
    time.sleep(_IDLE)
    woken = (sum(map(_switches, pids)) - before) / _IDLE
    memory = sum(map(_resident, pids)) / 1024
    return [
        amount(f"idle server {when}, {len(pids)} processes", memory, "MB PSS", limits[0]),
        amount(f"idle server {when}", woken, "wake-ups a second", limits[1]),
    ]


def _switches(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text()
    return sum(int(x.split()[1]) for x in text.splitlines() if x.startswith("voluntary_ctxt"))


def _resident(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(x.split()[1]) for x in text.splitlines() if x.startswith("Pss:"))
