"""Reading jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import AiJob, Deal
from doughy_cli.errors import Usage
from doughy_cli.jobs.filters import JobFilter
from doughy_cli.jobs.rows import JobDetailRow, JobRow
from doughy_cli.json_text import json_text

FIELDS = tuple(each.name for each in fields(JobRow))
_JSON = ("input_data", "progress", "output_data")
_STREAMED = 1000  # rows that a stream fetches at a time
_ME = select(func.auth.uid()).scalar_subquery()


def _column(name: str) -> Any:
    return col(Deal.title) if name == "deal_title" else col(getattr(AiJob, name))


_COLUMNS: tuple[Any, ...] = tuple(_column(name).label(name) for name in FIELDS)


def _select(*more: Any) -> Any:
    return (
        select(*_COLUMNS, *more)
        .select_from(AiJob)
        .outerjoin(Deal, col(Deal.id) == col(AiJob.deal_id))
    )


def list_jobs(
    session: Session,
    where: JobFilter,
    deal_id: UUID | None,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[JobRow]:
    """Yield the jobs that `where` means (and of that deal), the newest first or by the field that
    `sort` names. Raises Usage for a field that there is not."""
    statement = _select().where(*_conditions(where, deal_id)).order_by(*_order(sort)).limit(limit)
    options = {} if limit is not None else {"yield_per": _STREAMED}
    rows = session.connection().execute(statement, execution_options=options)
    return (JobRow(*row) for row in rows)


def count_jobs(session: Session, where: JobFilter, deal_id: UUID | None) -> int:
    """Return how many jobs `list_jobs` has."""
    statement = select(func.count()).select_from(AiJob).where(*_conditions(where, deal_id))
    return session.exec(statement).one()


def jobs_by_id(session: Session, ids: Iterable[UUID]) -> list[JobRow]:
    """Return jobs in the order of their ids; those not there are left out."""
    wanted = list(ids)
    found = session.connection().execute(_select().where(among(AiJob.id, wanted)))
    rows = {row[0]: JobRow(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def job_details(session: Session, ids: Iterable[UUID]) -> list[JobDetailRow]:
    """Return jobs with what they were given and found, in the order of their ids."""
    wanted = list(ids)
    more = (_column("lease_expires_at"), *(cast(_column(name), Text) for name in _JSON))
    found = session.connection().execute(_select(*more).where(among(AiJob.id, wanted)))
    rows = {row[0]: _detailed(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def _detailed(*columns: Any) -> JobDetailRow:
    row, texts = columns[: -len(_JSON)], columns[-len(_JSON) :]
    return JobDetailRow(*(*row, *map(json_text, texts), None))


def _conditions(where: JobFilter, deal_id: UUID | None) -> list[ColumnElement[bool]]:
    found: list[Any] = []
    if where.status:
        found.append(col(AiJob.status).in_(where.status))
    if where.type:
        found.append(col(AiJob.job_type).in_(where.type))
    if deal_id is not None:
        found.append(AiJob.deal_id == deal_id)
    if where.since is not None:
        found.append(col(AiJob.created_at) >= where.since)
    if where.until is not None:
        found.append(col(AiJob.created_at) <= where.until)
    if where.mine:
        found.append(AiJob.user_id == _ME)
    return found


def _order(sort: str | None) -> list[Any]:
    wanted = sort or "-created_at"
    name = wanted.removeprefix("-")
    if name not in FIELDS:
        raise Usage(f"Jobs cannot be sorted by {name!r}.", f"There are: {', '.join(FIELDS)}.")
    descending = wanted.startswith("-")
    key = _column(name)
    ordered = key.desc() if descending else key.asc()
    # Where there are no nulls, nothing is said of them: an index in the usual order could not
    # answer otherwise.
    if name == "deal_title" or AiJob.__table__.c[name].nullable:  # type: ignore[attr-defined]
        ordered = ordered.nulls_last()
    return [ordered, col(AiJob.id).desc() if descending else col(AiJob.id).asc()]
