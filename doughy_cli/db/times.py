"""Dates and times that PostgreSQL holds and Python cannot: before year 1, after 9999, infinite.

Anybody can store one in a row of their own with psql, and an admin's list of everybody's rows
must not end there. They are read as the nearest time that can be shown in every zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

_EARLIEST = datetime(1, 1, 3, tzinfo=UTC)
_LATEST = datetime(9999, 12, 29, tzinfo=UTC)


def read_every_time(connection: psycopg.Connection[Any]) -> None:
    """Let the connection read every date and time there is."""
    adapters = connection.adapters
    ends: dict[str, tuple[date, date]] = {
        "timestamptz": (_EARLIEST, _LATEST),
        "date": (_EARLIEST.date(), _LATEST.date()),
    }
    for name, (earliest, latest) in ends.items():
        oid = adapters.types[name].oid
        usual = adapters.get_loader(oid, Format.TEXT)
        assert usual is not None  # noqa: S101
        adapters.register_loader(oid, _bounded(usual, earliest, latest))


def _bounded(usual: Any, earliest: date, latest: date) -> type[Loader]:
    class Bounded(Loader):
        def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
            super().__init__(oid, context)
            self._usual = usual(oid, context).load

        def load(self, data: Buffer) -> Any:
            try:
                return self._usual(data)
            except psycopg.DataError:
                written = bytes(data)
                past = written.startswith(b"-") or written.endswith(b"BC")
                return earliest if past else latest

    return Bounded
