"""Sessions that are begun again instead of anew: a login takes ten times as long as most
statements, and what the server has to read for the first of them as long again.

A session is a person's own, of the login role that it was begun with. Whoever closes the
connection hands it back; it is made what it was after the login, and lent to the next one who
asks for the same with the same password. As soon as anything about the login is not what it
was (the role, its settings, the right to enter), a new one is begun.
"""

from __future__ import annotations

import os
import select
from collections import defaultdict
from typing import Any

import psycopg
from psycopg import pq

# What psycopg keeps to itself; the rest goes to the server.
_OF_PSYCOPG = {"autocommit", "prepare_threshold", "row_factory", "cursor_factory", "context"}

# All that decides whether the role gets in, and what its session begins with.
_LOGIN = """
    SELECT
        a.xmin::text, d.datallowconn, d.datconnlimit,
        has_database_privilege(a.oid, d.oid, 'CONNECT'),
        coalesce(a.rolvaliduntil > now(), true),
        ARRAY(
            SELECT s.xmin::text
            FROM pg_db_role_setting AS s
            WHERE s.setdatabase IN (0, d.oid) AND s.setrole IN (0, a.oid)
            ORDER BY s.setdatabase, s.setrole
        )
    FROM pg_authid AS a, pg_database AS d
    WHERE a.rolname = %s AND d.datname = current_database()
"""

# The databases whose sessions may be kept, each with a superuser's connection.
_keepers: dict[str, psycopg.Connection[Any]] = {}
_idle: dict[tuple[str, str], list[pq.abc.PGconn]] = defaultdict(list)
_begin = psycopg.connect


class _Session(psycopg.Connection[Any]):
    """A connection that is handed back when it is closed."""

    home: list[pq.abc.PGconn] | None = None

    def close(self) -> None:
        """Hand the session back, if it is one that can go on."""
        kept, home, self.home = self.pgconn, self.home, None
        if home is not None and not self.closed and _as_begun(kept):
            kept.notice_handler = kept.notify_handler = None
            home.append(kept)
            self.pgconn = _ended()
        super().close()


def keep(name: str, keeper: psycopg.Connection[Any]) -> None:
    """Keep the sessions of a database's people from now on; a superuser looks after them."""
    _keepers[name] = keeper


def connect(conninfo: str = "", **keywords: Any) -> psycopg.Connection[Any]:
    """Connect as psycopg does, perhaps to a session that has been another's."""
    name, role = str(keywords.get("dbname")), str(keywords.get("user"))
    keeper = _keepers.get(name)
    if (
        keeper is None
        or conninfo
        or not role.startswith(f"{name}/")
        or keywords.get("host") != keeper.info.host
    ):
        return _begin(conninfo, **keywords)
    login = keeper.execute(_LOGIN, [role]).fetchone()
    of_server = [(name, each) for name, each in keywords.items() if name not in _OF_PSYCOPG]
    variables = [(name, each) for name, each in os.environ.items() if name.startswith("PG")]
    # A process that was forked from this one must leave its sessions alone.
    home = _idle[name, repr((os.getpid(), sorted(of_server), sorted(variables), login))]
    while home:
        kept = home.pop()
        if _is_there(kept):
            found = _again(kept, keywords)
            break
        kept.finish()
    else:
        found = _Session.connect(**keywords)
    found.home = home
    return found


def idle(name: str) -> list[int]:
    """Return the server's process ids of a database's sessions that nobody uses."""
    return [each.backend_pid for home in _homes(name) for each in home]


def thin_out(name: str, most: int = 1) -> None:
    """End a database's sessions that nobody uses, but for `most` of each kind."""
    for home in _homes(name):
        while len(home) > most:
            home.pop().finish()


def end(name: str) -> None:
    """End a database's sessions that nobody uses, and keep none of it any more."""
    thin_out(name, 0)
    _keepers.pop(name, None)
    for key in [key for key in _idle if key[0] == name]:
        del _idle[key]


def _homes(name: str) -> list[list[pq.abc.PGconn]]:
    return [home for key, home in _idle.items() if key[0] == name]


def _again(kept: pq.abc.PGconn, keywords: dict[str, Any]) -> _Session:
    """Return a connection to a session that is there, as psycopg makes one."""
    found = _Session(kept)
    found._autocommit = bool(keywords.get("autocommit"))
    found.prepare_threshold = keywords.get("prepare_threshold", 5)
    if keywords.get("row_factory"):
        found.row_factory = keywords["row_factory"]
    if keywords.get("cursor_factory"):
        found.cursor_factory = keywords["cursor_factory"]
    assert keywords.get("context") is None
    return found


def _as_begun(kept: pq.abc.PGconn) -> bool:
    """Make a session what it was after the login; return whether that could be done."""
    state = kept.transaction_status
    if state in (pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR):
        kept.exec_(b"ROLLBACK")
    elif state != pq.TransactionStatus.IDLE:
        return False
    if kept.pipeline_status != pq.PipelineStatus.OFF:
        return False
    for statement in (b"DISCARD ALL", b"RESET ROLE"):
        if kept.exec_(statement).status != pq.ExecStatus.COMMAND_OK:
            return False
    kept.consume_input()
    while kept.notifies():
        pass
    return True


def _is_there(kept: pq.abc.PGconn) -> bool:
    """Whether the session goes on: of one that was ended the server has said so."""
    return not select.select([kept.socket], [], [], 0)[0]


def _ended() -> pq.abc.PGconn:
    """Return what a closed connection holds."""
    ended = pq.PGconn.connect_start(b"host=/nonexistent")
    ended.finish()
    return ended
