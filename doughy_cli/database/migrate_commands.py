"""`doughy migrate up|down|status|history|check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.database.rows import RevisionRow, SchemaRow
from doughy_cli.errors import Failed
from doughy_cli.options import Command, Listing, Showing, Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The schema's revisions.")


@app.command(cls=Writing.of(SchemaRow))
def up(
    context: typer.Context,
    target: Annotated[str, typer.Argument(help="A revision; the newest if none.")] = "head",
) -> None:
    """Bring the schema up to a revision, all of it or nothing.

    Needs the database's administrator: the embedded server's owner, or the user in
    --database-url.

    Examples:
      doughy migrate up --dry-run
      doughy migrate up
    """
    from doughy_cli.database import schema

    app: App = context.obj
    row, change = schema.migrate(app, "up", target)
    if change.revisions:
        app.output.say(f"Applied {', '.join(change.revisions)}.")
    elif change.definitions_changed:
        app.output.say("Policies, functions, triggers and grants were brought up to date.")
    else:
        app.output.say("The schema was up to date already.")
    if app.output.explicit:
        app.output.one(SchemaRow, row)


# -1 is a target and no option.
@app.command(cls=Writing.of(SchemaRow), context_settings={"ignore_unknown_options": True})
def down(
    context: typer.Context,
    target: Annotated[str, typer.Argument(help="A revision, -1 for one step, or base.")],
) -> None:
    """Take the schema back to a revision. What newer revisions made is deleted.

    Below the newest revision people see nothing, until `doughy migrate up`.

    Examples:
      doughy migrate down -1 --dry-run
    """
    from doughy_cli.database import schema

    app: App = context.obj
    name = schema.database_name(app)
    app.confirm_name(f"The tables and columns above {target} are deleted with their rows.", name)
    row, change = schema.migrate(app, "down", target)
    app.output.say(
        f"Took back {', '.join(change.revisions)}." if change.revisions else "Nothing to take back."
    )
    if app.output.explicit:
        app.output.one(SchemaRow, row)


@app.command(cls=Showing.of(SchemaRow))
def status(context: typer.Context) -> None:
    """Where the schema stands. Exit 1 if revisions are pending.

    Examples:
      doughy migrate status

    Exit codes:
      1  Revisions are pending.
    """
    from doughy_cli.database import schema

    app: App = context.obj
    row = schema.status(app)
    app.output.one(SchemaRow, row)
    if not row.up_to_date:
        raise Failed(f"{len(row.pending)} revisions are pending.", "doughy migrate up")


@app.command(cls=Listing.of(RevisionRow))
def history(context: typer.Context) -> None:
    """All revisions, the oldest first, and whether the database has them.

    Examples:
      doughy migrate history
    """
    from doughy_cli.database import schema

    app: App = context.obj
    app.output.rows(RevisionRow, schema.history(app)[: app.flags.limit])


@app.command(cls=Command)
def check(context: typer.Context) -> None:
    """Compare the database with what this doughy expects. Exit 1 if it differs.

    Examples:
      doughy migrate check

    Exit codes:
      1  The database differs from what this doughy expects.
    """
    from doughy_cli.database import schema

    app: App = context.obj
    differences = schema.check(app)
    for each in differences:
        app.output.say(each)
    if differences:
        # What the revisions made is not made again: that is the administrator's to mend.
        mends = any(not each.startswith("table: ") for each in differences)
        raise Failed(
            f"{len(differences)} differences.",
            "doughy migrate up" if mends else "`doughy migrate up` does not mend tables.",
            code="schema_differs",
        )
    app.output.say("The schema is what it should be.")
