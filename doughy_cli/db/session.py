"""The one way in for queries: a session on one connection of the signed-in person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import StatementError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.db.connections import connect_person


def open_session(settings: Settings, say: Callable[[str], None]) -> Session:
    """Return a session on one connection of the signed-in person; see `connect_person`."""
    return session_on(connect_person(settings, say))


def session_on(connection: psycopg.Connection[Any]) -> Session:
    """Return a session on a connection that is open."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connection,
        poolclass=StaticPool,
        use_native_hstore=False,  # to ask whether the type is there costs two round trips
    )
    event.listen(engine, "handle_error", _keep_statement)
    return Session(engine, expire_on_commit=False)


def _keep_statement(context: ExceptionContext) -> None:
    # Half of a character stops psycopg before anything is sent, with an error of Python's that
    # SQLAlchemy lets through as it is; with statement and values the field can be named.
    error = context.original_exception
    if isinstance(error, UnicodeEncodeError):
        raise StatementError(str(error), context.statement, context.parameters, error) from error


def close_session(session: Session) -> None:
    """Close the session and its connection."""
    session.close()
    bind = session.get_bind()
    bind.engine.dispose()


def raw(session: Session) -> psycopg.Connection[Any]:
    """Return the session's psycopg connection, in the session's transaction (for COPY)."""
    found: psycopg.Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]
    return found
