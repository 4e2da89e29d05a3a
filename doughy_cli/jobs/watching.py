"""Waiting for jobs to end: on notices where they come through, and by asking from time to time."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
from psycopg import OperationalError
from sqlalchemy.exc import DBAPIError

from doughy_cli.db.connections import connect_person
from doughy_cli.db.listening import Ear
from doughy_cli.db.outage import Outage
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
    gc.enable()  # off for commands, which are over before it is worth its time
    told = dict[UUID, Any]()
    waiting = _Waiting(app)
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
        waiting.wait()
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
    outage: Outage | None = None
    while True:
        try:
            if outage is not None:
                app.connect_again()
            found = call()
        except (DBAPIError, Unreachable) as error:
            away = isinstance(error, Unreachable) or isinstance(error.orig, OperationalError)
            if not away or (outage and outage.seconds > _PATIENCE):
                raise
            if outage is None:
                outage = Outage(app.output.say, None, error)
            else:
                outage.failed(error)
        else:
            if outage is not None:
                outage.over()
            return found
        outage.another()
        time.sleep(outage.pause)


class _Waiting:
    """Waits for a notice on the session's connection, or as long as is usual without one."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._connection: Any = None
        self._ear: Ear | None = None

    def wait(self) -> None:
        """Return when there may be something new."""
        from doughy_cli.db.session import raw

        try:
            connection = raw(self._app.session)
            self._app.session.rollback()
            if self._ear is None or connection is not self._connection:
                self._connection = connection
                self._ear = Ear(connection, ENDED, self._another)
            else:
                self._ear.wait(_ASKED if self._ear.listening else _ASKED_OFTEN)
        except (psycopg.Error, DBAPIError):
            return  # asking will tell

    def _another(self) -> psycopg.Connection[Any]:
        return connect_person(self._app.settings, self._app.output.say, start=False)


def _sentence(row: JobDetailRow) -> str:
    name = f"{str(row.id)[:8]} {row.job_type}: {row.status}"
    if row.status == JobStatus.running:
        name += f" (attempt {row.attempts} of {row.max_attempts})"
        progress = row.progress and row.progress.read()
        if isinstance(progress, dict):
            name += _share(progress)
    elif row.status == JobStatus.queued and row.attempts:
        name += f" again: {row.error_message}"
    elif row.status == JobStatus.failed:
        name += f": {row.error_message}"
    return visible(name)


def _share(progress: dict[str, Any]) -> str:
    done, total, doing = (progress.get(each) for each in ("done", "total", "doing"))
    text = f", {doing}" if doing else ""
    return f"{text} {done} of {total}" if total else f"{text} {done}"
