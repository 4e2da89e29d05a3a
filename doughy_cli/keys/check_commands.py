"""`doughy keys check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.keys.rows import CheckRow
from doughy_cli.keys.targets import Services, mine_or_named
from doughy_cli.options import Showing
from doughy_cli.targets import counted

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_BROKEN, _UNKNOWN = 1, 7
_MESSAGES, _LEADS = ("message", "messages"), ("lead", "leads")


@app.command(cls=Showing.of(CheckRow))
def check(context: typer.Context, services: Services = None) -> None:
    """Try stored keys at their providers.

    That is one cheap call each, all at the same time. healthy: the provider takes it.
    unhealthy: it refuses it, and says why. inactive: the account is switched off. unknown: no
    answer, and what was known stays. What is found is stored, and `keys list` shows it.

    Of a key for twilio or sendgrid that does not work, --json has the messages that failed
    since it last did, by lead, for sending them again.

    Exit 1 if a key does not work or cannot be opened; 7 if all others do and a provider does
    not answer.

    Examples:
      doughy keys check
      doughy keys check twilio --json | jq -r '.[].failed_leads[].id'

    Exit codes:
      1  A key does not work, or cannot be opened.
      7  A provider, or the server, does not answer; what answers is well.
    """
    from doughy_cli.keys.checking import BROKEN, UNOPENED, check_keys, store
    from doughy_cli.keys.unseen import no_core

    app: App = context.obj
    no_core()
    keys = mine_or_named(app, services)
    # The connection waits for no provider with a transaction open.
    app.session.rollback()
    checked = check_keys(app.settings, keys)
    with app.transaction() as session:
        rows = store(session, checked)
    app.output.rows(CheckRow, rows)
    for row in rows:
        if row.failed_messages:
            app.output.say(
                f"{row.service}: {counted(row.failed_messages, _MESSAGES)} to "
                f"{counted(len(row.failed_leads), _LEADS)} failed since "
                f"{row.failed_since:%Y-%m-%d %H:%M} UTC; --json has which."
            )
    results = {row.result for row in rows}
    if results & {*BROKEN, UNOPENED}:
        raise typer.Exit(_BROKEN)
    if "unknown" in results:
        raise typer.Exit(_UNKNOWN)
