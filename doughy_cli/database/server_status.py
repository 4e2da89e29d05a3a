"""Whether the server runs, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from doughy_cli import credentials
from doughy_cli.config import Settings
from doughy_cli.database import server_queries as queries
from doughy_cli.database.rows import ServerRow
from doughy_cli.db import server
from doughy_cli.db.address import label, parse_url, person_role
from doughy_cli.db.connections import connect
from doughy_cli.errors import SignIn, Usage


def require_embedded(settings: Settings, verb: str) -> None:
    """Raise Usage if the run's server is one that doughy cannot `verb`."""
    if settings.database_url is not None:
        raise Usage(
            f"doughy can {verb} the embedded server only, and {label(settings)} is another one.",
            f"It was named by the {settings.origins['database_url']}.",
            code="not_embedded",
        )


def find_status(settings: Settings, say: Callable[[str], None]) -> ServerRow:
    """Return the status of the run's server.

    The embedded one is looked at and not started. Another one is connected to: Unreachable
    is raised if it does not answer.
    """
    if settings.database_url is None:
        return _embedded(settings)
    return _named(settings, settings.database_url, say)


def _embedded(settings: Settings) -> ServerRow:
    found = server.status(settings.folders.server)
    return ServerRow(
        embedded=True,
        running=found.running,
        version=found.version,
        pid=found.pid,
        since=None if found.since is None else datetime.fromtimestamp(found.since, UTC),
        database=label(settings),
        socket=_text(found.socket),
        data=_text(found.data),
        log=_text(found.log),
        size=found.size,
    )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _named(settings: Settings, url: str, say: Callable[[str], None]) -> ServerRow:
    address = parse_url(url)
    login = {}
    if settings.email:
        role = person_role(settings, address)
        login = {"user": role, "password": credentials.find(settings, address.account(role))}
    version = since = size = None
    try:
        with connect(address.keywords, **login) as connection:
            version, since, size = queries.facts(connection)
    except SignIn as error:
        # Who refuses a sign-in is there.
        say(f"The server answers. {error.message}")
    return ServerRow(
        embedded=False,
        running=True,
        version=version,
        pid=None,
        since=since,
        database=address.label,
        socket=None,
        data=None,
        log=None,
        size=size,
    )
