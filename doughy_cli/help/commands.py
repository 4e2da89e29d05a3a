"""`doughy help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.errors import Usage
from doughy_cli.options import Command

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(rich_markup_mode=None)


@app.command("help", cls=Command)
def show_help(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND|TOPIC]...", help="A command, a group, or a topic."),
    ] = None,
) -> None:
    """Help on a command, or on a topic.

    Without a word: the commands, and the topics that there are. `doughy help fields leads list`
    tells what each field of `leads list --json` is.

    Examples:
      doughy help leads edit
      doughy help exit-codes
      doughy help errors stale
      doughy help fields deals list

    Exit codes:
      2  There is no such command and no such topic.
      not 4 7
    """
    from doughy_cli.command_roots import TOPICS
    from doughy_cli.manual.topics import topic

    app: App = context.obj
    wanted = list(words or ())
    if wanted[:1] == ["fields"]:
        text = _fields(context, wanted[1:])
    elif wanted[:1] == ["errors"]:
        text = _errors(wanted[1:])
    elif len(wanted) == 1 and wanted[0] in TOPICS:
        text = topic(wanted[0])
    else:
        text = _of_command(context, wanted)
    app.output.stdout.write(f"{text}\n")


def _of_command(context: Any, words: list[str]) -> str:
    """Return the page of a command, as its --help shows it."""
    found, inner = _walk(context, words)
    return str(found.get_help(inner))


def _walk(context: Any, words: list[str]) -> tuple[Any, Any]:
    """Return the command that `words` lead to, and the context in which it is shown."""
    from doughy_cli.manual.unknown import unknown

    inner = context.find_root()
    found = inner.command
    for at, word in enumerate(words):
        commands = getattr(found, "commands", {})
        if word not in commands:
            raise unknown(words[:at], word, commands)
        found = found.get_command(inner, word)
        inner = type(context)(
            found, parent=inner, info_name=word, help_option_names=["--help", "-h"]
        )
    return found, inner


def _fields(context: Any, words: list[str]) -> str:
    """Return what the fields of a command's record are; without words, which commands have some."""
    from doughy_cli.manual import fields

    if not words:
        return fields.overview(_records(context, context.find_root().command, ()))
    found, _ = _walk(context, words)
    if hasattr(found, "commands"):
        return fields.overview(_records(context, found, tuple(words)))
    return fields.page(" ".join(words), getattr(found, "record", None))


def _errors(words: list[str]) -> str:
    """Return what an error's code means; without a word, what all of them do."""
    from doughy_cli.error_codes import CODES
    from doughy_cli.manual import errors
    from doughy_cli.manual.unknown import nearest

    if not words:
        return errors.page()
    if words[0] not in CODES:
        hint = "`doughy help errors` has all of them."
        raise Usage(f"There is no code {words[0]!r}.{nearest(words[0], CODES)}", hint)
    return errors.one(words[0])


def _records(context: Any, group: Any, path: tuple[str, ...]) -> dict[str, type]:
    """Return the record of each command of a group that shows one."""
    found: dict[str, type] = {}
    for name in group.commands:
        each = group.get_command(context, name)
        if hasattr(each, "commands"):
            found |= _records(context, each, (*path, name))
        elif record := getattr(each, "record", None):
            found[" ".join((*path, name))] = record
    return found
