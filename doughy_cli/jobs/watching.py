"""Waiting for jobs to end: on notices where they come through, and by asking from time to time."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError

from doughy_cli.db.listening import listens
from doughy_cli.errors import NotFound, Unreachable
from doughy_cli.jobs.rows import JobDetailRow
from doughy_cli.jobs.shown import details
from doughy_cli.jobs.values import ENDED, OVER, JobStatus
from doughy_cli.options import Format
from doughy_cli.output import visible

if TYPE_CHECKING:
    from doughy_cli.context import App

# Notices are hints: one may be lost, and a job may end without its worker (a cancelled one).
_ASKED = 2.0  # seconds between two questions where notices come
_ASKED_OFTEN = 1.0  # and where none do
_PATIENCE = 120.0  # seconds to wait for a server that is away
_CODES = {JobStatus.succeeded: 0, JobStatus.failed: 1, JobStatus.cancelled: 130}


def watch(app: App, ids: Sequence[UUID]) -> int:
    """Wait until all jobs have ended, show them, and return the exit code of the worst.

    Raises NotFound for one that is deleted meanwhile, Unreachable if the server stays away.
    """
    ears, told = _Ears(), dict[UUID, Any]()
    lines = app.output.format is Format.jsonl
    while True:
        rows = _asked(app, ids)
        for row in rows:
            if told.get(row.id) != (seen := (row.status, row.attempts, row.progress)):
                told[row.id] = seen
                if lines:
                    app.output.one(JobDetailRow, row)
                app.output.say(_sentence(row))
        if all(row.status in OVER for row in rows):
            break
        ears.wait(app)
    if not lines:
        if len(rows) == 1:
            app.output.one(JobDetailRow, rows[0])
        else:
            app.output.rows(JobDetailRow, rows)
    for row in rows:
        if row.next_command:
            app.output.suggest(f"Next: {row.next_command}")
    return max(_CODES[JobStatus(row.status)] for row in rows)


def _asked(app: App, ids: Sequence[UUID]) -> list[JobDetailRow]:
    rows: list[JobDetailRow] = _until_there(app, lambda: _read(app, ids))
    if len(rows) < len(ids):
        gone = set(ids) - {row.id for row in rows}
        short = ", ".join(sorted(str(each)[:8] for each in gone))
        raise NotFound(f"Job {short} is gone: its deal was deleted.")
    return rows


def _read(app: App, ids: Sequence[UUID]) -> list[JobDetailRow]:
    rows = details(app.session, ids)
    # No transaction stays open while nothing is done: it would hold back VACUUM.
    app.session.rollback()
    return rows


def _until_there(app: App, call: Any) -> Any:
    """Return what `call` returns, once the server is there again if it goes away."""
    until, pause, silent = time.monotonic() + _PATIENCE, 0.1, True
    while True:
        try:
            return call()
        except (DBAPIError, Unreachable) as error:
            away = isinstance(error, Unreachable) or isinstance(error.orig, OperationalError)
            if not away or time.monotonic() > until:
                raise
        app.close()
        if silent:
            app.output.say("The connection to the server was lost; trying to connect again…")
            silent = False
        time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 (nothing secret)
        pause = min(5.0, pause * 2)


class _Ears:
    """Waits for a notice, or as long as is usual without one."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._hears = False

    def wait(self, app: App) -> None:
        """Return when there may be something new."""
        import psycopg

        from doughy_cli.db.session import raw

        try:
            connection = raw(app.session)
            app.session.rollback()
            if connection is not self._connection:
                self._connection = connection
                self._hears = listens(connection, ENDED)
                connection.commit()
            elif self._hears:
                next(iter(connection.notifies(timeout=_ASKED, stop_after=1)), None)
            else:
                time.sleep(_ASKED_OFTEN)
        except (psycopg.Error, DBAPIError):
            return  # asking will tell


def _sentence(row: JobDetailRow) -> str:
    name = f"{str(row.id)[:8]} {row.job_type}: {row.status}"
    if row.status == JobStatus.running:
        name += f" (attempt {row.attempts} of {row.max_attempts})"
        if isinstance(row.progress, dict):
            name += _share(row.progress)
    elif row.status == JobStatus.queued and row.attempts:
        name += f" again: {row.error_message}"
    elif row.status == JobStatus.failed:
        name += f": {row.error_message}"
    return visible(name)


def _share(progress: dict[str, Any]) -> str:
    done, total, doing = (progress.get(each) for each in ("done", "total", "doing"))
    text = f", {doing}" if doing else ""
    return f"{text} {done} of {total}" if total else f"{text} {done}"
