"""The tree of commands. Only what is walked is loaded: of a command line its own command, and of
a group's help nothing but the generated index."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from doughy_cli.command_roots import ABOUT, COMMANDS, PROGRAM
from doughy_cli.manual import groups


class Group(TyperGroup):
    """A group that knows its commands by name, and builds one when it is called.

    What was typed after its name is in `context.meta`, for what is said of an unknown command.
    """

    TYPED = "doughy.words"

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

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        ctx.meta[self.TYPED] = tuple(args)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return command((*self.path[1:], cmd_name))

    def get_help(self, ctx: Any) -> str:
        return groups.page(" ".join(self.path[1:]))


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
        help=ABOUT,
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
