"""Attempts that must fail, and for the right reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
import pytest

DENIED = psycopg.errors.InsufficientPrivilege
# ON CONFLICT and MERGE, on a table with a rule.
NO_UPSERT = psycopg.errors.FeatureNotSupported


def refused(
    connection: psycopg.Connection[Any],
    statement: str,
    error: type[Exception] | tuple[type[Exception], ...] = DENIED,
    values: Sequence[Any] | None = None,
) -> str:
    """Run a statement that is to end with this error; return what the error says."""
    __tracebackhide__ = True
    with pytest.raises(error) as raised:
        connection.execute(statement.encode(), values)
    assert isinstance(raised.value, psycopg.Error), statement
    diag = raised.value.diag
    return " ".join(filter(None, (diag.message_primary, diag.message_detail, diag.context)))


def rows(connection: psycopg.Connection[Any], statement: str) -> list[tuple[Any, ...]]:
    """Run a statement; return its rows."""
    return connection.execute(statement.encode()).fetchall()


def touched(connection: psycopg.Connection[Any], statement: str) -> int:
    """Run a statement; return how many rows it touched."""
    return connection.execute(statement.encode()).rowcount
