"""The server: whether it answers, how it is reached, its clock, and whether it keeps what it is
given."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from psycopg import pq

from doughy_cli.database.server_status import find_status
from doughy_cli.db.connections import connect
from doughy_cli.db.listening import is_own
from doughy_cli.doctor import queries
from doughy_cli.doctor.embedded import at_rest
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.rows import Finding, State, fault, ok, skipped, warning
from doughy_cli.errors import Unreachable

_START = "`doughy doctor --start` starts the server, as other commands do, and looks at the rest."
_CHECKED = ("verify-ca", "verify-full")
_APART = 5.0  # seconds between two clocks that nobody minds
_FAR_APART = 300.0
_PATIENCE = 1.0  # seconds that a second connection through a pooler is waited for


def server(patient: Patient) -> Iterator[Finding]:
    """It answers, and takes changes."""
    try:
        _ = patient.address
    except Unreachable as error:
        place = patient.place
        if error.code != "not_running" or place is None:
            raise
        rest = skipped("Not looked at: the server does not run.", _START)
        yield replace(at_rest(patient.home, place), rest=rest)
        return
    heard: list[str] = []
    row = find_status(patient.settings, heard.append)
    version = f"PostgreSQL {row.version}" if row.version else "It"
    since = row.since and row.since.astimezone()
    words = f" since {since:%Y-%m-%d %H:%M}" if since else ""
    yield ok(f"{version} answers{words}{f' (process {row.pid})' if row.pid else ''}.")


def transport(patient: Patient) -> Iterator[Finding]:
    """Nobody on the way can read along, or be taken for the server."""
    info = patient.connection.info
    if info.host.startswith(("/", "@")) or info.host in ("localhost", "127.0.0.1", "::1", ""):
        yield ok("The server is on this computer.")
        return
    mode = patient.address.keywords.get("sslmode") or os.environ.get("PGSSLMODE") or "prefer"
    hint = "Add sslmode=verify-full (and sslrootcert=system, or a file of its own) to the URL."
    if not info.pgconn.ssl_in_use:
        yield warning("not_encrypted", "What goes to and fro is not encrypted.", hint)
        return
    if mode not in _CHECKED:
        said = f"It is encrypted, and nobody checks who the server is (sslmode={mode})."
        yield warning("not_verified", said, hint)
    else:
        yield ok(f"It is encrypted, and the server's certificate is checked ({mode}).")


def clock(patient: Patient) -> Iterator[Finding]:
    """Server and computer agree on what time it is: what is due goes by the server's clock."""
    before = time.time()
    theirs = queries.server_time(patient.session)
    after = time.time()
    apart = theirs - (before + after) / 2
    if abs(apart) <= _APART + (after - before) / 2:
        yield ok(f"The server's clock and this computer's agree to {_APART:.0f} seconds.")
        return
    way = "ahead of" if apart > 0 else "behind"
    said = f"The server's clock is {abs(apart):,.0f} seconds {way} this computer's."
    state = State.fault if abs(apart) > _FAR_APART else State.warning
    yield Finding(state, said, "Set the one that is wrong, such as with NTP.", code="clock")


def durability(patient: Patient) -> Iterator[Finding]:
    """What is saved stays saved; texts are kept and sorted as they were."""
    found = queries.server_facts(patient.session)
    well = True
    for each in _of_durability(found):
        well = False
        yield each
    if well:
        yield ok("What is saved is on the disk, and no page of it was found damaged.")


def _of_durability(found: queries.Facts) -> Iterator[Finding]:
    if found.damaged_pages:
        yield fault(
            "damaged_pages",
            f"{found.damaged_pages} pages of the database were not as they were written.",
            "The disk is failing, or was changed: bring a backup back on another one.",
        )
    if found.off:
        yield warning(
            "not_durable",
            f"A power cut may lose or damage what was saved: {', '.join(found.off)} is off.",
            "Switch it on again in the server's settings.",
        )
    if found.standby:
        said = "This server is a read-only replica: nothing can be changed here."
        yield warning("read_only", said, "Use the primary server for changes.")
    if found.encoding != "UTF8":
        said = f"The database keeps texts in {found.encoding}, not in UTF-8."
        yield fault("encoding", said, "Make it anew with `doughy init`, from a backup.")
    if found.collation:
        yield warning(
            "collation",
            f"The system's order of letters has changed ({found.collation}): indexes of texts "
            "may miss rows.",
            "As its administrator: REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION "
            "VERSION.",
        )
    if found.connections_left < 3:
        said = f"The server has room for {found.connections_left} more connections."
        yield warning("few_connections", said, "Raise max_connections, or use a pooler.")


def pooler(patient: Patient) -> Iterator[Finding]:
    """Whether something like PgBouncer stands between, and in which mode."""
    connection = patient.connection
    if is_own(connection):
        yield ok("No pooler stands between.")
        return
    connection.rollback()
    mode = _mode(connection, patient)
    polls = "; `logs tail -f` and `jobs watch` may have to ask again and again"
    yield ok(
        f"A pooler stands between, {mode}: all commands work through it"
        f"{polls if mode == 'in transaction mode' else ''}."
    )


def _mode(connection: Any, patient: Patient) -> str:
    """Return in which mode a pooler works: in transaction mode a second connection is given the
    same process, which the first has only just left. In session mode it may be given none at all
    while the first is open, so it is not waited for."""
    before = connection.execute("SELECT pg_backend_pid()").fetchone()
    info = connection.info
    connection.rollback()
    second = connect(patient.address.keywords, user=info.user, password=info.password)
    try:
        second.pgconn.send_query(b"SELECT pg_backend_pid()")
        if not select.select([second.pgconn.socket], [], [], _PATIENCE)[0]:
            return "in session mode"
        second.pgconn.consume_input()
        result = second.pgconn.get_result()
    finally:
        second.close()  # and no commit before: it may still be waiting
    if result is None or result.status != pq.ExecStatus.TUPLES_OK:
        return "in a mode that could not be told"
    same = int(result.get_value(0, 0) or 0) == before[0]
    return "in transaction mode" if same else "in session mode"
