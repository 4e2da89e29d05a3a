"""`doughy logs write`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.logs.levels import Level
from doughy_cli.logs.rows import LogRow
from doughy_cli.options import Writing
from doughy_cli.texts import LONGEST_TEXT, checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_STDIN = "-"
_LONGEST_SOURCE = 200  # characters


@app.command(cls=Writing.of(LogRow))
def write(
    context: typer.Context,
    message: Annotated[
        str,
        typer.Argument(
            metavar="MESSAGE", help=f"At most {LONGEST_TEXT:,} characters; - reads stdin."
        ),
    ],
    source: Annotated[
        str, typer.Option(metavar="TEXT", help="What writes it, such as edge-function.")
    ],
    level: Annotated[Level, typer.Option(case_sensitive=False)] = Level.info,
    details: Annotated[
        str | None,
        typer.Option(metavar="JSON|@FILE", help="A JSON object, or a file with one (@-: stdin)."),
    ] = None,
) -> None:
    """Write a log, for admins and services.

    doughy logs write --level error --source edge-function "Payload refused" --details @payload.json

    Examples:
      doughy logs write --source edge-function Refused --details '{"batch": 7}'
    """
    from doughy_cli.logs.details import read_details
    from doughy_cli.logs.write_queries import NewLog, add_log

    app: App = context.obj
    if message == _STDIN and details in ("-", "@-"):
        raise Usage("stdin can be the message or the details, not both.")
    source = checked_text(source, "--source", _LONGEST_SOURCE)
    if not source.isprintable():
        raise Usage("--source holds a control character.")
    text = checked_text(_read(message), "The message")
    given = read_details(details) if details is not None else None
    with app.transaction() as session:
        row = add_log(session, NewLog(level.value, source, text, given))
    if app.output.explicit or app.flags.fields:
        app.output.one(LogRow, row)
    if not app.flags.dry_run:
        app.output.say(f"Written as {str(row.id)[:8]}.")


def _read(message: str) -> str:
    if message != _STDIN:
        return message
    import sys

    return sys.stdin.read(10 * LONGEST_TEXT)  # blanks at its ends are not counted
