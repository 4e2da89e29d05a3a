"""What became of a transaction whose end nobody has seen."""

from __future__ import annotations

import time

from sqlmodel import Session, text

from doughy_cli.errors import Failed

_PATIENCE = 10.0  # seconds for one that is still open: its server process is about to notice
_PAUSE = 0.05
# A number that this server has not given yet is another server's. pg_xact_status would refuse it.
_STATUS = text("""
SELECT CASE WHEN t.number < pg_current_xact_id() THEN pg_xact_status(t.number) END
FROM (SELECT CAST(CAST(:number AS text) AS xid8)) AS t (number)
""")


def transaction_number(session: Session) -> str:
    """Return the number by which `was_committed` finds the transaction that is open here."""
    statement = text("SELECT CAST(pg_current_xact_id() AS text)")
    return str(session.connection().execute(statement).scalar_one())


def was_committed(session: Session, number: str) -> bool:
    """Return whether a transaction of this server was committed; one still open is waited for.

    Raises Failed if it stays open.
    """
    give_up = time.monotonic() + _PATIENCE
    while True:
        status = session.connection().execute(_STATUS, {"number": number}).scalar_one()
        session.rollback()
        if status != "in progress":
            return bool(status == "committed")
        if time.monotonic() > give_up:
            raise Failed("The last decision is still being saved.", "Try again in a moment.")
        time.sleep(_PAUSE)
