"""`doughy doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.doctor.rows import CheckRow, State
from doughy_cli.errors import Usage
from doughy_cli.options import Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(rich_markup_mode=None)


@app.command(cls=Showing.of(CheckRow))
def doctor(
    context: typer.Context,
    report: Annotated[
        bool, typer.Option("--report", help="Write a text without secrets, for a bug report.")
    ] = False,
    start: Annotated[
        bool, typer.Option("--start", help="Start the embedded server if it does not run.")
    ] = False,
) -> None:
    """Look whether all is well, and what to do where not.

    Program, folders, configuration, server, sign-in, schema, row security, keys, documents, jobs
    and backup: a line for each. Nothing is changed. Exit 1 if something must be mended; a warning
    is no fault.

    Examples:
      doughy doctor
      # For a bug report: without secrets
      doughy doctor --report >report.txt

    Exit codes:
      1  Something must be mended.
      not 4 7
    """
    from doughy_cli.doctor import shown
    from doughy_cli.doctor.checks import examine
    from doughy_cli.doctor.patient import Patient

    app: App = context.obj
    if report and app.output.explicit:
        raise Usage("--report is a text, and has no other format.", "Leave --json or -o away.")
    found = examine(Patient(app, start=start))
    if report:
        from doughy_cli.doctor.report import write_report

        rows = write_report(app, found)
    else:
        rows = shown.show(app.output, found)
        app.output.say(shown.summary(rows))
    if any(each.state is State.fault for each in rows):
        raise typer.Exit(1)
