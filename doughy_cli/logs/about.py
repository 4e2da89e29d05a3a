"""`doughy logs tail --about`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.rows import AboutRow

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.logs.lines import Layout

_KINDS = ("lead", "deal", "job")
_KIND = 8  # cells


def _show_about(context: typer.Context, wanted: tuple[str, str] | None) -> tuple[str, str] | None:
    if wanted:
        if wanted[0] not in _KINDS:
            raise Usage(f"--about is for {', '.join(_KINDS)}, not {wanted[0]!r}.")
        context.obj.flags.record = AboutRow
    return wanted


AboutOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--about",
        metavar="lead|deal|job ID",
        is_eager=True,
        callback=_show_about,
        help="All that happened with this record: logs that name it, its timeline, messages, "
        "calls and jobs, with their kind.",
        show_default=False,
    ),
]


def show_about(
    app: App, named: tuple[str, str], where: LogFilter, count: int | None, *, details: bool
) -> None:
    """Write the last `count` things that happened with a record."""
    from doughy_cli.db.session import raw
    from doughy_cli.logs.about_queries import find_record, last_about
    from doughy_cli.logs.queries import check_readable
    from doughy_cli.logs.tail_output import TailOutput

    check_readable(raw(app.session))
    record = find_record(app.session, *named, app.settings.region)
    output = TailOutput(app, AboutRow, about_lines, details=details)
    for rows in last_about(app.session, record, where, count):
        output.write(rows)


def about_lines(row: AboutRow, layout: Layout) -> Iterator[str]:
    """Yield the lines of what happened: time here, kind, a log's level, type, text."""
    from doughy_cli.logs import lines

    at = lines.shown_at(row.at, layout)
    level = row.level or ""
    head = [
        lines.painted(at, lines.DIM, layout),
        f"{row.kind:<{_KIND}}",
        *lines.named(level, row.type, layout),
    ]
    begin = lines.width_of_head(at, row.type) + _KIND + 2
    yield from lines.entry_lines("  ".join(head), begin, row.text, row.details, layout)
