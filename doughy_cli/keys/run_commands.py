"""`doughy keys run`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import NotFound
from doughy_cli.options import Command

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_NOT_FOUND, _NOT_RUNNABLE = 127, 126  # as shells have it


@app.command(cls=Command, context_settings={"allow_interspersed_args": False})
def run(
    context: typer.Context,
    command: Annotated[
        list[str], typer.Argument(metavar="-- COMMAND...", help="The program and its arguments.")
    ],
    service: Annotated[
        list[str] | None,
        typer.Option(metavar="SERVICE", help="This key alone; repeat it. Else all of yours."),
    ] = None,
    no_masking: Annotated[
        bool, typer.Option("--no-masking", help="Let keys through in what it writes.")
    ] = False,
) -> None:
    """Run a program with keys in its environment.

    OPENAI_API_KEY, STRIPE_API_KEY, TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, SENDGRID_API_KEY,
    and the variables of services of your own. In what the program writes they are shown as ***.
    Its exit code is the command's, signals are passed on to it, and on a terminal it has one of
    its own. With --no-masking it takes doughy's place altogether.

    Examples:
      doughy keys run -- make nightly
      doughy keys run --service openai -- python score.py

    Exit codes:
      1  Failed. The program's own exit code is the command's, whatever it is.
      3  No key is stored, or none for this service.
      126  The program cannot be run.
      127  There is no such program.
    """
    from doughy_cli.keys.running.environment import environment, secrets_of
    from doughy_cli.keys.running.masking import spellings
    from doughy_cli.keys.running.program import become, run_masked
    from doughy_cli.keys.targets import mine_or_named
    from doughy_cli.keys.unseen import allow_core, no_core
    from doughy_cli.vault.opening import open_keys

    app: App = context.obj
    limit = no_core()
    keys = mine_or_named(app, service)
    if not keys:
        raise NotFound("No key is stored.", "Store one: doughy keys set SERVICE", code="no_key")
    opened = open_keys(app.settings, keys)
    secrets = secrets_of(opened)
    app.close()
    given = environment(secrets)
    hidden = [*secrets.values(), *(each.use().key for each in opened)]
    try:
        if no_masking:
            become(command, given, lambda: allow_core(limit))
        texts = {text for each in hidden for text in spellings(each)}
        code = run_masked(command, given, texts, lambda: allow_core(limit))
    except OSError as error:
        app.output.say(f"doughy: {command[0]}: {error.strerror or error}")
        missing = isinstance(error, FileNotFoundError)
        raise typer.Exit(_NOT_FOUND if missing else _NOT_RUNNABLE) from None
    raise typer.Exit(code)
