"""The tree of commands, loaded only where it is walked, and the one place where errors
become messages and exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperCommand, TyperGroup

from doughy_cli.context import App
from doughy_cli.errors import DoughyError, Failed, Interrupted, Usage
from doughy_cli.meant import meant
from doughy_cli.output import visible_lines

# name → (module, one-line summary). A module holds the Typer app of a group of that name,
# or one that has a command of that name. A test holds the summaries to the commands' own.
COMMANDS: dict[str, tuple[str, str]] = {
    "quickstart": ("doughy_cli.database.setup_commands", "A database, an account and demo data."),
    "init": (
        "doughy_cli.database.setup_commands",
        "The schema and the first admin, here or on a server.",
    ),
    "login": ("doughy_cli.accounts.sign_in_commands", "Sign in."),
    "logout": ("doughy_cli.accounts.sign_in_commands", "Forget the password that is kept here."),
    "whoami": ("doughy_cli.accounts.sign_in_commands", "Who is signed in, and where."),
    "passwd": ("doughy_cli.accounts.sign_in_commands", "Change your password."),
    "leads": ("doughy_cli.leads.commands", "Leads: list, add, edit, import, export."),
    "contacts": (
        "doughy_cli.contacts.commands",
        "Contacts: the people around leads.",
    ),
    "properties": (
        "doughy_cli.properties.commands",
        "Properties: list, add, edit, import, compare.",
    ),
    "deals": ("doughy_cli.deals.commands", "Deals: the pipeline, and what to do today."),
    "docs": (
        "doughy_cli.docs.commands",
        "Documents: keep them, find them, and see that none is lost.",
    ),
    "jobs": ("doughy_cli.jobs.commands", "Jobs: what workers do while nobody looks."),
    "keys": (
        "doughy_cli.keys.commands",
        "Keys of other services: sealed here, checked, given to programs.",
    ),
    "can": (
        "doughy_cli.permissions.commands",
        "Whether you may do something to a record: it is tried, and taken back.",
    ),
    "logs": (
        "doughy_cli.logs.commands",
        "The system's log: follow, list, count, write, prune (for admins).",
    ),
    "users": ("doughy_cli.accounts.users_commands", "People who may sign in (for admins)."),
    "plans": ("doughy_cli.plans.commands", "Plans: what people subscribe to."),
    "profiles": (
        "doughy_cli.accounts.profiles_commands",
        "Databases and people you switch between.",
    ),
    "db": (
        "doughy_cli.database.commands",
        "The database server: start, stop, backup, restore, psql.",
    ),
    "migrate": ("doughy_cli.database.migrate_commands", "The schema's revisions."),
}


@cache
def _command(name: str) -> Any:
    """A command of the root, built once however many command lines this process runs: to read
    the signatures of a large group takes longer than what most of its commands do."""
    group = typer.main.get_group(import_module(COMMANDS[name][0]).app)
    return group.commands.get(name, group)


class Root(TyperGroup):
    """The root group: knows its commands by name, and imports one when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        return _command(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        # The nearest names are looked for among `commands`: stubs are enough for that.
        self.commands = {name: TyperCommand(name) for name in COMMANDS}
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def tree() -> Root:
    """Return the root of the commands."""
    return Root(
        name="doughy",
        help="CRM and deals for real-estate investors, from the terminal.",
        epilog="First time here? `doughy quickstart`. Each command has --help.",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["--help", "-h"]},
        params=[_version()],
    )


def _version() -> Any:
    from typer.core import TyperOption

    def show(_context: Any, _parameter: Any, value: Any) -> None:
        if value:
            from doughy_cli import __version__

            typer.echo(f"doughy {__version__}")
            raise typer.Exit

    return TyperOption(
        param_decls=["--version", "-V"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help="The version of doughy.",
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return its exit code. No exception comes out."""
    app = App()
    try:
        try:
            root = tree()
            with root.make_context("doughy", list(arguments), obj=app) as context:
                root.invoke(context)
            sys.stdout.flush()
        finally:
            app.close()
        return 0
    except typer.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        _close_stdout()
        return 0
    except NoArgsIsHelpError as error:
        typer.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (the one place that may)
        if app.flags.verbose:
            import traceback

            traceback.print_exc()
        if isinstance(error, OSError):
            _close_stdout()
        failure = explain(error)
        if isinstance(error, OSError) and app.saved:
            failure.hint = "What was to be done is saved; only its output is lost."
        _report(failure, as_json=_wants_json(app, arguments))
        return failure.exit_code


def explain(error: BaseException) -> DoughyError:
    """Return what `error` means to a person."""
    if isinstance(error, DoughyError):
        return error
    if isinstance(error, ClickException):
        context = getattr(error, "ctx", None)
        hint = f"See `{context.command_path} --help`." if context else None
        message = error.format_message()
        commands = tuple(getattr(context.command, "commands", ())) if context else ()
        if context and (better := meant(message, context.command_path, commands)):
            message = f"{message.split('.')[0]}. Did you mean `{better}`?"
        return Usage(message, hint)
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return Interrupted("Interrupted.")
    if type(error).__module__.split(".")[0] in ("psycopg", "sqlalchemy"):
        from doughy_cli.db.failures import explain_database_error

        return explain_database_error(error)
    if isinstance(error, UnicodeError):
        return Usage(
            "This is not text in UTF-8: what was typed, or what stdin holds.",
            "Write it in UTF-8.",
            code="not_text",
        )
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Failed(f"{where}{error.strerror or error}")
    return Failed(
        f"This is a defect in doughy: {type(error).__name__}: {error}",
        "Run it again with --verbose, and report what it prints.",
        code="defect",
    )


def _close_stdout() -> None:
    # Nothing more can be written; the interpreter would try at exit, and complain.
    if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())


def _wants_json(app: App, arguments: Sequence[str]) -> bool:
    # A usage error comes before the flags are kept, so the words are looked at as well.
    return app.flags.json or app.flags.output in ("json", "jsonl") or "--json" in arguments


def _report(failure: DoughyError, *, as_json: bool) -> None:
    if as_json:
        content = {"code": failure.code, "message": failure.message, "hint": failure.hint}
        text = json.dumps({"error": content}, ensure_ascii=False)
    else:
        text = visible_lines(f"doughy: {failure.message}")
        if failure.hint:
            text += visible_lines(f"\n  {failure.hint}")
    sys.stderr.write(text + "\n")
