"""From flags to a worker that runs."""

from __future__ import annotations

import gc
import math
import os
import socket
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg

from doughy_cli import credentials
from doughy_cli.db.address import find_address, person_role
from doughy_cli.db.connections import check_person, connect
from doughy_cli.db.failures import explain_database_error
from doughy_cli.errors import DoughyError, Interrupted, NotPermitted, SignIn, Usage
from doughy_cli.jobs.installed import handler, job_types
from doughy_cli.jobs.rows import WorkedRow
from doughy_cli.jobs.working import lease_queries
from doughy_cli.jobs.working.given import given_secrets
from doughy_cli.jobs.working.link import Link
from doughy_cli.jobs.working.options import Options
from doughy_cli.jobs.working.stopping import Stopping
from doughy_cli.jobs.working.supervisor import Supervisor
from doughy_cli.jobs.working.told import Told
from doughy_cli.options import Format

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.jobs.work_flags import WorkFlags


_HOW = (
    "An admin makes one: `doughy users add --service worker --keep`, then "
    "`doughy jobs work --service worker`."
)


def start(app: App, flags: WorkFlags) -> None:
    """Work as `flags` say until it is enough, or a signal says so.

    Raises Usage for a type that is not installed, NotPermitted for somebody who is no service,
    Unreachable once the server stays away, Interrupted after a second signal.
    """
    gc.enable()  # off for commands, which are over before it is worth its time
    timeouts = _timeouts(app, flags.types)
    options = _options(flags, tuple(timeouts))
    secrets = given_secrets(app.settings, flags.my_keys, flags.vault_secrets)
    keywords = _keywords(app, flags.service)
    # What was done while the server was away is kept if it is told before the lease is over.
    longest = options.lease / 10
    link = Link(lambda: _connect(keywords), app.output.say, flags.max_retries, longest)
    link.open()
    try:
        _check_service(link)
        _say_begun(app, options, link)
        hello = {"keywords": keywords, "secrets": secrets, "verbose": app.flags.verbose}
        with Stopping(options.grace, app.output.say) as stopping:
            told = _Telling(app, options)
            Supervisor(options, timeouts, link, hello, stopping, told, app.output.say).run()
    except psycopg.Error as error:
        raise explain_database_error(error) from error
    finally:
        link.close()
    if stopping.asked:
        app.output.say("Stopped.")
    if stopping.forced:
        raise Interrupted("Stopped at once; what ran was handed back.")


def _timeouts(app: App, types: list[str] | None) -> dict[str, float]:
    """Return how long jobs of each type may take: of those that were asked for, or of all that
    are installed and can be loaded."""
    if types is not None:
        named = (each.strip() for some in types for each in some.split(","))
        wanted = dict.fromkeys(filter(None, named))
        if not wanted:
            raise Usage("--types names no type.", "doughy jobs types")
        return {each: handler(each).timeout for each in wanted}
    found = {}
    for each in job_types():
        try:
            found[each] = handler(each).timeout
        except DoughyError as error:
            app.output.say(f"{error.message} Its jobs are left alone.")
    if not found:
        raise Usage("No handlers of jobs are installed here.")
    return found


def _options(flags: WorkFlags, types: tuple[str, ...]) -> Options:
    if flags.once and flags.drain:
        raise Usage("--once and --drain exclude each other.")
    if not all(map(math.isfinite, (flags.lease, flags.poll, flags.grace, flags.backoff))):
        raise Usage("Seconds are a number.")
    return Options(
        name=f"{socket.gethostname()}:{os.getpid()}",
        types=types,
        concurrency=1 if flags.once else flags.concurrency,
        once=flags.once,
        drain=flags.drain,
        lease=flags.lease,
        poll=flags.poll,
        grace=flags.grace,
        backoff=flags.backoff,
    )


def _keywords(app: App, service: str | None) -> Mapping[str, Any]:
    """Return libpq's keywords of the service, with its password."""
    settings = app.settings
    if service is None:
        address = find_address(settings, app.output.say)
        role = person_role(settings, address)
        password = credentials.find(settings, address.account(role)) or address.password
    else:
        settings = replace(settings, email=service.strip().lower())
        address = find_address(settings, app.output.say)
        role = person_role(settings, address)
        password = credentials.find_kept(settings, address.account(role))
        if password is None:
            raise SignIn(
                f"No password of the service {settings.email} is kept here.",
                _HOW,
                code="not_signed_in",
            )
    return (
        _patient(address.keywords) | {"user": role} | ({"password": password} if password else {})
    )


def _patient(keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Return keywords with which a server that is cut off is noticed, unless they say how."""
    alive = {
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 30_000,
    }
    return {**alive, **keywords, "application_name": "doughy jobs work"}


def _connect(keywords: Mapping[str, Any]) -> psycopg.Connection[Any]:
    connection = connect(keywords)
    try:
        check_person(connection)
        connection.autocommit = True
    except BaseException:
        connection.close()
        raise
    return connection


def _check_service(link: Link) -> None:
    if not link.run(lease_queries.is_service):
        raise NotPermitted("Jobs are done by a service, not by a person.", _HOW)


def _say_begun(app: App, options: Options, link: Link) -> None:
    types = ", ".join(options.types)
    how = "woken by notices" if link.wakes else f"asking every {options.poll:g} s"
    app.output.say(f"Worker {options.name}, {how}: {types}.")


class _Telling:
    """Says what became of a job: a line on stderr, and under --json or -o a record on stdout."""

    def __init__(self, app: App, options: Options) -> None:
        self._app, self._name = app, options.name
        if app.output.explicit:
            if app.output.format not in (Format.json, Format.jsonl):
                raise Usage(f"`jobs work` does not write {app.output.format}.", "Give --json.")
            app.flags.json, app.flags.output = True, Format.jsonl

    def __call__(self, told: Told) -> None:
        app, job = self._app, told.job
        app.output.say(told.sentence())
        if app.output.explicit:
            error = told.outcome.error if told.outcome else None
            row = WorkedRow(
                *(job.id, job.type, told.status, job.attempt, job.max_attempts),
                *(round(told.seconds, 3), error, self._name),
            )
            app.output.one(WorkedRow, row)
