"""Writing to the log."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import psycopg
from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.errors import Failed, NotPermitted
from doughy_cli.json_text import json_text
from doughy_cli.logs.rows import LogRow

# The writer gives the id: a service may not read back what it wrote.
_ADD = """
INSERT INTO public.system_logs (id, level, source, message, details)
VALUES (%(id)s, %(level)s, %(source)s, %(message)s, %(details)s::jsonb)
"""
# What the columns hold, as long as the transaction lasts.
_STORED = "SELECT now(), %(details)s::jsonb::text"


@dataclass(frozen=True, slots=True)
class NewLog:
    """A log to be written; `details` are the text of a JSON object."""

    level: str
    source: str
    message: str
    details: str | None = None


def add_log(session: Session, log: NewLog) -> LogRow:
    """Add the log; return it as it is stored. Raises NotPermitted for who is neither an admin
    nor a service."""
    new = uuid4()
    values = {
        "id": new,
        "level": log.level,
        "source": log.source,
        "message": log.message,
        "details": log.details,
    }
    connection = raw(session)
    try:
        added = connection.execute(_ADD, values).rowcount
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotPermitted(
            "Only admins and services write to the system's log.",
            "Ask an admin of this database.",
        ) from error
    if added != 1:
        raise Failed("The log was not written.")
    [(created_at, details)] = connection.execute(_STORED, values).fetchall()
    return LogRow(new, created_at, log.level, log.source, log.message, json_text(details))
