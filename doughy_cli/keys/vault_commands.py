"""`doughy keys vault show-recovery|set|rotate`: the secret that all keys are sealed with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.keys.flags import FromFile
from doughy_cli.keys.rows import VaultRow
from doughy_cli.keys.targets import NOUNS
from doughy_cli.options import Asking, Writing
from doughy_cli.targets import counted

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The vault secret: write it down, bring it here, replace it.",
)

FromVariable = Annotated[
    str | None, typer.Option("--from-env", metavar="NAME", help="Read it from a variable.")
]
Extra = Annotated[list[str] | None, typer.Argument(hidden=True)]


@app.command("show-recovery", cls=Asking)
def show_recovery(context: typer.Context) -> None:
    """Print the vault secret, to be written down.

    It is to be kept where the computer is not. With it, and the database, all keys can be read;
    without it, none, by anybody.

    Examples:
      doughy keys vault show-recovery
    """
    from doughy_cli.keys.unseen import no_core
    from doughy_cli.keys.vault import own_secret

    app: App = context.obj
    no_core()
    found = own_secret(app.session, app.settings)
    app.confirm("Show the vault secret, which opens all of your keys?")
    sys.stdout.write(found.reveal() + "\n")
    app.output.suggest("On another computer: doughy keys vault set")


@app.command("set", cls=Writing.of(VaultRow))
def set_secret(
    context: typer.Context,
    extra: Extra = None,
    from_file: FromFile = None,
    from_env: FromVariable = None,
) -> None:
    """Bring the vault secret to this computer.

    It is tried on the stored keys, and kept if it opens them. It is asked for without being
    shown, or read from stdin, a file or a variable.

    Examples:
      doughy keys vault set
      doughy keys vault set --from-file vault-secret.txt
    """
    from doughy_cli.keys.reading import read_line, refuse_argument
    from doughy_cli.keys.unseen import no_core
    from doughy_cli.keys.vault import bring
    from doughy_cli.vault.secret import checked

    app: App = context.obj
    refuse_argument(extra or [], "The vault secret")
    no_core()
    given = checked(read_line(app, "Vault secret", from_file, from_env))
    row = bring(app.session, app.settings, given, app.output.say, dry_run=app.flags.dry_run)
    if not app.flags.dry_run:
        count = counted(row.keys, NOUNS)
        opened = f"it opens {row.opened} of {count}" if row.keys else "no key is stored yet"
        app.output.say(f"The vault secret is kept here: {opened}.")
    if app.output.explicit:
        app.output.one(VaultRow, row)


@app.command(cls=Writing.of(VaultRow))
def rotate(
    context: typer.Context,
    extra: Extra = None,
    from_file: FromFile = None,
    from_env: FromVariable = None,
) -> None:
    """Replace the vault secret, and seal all keys anew under it.

    It is all keys or none. It is made here, unless --from-file or --from-env gives one. Other
    computers of yours need the new one then: `doughy keys vault set`. What was copied from the
    database before still opens with the old one, so if that is known to others, get new keys
    from the providers, too.

    Examples:
      doughy keys vault rotate --dry-run
    """
    from doughy_cli.keys.reading import read_line, refuse_argument
    from doughy_cli.keys.rotation import replace_secret
    from doughy_cli.keys.unseen import no_core
    from doughy_cli.vault import secret

    app: App = context.obj
    refuse_argument(extra or [], "The vault secret")
    no_core()
    given = from_file is not None or from_env is not None
    elsewhere = secret.from_environment() is not None
    if elsewhere and not given:
        raise Usage(
            f"The vault secret is in {secret.VARIABLE}, which doughy cannot change.",
            "Make a new one and give it with --from-file or --from-env; put it there afterwards.",
        )
    line = read_line(app, "New vault secret", from_file, from_env) if given else None
    fresh = secret.new_secret() if line is None else secret.checked(line)
    secret.warn_if_short(fresh, app.output.say)
    app.confirm("Replace the vault secret? Your other computers will need the new one.")
    kept = not elsewhere and not app.flags.dry_run
    with app.transaction() as session:
        say = app.output.say
        opened = replace_secret(session, app.settings, fresh, say, keep_both=kept)
    if kept:
        secret.keep(app.settings, fresh, app.output.say)
    if not app.flags.dry_run:
        count = counted(len(opened), NOUNS)
        app.output.say(f"Sealed under the new vault secret: {count}.")
        app.output.say(
            f"Put it into {secret.VARIABLE} now."
            if elsewhere
            else "Write it down: doughy keys vault show-recovery"
        )
    if app.output.explicit:
        place = secret.VARIABLE if elsewhere else secret.place(app.settings)
        app.output.one(VaultRow, VaultRow(place, len(opened), len(opened)))
