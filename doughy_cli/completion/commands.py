"""`doughy completion`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.options import Asking

if TYPE_CHECKING:
    from doughy_cli.completion.places import StartUp
    from doughy_cli.context import App

app = typer.Typer(rich_markup_mode=None)


class Shell(StrEnum):
    """A shell for which there is a script."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


@app.command(cls=Asking)
def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(metavar="bash|zsh|fish|powershell", help="Your shell.")],
    install: Annotated[
        bool, typer.Option("--install", help="Write it to where the shell looks for it.")
    ] = False,
) -> None:
    """Let your shell complete command lines.

    Commands, flags, and words such as statuses and stages are completed from the script alone;
    ids, e-mails and names of views are those that you have last listed. Where the shell has to
    be told of the script, you are asked before its start-up file is changed.

    Examples:
      doughy completion bash --install
      doughy completion zsh >~/.zsh/completions/_doughy

    Exit codes:
      5  There is a file there that is not doughy's.
      not 4 7
    """
    from doughy_cli.completion.places import place_of, script_of, write

    app: App = context.obj
    if not install:
        app.output.stdout.write(script_of(shell))
        return
    place = place_of(shell)
    write(place, script_of(shell))
    app.output.say(f"Written to {place.script}.")
    if place.start_up and not _is_loaded(app, place.start_up):
        app.output.say(f"Put this line into {place.start_up.file}, then start a new shell:")
        app.output.say(f"  {place.start_up.line}")
        return
    app.output.say("New shells complete doughy's command lines.")


def _is_loaded(app: App, start_up: StartUp) -> bool:
    """Whether the shell's start-up file has the line: it had, or gets it now."""
    from doughy_cli.completion.places import has_line, put_line

    if has_line(start_up):
        return True
    question = f"Put a line into {start_up.file}, so that it is loaded? [y/N]"
    wanted = app.flags.yes or (app.interactive and app.ask(question, "").lower() in ("y", "yes"))
    if wanted:
        put_line(start_up)
        app.output.say(f"A line was put into {start_up.file}.")
    return wanted
