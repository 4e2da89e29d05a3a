"""Which jobs a command is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli import targets
from doughy_cli.jobs.rows import JobRow
from doughy_cli.targets import texts

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.jobs.changes import Written

_NOUNS = ("job", "jobs")

Named = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids or their beginnings; - reads them from stdin."),
]
One = Annotated[str, typer.Argument(metavar="ID", help="An id or its beginning.")]


def found(app: App, named: list[str]) -> list[UUID]:
    """Return the ids of the jobs that are named; see `find_jobs`."""
    from doughy_cli.jobs.find_queries import find_jobs

    return find_jobs(app.session, texts(app, named))


def show_written(app: App, named: list[str], written: Written, done: str, already: str) -> None:
    """Write what is stored now: an object for one job that was named, else a list."""
    words = targets.said(_NOUNS, len(written.rows), written.changed, done, already)
    targets.show_written(app, JobRow, named, written.rows, words)


def counted(count: int) -> str:
    """Return `1 job` or `1,200 jobs`."""
    return targets.counted(count, _NOUNS)
