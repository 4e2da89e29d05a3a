"""The one way in for queries: a session on one connection of the signed-in person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.db.connections import connect_person


def open_session(settings: Settings, say: Callable[[str], None]) -> Session:
    """Return a session on one connection of the signed-in person; see `connect_person`."""
    connection = connect_person(settings, say)
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool
    )
    return Session(engine, expire_on_commit=False)


def close_session(session: Session) -> None:
    """Close the session and its connection."""
    session.close()
    bind = session.get_bind()
    bind.engine.dispose()


def raw(session: Session) -> psycopg.Connection[Any]:
    """Return the session's psycopg connection, in the session's transaction (for COPY)."""
    found: psycopg.Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]
    return found
