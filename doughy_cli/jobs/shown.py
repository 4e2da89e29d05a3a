"""Jobs and their types as commands show them: with what the handlers installed here say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from doughy_cli.errors import DoughyError
from doughy_cli.handling import Job
from doughy_cli.jobs.inputs import described, made
from doughy_cli.jobs.installed import handler, job_types
from doughy_cli.jobs.queries import job_details
from doughy_cli.jobs.rows import JobDetailRow, JobTypeRow
from doughy_cli.jobs.values import JobStatus


def type_row(name: str) -> JobTypeRow:
    """Return a type. Raises as `handler`: Usage for one that is not installed."""
    found = handler(name)
    return JobTypeRow(
        name, found.summary, described(found.input), found.timeout, found.max_attempts
    )


def type_rows(say: Callable[[str], None]) -> list[JobTypeRow]:
    """Return the types whose handlers can be loaded; of the others `say` is told."""
    rows = []
    for name in job_types():
        try:
            rows.append(type_row(name))
        except DoughyError as error:
            say(error.message)
    return rows


def details(session: Session, ids: Iterable[UUID]) -> list[JobDetailRow]:
    """Return jobs in the order of their ids, with what may be done with what they found."""
    return [replace(row, next_command=_next(row)) for row in job_details(session, ids)]


def _next(row: JobDetailRow) -> str | None:
    if row.status != JobStatus.succeeded:
        return None
    read, output = (each.read() if each else {} for each in (row.input_data, row.output_data))
    if not isinstance(read, dict) or not isinstance(output, dict):
        return None
    try:
        found = handler(row.job_type)
        given = made(found.input, read, row.job_type)
    except DoughyError:  # it was done elsewhere, or by an earlier version
        return None
    job = Job(
        *(row.id, row.job_type, row.deal_id, row.user_id, given, row.attempts, row.max_attempts)
    )
    return found.suggest(job, output)
