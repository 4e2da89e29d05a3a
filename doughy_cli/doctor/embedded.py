"""The embedded server's own files: PostgreSQL's programs, and the folder with the data."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from doughy_cli.db import server
from doughy_cli.db.embedded import cluster, postmaster
from doughy_cli.db.embedded import engine as engines
from doughy_cli.db.embedded.place import Place, explained, foreign_owner, look
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.rows import Finding, fault, ok, skipped, warning
from doughy_cli.progress import in_words

_NEEDED = ("global/pg_control", "base", "pg_wal", "pg_xact")
_RESTORE = "Move {} away, and bring a backup back: `doughy db restore FILE`."


def engine(patient: Patient) -> Iterator[Finding]:
    """PostgreSQL's programs are there, whole, and of the version that made the data."""
    home, place = patient.home, patient.place
    with explained(home):
        made_by = cluster.made_by(place.data) if place else None
        copies = place.engines if place else home / "engine"
        found = engines.choose(copies, major=made_by)
        gone = engines.lacking(found)
    if gone:
        yield fault(
            "engine_damaged",
            f"{len(gone)} of PostgreSQL's files are missing or cut short, such as {gone[0]}.",
            f"Run `doughy db stop` and remove {copies}: the next command makes it anew."
            if found.bin_dir.is_relative_to(copies)
            else "Install doughy again with pip, or set DOUGHY_PG_BIN.",
        )
    else:
        yield ok(f"PostgreSQL {found.version}, in {found.bin_dir}.")


def data(patient: Patient) -> Iterator[Finding]:
    """The folder with the data is whole, and PostgreSQL may start from it."""
    with explained(patient.home):
        there = os.geteuid() != 0 or patient.home.is_dir()
        if there and not foreign_owner(patient.home):
            look(patient.home)
    place = patient.place
    if place is None:
        yield skipped("There is no database here yet.")
        return
    with explained(patient.home):
        made_by = cluster.made_by(place.data)
        gone = [each for each in _NEEDED if not (place.data / each).exists()]
        mode = place.data.stat().st_mode if made_by else 0
    if made_by is None or gone:
        missing = place.data if made_by is None else place.data / gone[0]
        said = f"{missing} is missing: the database is damaged."
        yield fault("data_damaged", said, _RESTORE.format(place.root))
    elif mode & (stat.S_IRWXO | stat.S_IWGRP):
        said = f"{place.data} is open to others, and PostgreSQL does not start from such a folder."
        yield fault("data_open", said, f"chmod 700 {place.data}")
    else:
        size = server.status(patient.home).size
        yield ok(f"{in_words(size)} in {place.root}, made by PostgreSQL {made_by}.")


def at_rest(home: Path, place: Place) -> Finding:
    """Return what is to be said of an embedded server that does not answer. Raises Unreachable
    for one that was started by hand."""
    postmaster.check_not_another(place)
    pid = postmaster.noted_pid(place)
    if postmaster.is_locked(home / "lock"):
        said = "Another command is starting or stopping the server just now."
        return warning("in_use", said, "Wait until it has ended, and run this again.")
    if postmaster.lives(place):
        error = postmaster.not_in_time(place)
        return warning("recovering", f"{error.message}.", error.hint)
    if pid is not None:
        return warning(
            "killed",
            f"The server was killed, or the computer went off (process {pid} is gone); what was "
            "saved is intact.",
            "The next command recovers it; `doughy db start` does so now.",
        )
    words = _last_start(server.log_tail(home, 50))
    if "FATAL:" in words or "PANIC:" in words:
        error = postmaster.ended_with(place, words)
        return warning(error.code, f"{error.message}.", error.hint)
    return ok("It does not run; the next command that needs it starts it.")


def _last_start(lines: list[str]) -> str:
    """Return what the log says of the last time that the server was started and did not come up."""
    begins = [index for index, line in enumerate(lines) if "LOG:  starting PostgreSQL" in line]
    words = lines[begins[-1] :] if begins else lines[-3:]
    up = any("ready to accept connections" in line for line in words)
    return "" if up else "\n".join(words)
