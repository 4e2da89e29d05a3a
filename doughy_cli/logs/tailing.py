"""The last logs, and those that follow."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import psycopg

from doughy_cli.db.connections import connect_person
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.following.follow_queries import last
from doughy_cli.logs.following.stream import Follower, Following
from doughy_cli.logs.tail_output import TailOutput

if TYPE_CHECKING:
    from doughy_cli.context import App


def show_last(app: App, where: LogFilter, count: int | None, output: TailOutput) -> None:
    """Write the last `count` logs that `where` means (None: all), the newest at the end."""
    # Not the run's session: SQLAlchemy would take longer to load than this takes.
    with connect_person(app.settings, app.output.say) as connection:
        for rows in last(connection, where, count):
            output.write(rows)


def stay(
    app: App,
    where: LogFilter,
    count: int | None,
    output: TailOutput,
    max_retries: int | None,
) -> None:
    """Write the last `count` logs, and then those that are written, until something ends it."""
    gc.enable()  # off for commands, which are over before it is worth its time
    started = False

    def connect() -> psycopg.Connection[Any]:
        nonlocal started
        # A server that was stopped meanwhile was meant to be.
        connection = connect_person(app.settings, app.output.say, start=not started, lasting=True)
        started = True
        return connection

    how = Following(connect, app.output.say, output.check, max_retries)
    for rows in Follower(how, where).batches(count):
        output.write(rows)
