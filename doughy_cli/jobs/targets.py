"""Which jobs a command is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.jobs.rows import JobRow
from doughy_cli.targets import Kind, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

JOBS = Kind(JobRow, "job", "jobs")
counted = JOBS.counted
show_written = JOBS.show_written

Named = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids or their beginnings; - reads them from stdin."),
]
One = Annotated[str, typer.Argument(metavar="ID", help="An id or its beginning.")]


def found(app: App, named: list[str]) -> list[UUID]:
    """Return the ids of the jobs that are named; see `find_jobs`."""
    from doughy_cli.jobs.find_queries import find_jobs

    return find_jobs(app.session, texts(app, named))
