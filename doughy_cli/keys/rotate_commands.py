"""`doughy keys rotate`: today's format for what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.errors import DoneInPart
from doughy_cli.keys.rows import KeyRow
from doughy_cli.keys.targets import NOUNS, Services, mine_or_named
from doughy_cli.options import Writing
from doughy_cli.targets import counted

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(KeyRow))
def rotate(context: typer.Context, services: Services = None) -> None:
    """Seal stored keys anew, as it is done today.

    With fresh salt and nonce, today's format and number of iterations. The keys themselves stay
    as they are, and so does the vault secret; `keys vault rotate` replaces that. What the app
    has sealed is rewritten so. A key that cannot be opened stays as it is, and is named.

    Examples:
      doughy keys rotate --dry-run
      doughy keys rotate openai

    Exit codes:
      6  Some keys could not be opened, and stayed as they are.
    """
    from doughy_cli.keys.rotation import reseal
    from doughy_cli.keys.shown import key_row
    from doughy_cli.vault.queries import lock_vault

    app: App = context.obj
    with app.transaction() as session:
        lock_vault(session)
        opened = reseal(session, app.settings, mine_or_named(app, services))
    app.output.rows(KeyRow, [key_row(each.key, each) for each in opened])
    faults = [each.fault for each in opened if each.fault]
    done = len(opened) - len(faults)
    if not app.flags.dry_run:
        app.output.say(f"{done} of {counted(len(opened), NOUNS)} sealed anew.")
    for fault in faults:
        app.output.say(fault.message)
    if faults:
        raise DoneInPart(f"{len(faults)} of {len(opened)} could not be opened.", faults[0].hint)
