"""Whole rows that are valid, and how many of them are tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Table, and_

from doughy_cli.db.rules import WORKERS
from tests.schema.properties.places import Places, filled, required, target
from tests.schema.properties.strategies import values

EXAMPLES = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
Row = dict[str, Any]


def rows(places: Places, who: str, act: str, table: Table) -> st.SearchStrategy[Row]:
    """Return the rows, or changes of one, that somebody may write."""
    given: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for column in places.columns(who, act, table):
        if who == "ann" and column.name in WORKERS.get(table.name, ()):
            continue
        pointed_at = target(column)
        choice = st.just(places.own(who, pointed_at)) if pointed_at else values(column)
        # A person's job belongs to a deal, or its policy would not know whose it is.
        needed = str(column) == "ai_jobs.deal_id"
        if (column.nullable or (filled(column) and act == "INSERT")) and not needed:
            choice |= st.none()
        first = act == "INSERT" and (needed or (required(column) and not filled(column)))
        (given if first else optional)[column.name] = choice
    return st.fixed_dictionaries(given, optional=optional)


def is_key(table: Table, key: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a row has this primary key."""
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
