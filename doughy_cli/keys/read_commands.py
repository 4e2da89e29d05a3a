"""`doughy keys …`: what only reads."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from doughy_cli.flagset import takes
from doughy_cli.keys.filters import KeyFilter
from doughy_cli.keys.flags import Reveal
from doughy_cli.keys.rows import KeyRow, RevealedRow
from doughy_cli.keys.targets import Service, showing
from doughy_cli.options import Listing, Showing
from doughy_cli.output import visible

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(KeyRow))
@takes(KeyFilter, into="where")
def list_keys(context: typer.Context, *, where: KeyFilter) -> None:
    """List the stored keys, masked.

    An admin sees that other people have keys, and not what they are.

    Examples:
      doughy keys list
      doughy keys list --status unhealthy --json
    """
    from doughy_cli.keys.listing import listed
    from doughy_cli.vault.queries import my_id

    app: App = context.obj
    keys = listed(app.session, where, app.flags.sort)
    limit = app.output.limit
    shown = showing(app, keys[:limit], my_id(app.session))
    app.output.rows(KeyRow, shown, lambda: len(keys))
    never = [each.service for each in shown if each.last_checked is None and each.masked]
    if never:
        app.output.suggest(f"Never checked: {', '.join(never)}. doughy keys check {never[0]}")


@app.command(cls=Showing.of(KeyRow))
def show(
    context: typer.Context,
    service: Service,
    reveal: Reveal = False,
) -> None:
    """Show a stored key, masked; with --reveal the key itself.

    Examples:
      doughy keys show openai
      # The bare key, alone on stdout
      doughy keys show openai --reveal
    """
    from doughy_cli.keys.shown import key_row
    from doughy_cli.keys.unseen import no_core
    from doughy_cli.vault.opening import open_keys
    from doughy_cli.vault.queries import find_key

    app: App = context.obj
    no_core()
    [opened] = open_keys(app.settings, [find_key(app.session, service)])
    key = opened.use().key
    row = key_row(opened.key, opened)
    if not reveal:
        app.output.one(KeyRow, row)
    elif app.output.explicit:
        app.output.one(RevealedRow, RevealedRow(**asdict(row), key=key.reveal()))
    else:
        text = key.reveal()
        # What the app has sealed may be anything; a terminal would obey it.
        sys.stdout.write((visible(text) if sys.stdout.isatty() else text) + "\n")
