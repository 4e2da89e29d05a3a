"""`doughy db start|stop|restart|status|url|psql|backup|restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.database.rows import RestoreRow, ServerRow
from doughy_cli.errors import Usage
from doughy_cli.options import Asking, Command, Showing, Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The database server: start, stop, backup, restore, psql.",
)

File = Annotated[str, typer.Argument(metavar="FILE", help="The backup's file, or -.")]


@app.command(cls=Showing.of(ServerRow))
def start(context: typer.Context) -> None:
    """Start the embedded server, if it does not run. Every command does so by itself.

    Examples:
      doughy db start

    Exit codes:
      not 4
    """
    from doughy_cli.database import server_status

    app: App = context.obj
    server_status.require_embedded(app.settings, "start")
    ran = server_status.find_status(app.settings, app.output.say).running
    _start(app)
    _show(app, "The server was running already." if ran else "The server runs.")


@app.command(cls=Showing.of(ServerRow))
def stop(context: typer.Context) -> None:
    """Stop the embedded server. What is saved stays; whoever is connected is cut off.

    Examples:
      doughy db stop

    Exit codes:
      not 4
    """
    app: App = context.obj
    _show(app, "The server was stopped." if _stop(app, "stop") else "The server did not run.")


@app.command(cls=Showing.of(ServerRow))
def restart(context: typer.Context) -> None:
    """Stop the embedded server and start it again.

    Examples:
      doughy db restart

    Exit codes:
      not 4
    """
    app: App = context.obj
    _stop(app, "restart")
    _start(app)
    _show(app, "The server was started again.")


@app.command(cls=Showing.of(ServerRow))
def status(context: typer.Context) -> None:
    """Show whether the server runs, and what is known of it.

    An embedded server that does not run is no failure: `running` says so. Another server
    that does not answer is one (exit 7).

    Examples:
      doughy db status
      doughy db status --json | jq .running

    Exit codes:
      not 4 7
    """
    from doughy_cli.database import server_status

    app: App = context.obj
    app.output.one(ServerRow, server_status.find_status(app.settings, app.output.say))


@app.command(cls=Command)
def url(context: typer.Context) -> None:
    """Print a URL for psql and other programs, as the signed-in person.

    It holds no password: give that in PGPASSWORD.

    Examples:
      doughy db url
      # For another program that speaks to PostgreSQL
      psql "$(doughy db url)" -c 'SELECT count(*) FROM leads'
    """
    from doughy_cli.database import psql

    app: App = context.obj
    typer.echo(psql.person_url(app.settings, app.output.say))


@app.command(cls=Command)
def psql(
    context: typer.Context,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[-- ARGUMENTS]", help="psql's own arguments.")
    ] = None,
) -> None:
    """Open psql, as the signed-in person: row security holds there, too.

    Examples:
      doughy db psql
      doughy db psql -- -c 'SELECT count(*) FROM leads'

    Exit codes:
      1  Failed. The exit code of psql is the command's.
    """
    from doughy_cli.database import psql as programs

    app: App = context.obj
    programs.run_psql(app.settings, app.output.say, arguments or [])


@app.command(cls=Asking)
def backup(context: typer.Context, file: File) -> None:
    """Back the whole database up, people's logins included.

    The file holds every row of everybody's: guard it as you would the database. Not in it are
    the files of documents (copy their folder, too) and the vault secret that opens the keys of
    other services (`doughy keys vault show-recovery`); what there is of them is said.

    Needs the database's administrator: the embedded server's owner, or the user in
    --database-url (who, unless a superuser, cannot read passwords: they are left out).

    Examples:
      doughy db backup doughy.backup
      # Every night: a line of a crontab, which knows no PATH and wants \\% for %
      15 2 * * *  .venv/bin/doughy db backup --quiet "doughy-$(date +\\%F).backup"
    """
    from doughy_cli.database import backup as backups
    from doughy_cli.database.backup_notes import Noted, note_backup
    from doughy_cli.database.left_out import say_not_backed_up
    from doughy_cli.database.words import logins
    from doughy_cli.db.address import find_address
    from doughy_cli.progress import Progress, in_words

    app: App = context.obj
    if file == "-":
        if sys.stdout.isatty():
            raise Usage("A backup is no text for a terminal.", "Name a file, or use a pipe.")
        target = backups.streaming(sys.stdout.buffer)
    else:
        if backups.check_target(Path(file)):
            app.confirm(f"{file} is there already. Replace it?")
        target = backups.replacing(Path(file))
    address = find_address(app.settings, app.output.say)
    with Progress(app.output, "Backing up") as progress, target as stream:
        manifest, left = backups.back_up(address, _asker(app), stream, progress.advance)
    noted = Noted(manifest.made_at, None if file == "-" else Path(file).absolute())
    note_backup(app.folders, address.label, noted)
    lacking = sum(each.verifier is None for each in manifest.people)
    app.output.say(
        f"Backed up {address.name}: {logins(len(manifest.people))}, {in_words(progress.done)}."
    )
    if lacking:
        app.output.say(
            f"Without the passwords of {lacking}, which only a superuser may read: restored "
            "elsewhere, they need `doughy users reset-password`."
        )
    say_not_backed_up(app.folders, left, app.output.say)


@app.command(cls=Writing.of(RestoreRow))
def restore(context: typer.Context, file: File) -> None:
    """Replace the database with a backup: as a whole, or not at all.

    Files of documents are not in a backup: how many of them are not here is said.

    Everything is checked first (and only checked, under --dry-run), then restored beside
    the old database, which is replaced at the end. Whoever is connected is cut off. A dump
    can run any SQL: restore only what you trust.

    Examples:
      doughy db restore doughy.backup --dry-run
      doughy db restore doughy.backup

    Exit codes:
      5  The backup is of a newer doughy, or no backup at all.
    """
    from doughy_cli.database.restore import restore as run

    app: App = context.obj
    row = run(app, file, _asker(app))
    if app.output.explicit or row.password:
        app.output.one(RestoreRow, row)


def _asker(app: App) -> Callable[[str], str]:
    return lambda question: app.ask_secret(question, "Put it into PGPASSWORD.")


def _start(app: App) -> None:
    from doughy_cli.db.address import find_address

    find_address(app.settings, app.output.say)


def _stop(app: App, verb: str) -> bool:
    from doughy_cli.database import server_status
    from doughy_cli.db import server

    server_status.require_embedded(app.settings, verb)
    return server.stop(app.settings.folders.server)


def _show(app: App, message: str) -> None:
    from doughy_cli.database import server_status

    app.output.say(message)
    if app.output.explicit:
        app.output.one(ServerRow, server_status.find_status(app.settings, app.output.say))
