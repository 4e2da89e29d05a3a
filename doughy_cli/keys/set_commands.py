"""`doughy keys set` and `rm`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import NotFound
from doughy_cli.keys.flags import FromEnv, FromFile
from doughy_cli.keys.rows import KeyRow
from doughy_cli.keys.targets import Service
from doughy_cli.options import Asking, Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("set", cls=Writing.of(KeyRow))
def set_key(
    context: typer.Context,
    service: Service,
    extra: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    from_file: FromFile = None,
    from_env: FromEnv = None,
    variable: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="The variable of a service of your own; else SERVICE_API_KEY."
        ),
    ] = None,
) -> None:
    """Store a key, in place of the one that is there.

    It is asked for without being shown, or read from stdin, a file or a variable; it is never
    given as an argument. It is sealed here: the database never holds it in clear.

    Twilio has two parts, the account's SID and its token: SID:TOKEN, or a line each.

    Examples:
      # Asked for, and not shown
      doughy keys set openai
      doughy keys set stripe --from-file stripe.txt
      doughy keys set crm --from-env CRM_TOKEN --variable CRM_TOKEN

    Exit codes:
      not 3
    """
    from doughy_cli.keys.reading import read_key, refuse_argument
    from doughy_cli.keys.services import chosen_variable, oddity, service_name
    from doughy_cli.keys.shown import key_row
    from doughy_cli.keys.unseen import no_core
    from doughy_cli.vault.opening import Opened
    from doughy_cli.vault.queries import find_key
    from doughy_cli.vault.seal import Content
    from doughy_cli.vault.sealing import store_key

    app: App = context.obj
    refuse_argument(extra or [], "A key")
    no_core()
    name = service_name(service)
    chosen = chosen_variable(name, variable)
    key = read_key(app, name, from_file, from_env)
    say, dry_run = app.output.say, app.flags.dry_run
    with app.transaction() as session:
        content = Content(key, chosen)
        replaced = store_key(session, app.settings, name, content, say, dry_run=dry_run)
        stored = find_key(session, name)
        row = key_row(stored, Opened(stored, content, None))
    app.output.one(KeyRow, row)
    if odd := oddity(name, key):
        say(odd)
    if not dry_run:
        did = "replaced" if replaced else "stored"
        say(f"The key for {name} was {did}. Not checked yet: doughy keys check {name}")


@app.command(cls=Asking)
def rm(
    context: typer.Context,
    services: Annotated[list[str], typer.Argument(metavar="SERVICE...", help="Whose keys.")],
) -> None:
    """Remove stored keys. At the provider they go on working until they are revoked there.

    Examples:
      doughy keys rm stripe --yes
    """
    from doughy_cli.keys.targets import mine_or_named
    from doughy_cli.vault.queries import remove_key

    app: App = context.obj
    keys = mine_or_named(app, services)
    names = ", ".join(each.place.service for each in keys)
    app.confirm(f"Remove the stored {'key' if len(keys) == 1 else 'keys'} for {names}?")
    with app.transaction() as session:
        for each in keys:
            if not remove_key(session, each):
                raise NotFound(f"The key for {each.place.service} is gone already.")
    app.output.say(f"Removed: {names}. Revoke what nobody needs at the provider, too.")
