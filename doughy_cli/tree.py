"""The tree of commands. Only what is walked is loaded: of a command line its own command, and of
a group's help nothing but the generated index."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

PROGRAM = "doughy"

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
    "doctor": (
        "doughy_cli.doctor.commands",
        "Look whether all is well here, and say what to do where it is not.",
    ),
    "completion": (
        "doughy_cli.completion.commands",
        "Complete command lines in your shell: print its script, or install it.",
    ),
}


class Group(TyperGroup):
    """A group that knows its commands by name, and builds one when it is called."""

    def __init__(self, path: tuple[str, ...], summaries: dict[str, str], **attributes: Any) -> None:
        # Stubs are enough for the help, and for the nearest names of one that is unknown.
        stubs: Any = {name: TyperCommand(name, help=said) for name, said in summaries.items()}
        super().__init__(
            name=path[-1],
            commands=stubs,
            no_args_is_help=True,
            rich_markup_mode=None,
            **attributes,
        )
        self.path = path

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return command((*self.path[1:], cmd_name))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        limit = formatter.width - 6 - max(map(len, self.commands))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, stub.get_short_help_str(limit)) for name, stub in self.commands.items()]
            )


@cache
def command(path: tuple[str, ...]) -> Any:
    """Return the command or group at `path`, without the program's name; None if there is none.

    It is built once however many command lines this process runs: to read the signatures of a
    large group takes longer than what most of its commands do.
    """
    from doughy_cli.command_index import GROUPS

    if found := GROUPS.get(" ".join(path)):
        about, commands = found
        summaries = {name: summary for name, (_, summary) in commands.items()}
        return Group((PROGRAM, *path), summaries, help=about)
    *above, name = path
    if not above:
        return _from(COMMANDS[name][0], name) if name in COMMANDS else None
    _, commands = GROUPS[" ".join(above)]
    if name in commands:
        return _from(commands[name][0], name)
    # Of an index that is older than the command: the whole group knows.
    return whole_group(above[0]).commands.get(name) if len(above) == 1 else None


def _from(module: str, name: str) -> Any:
    """Build the command `name` of the Typer app of a module, and no other."""
    app: typer.Typer = import_module(module).app
    for info in app.registered_commands:
        if name_of(info) == name:
            return typer.main.get_command_from_info(
                info, pretty_exceptions_short=False, rich_markup_mode=None
            )
    return None


def name_of(info: Any) -> str:
    """Return the name under which Typer registers a command."""
    return str(info.name or typer.main.get_command_name(info.callback.__name__))


def whole_group(name: str) -> Any:
    """Return a group of the root with all of its commands built: what the index is made of."""
    return typer.main.get_group(import_module(COMMANDS[name][0]).app)


def tree() -> Group:
    """Return the root of the commands."""
    return Group(
        (PROGRAM,),
        {name: summary for name, (_, summary) in COMMANDS.items()},
        help="CRM and deals for real-estate investors, from the terminal.",
        epilog="First time here? `doughy quickstart`. Each command has --help.",
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
