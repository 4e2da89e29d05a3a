"""`doughy login`, `logout`, `whoami`, `passwd`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.accounts.rows import IdentityRow
from doughy_cli.errors import SignIn, Usage
from doughy_cli.options import Command, Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

TRIES = 3

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from stdin, one line.")
]


@app.command(cls=Showing.of(IdentityRow))
def login(
    context: typer.Context,
    email: Annotated[str | None, typer.Argument(help="Your e-mail, or a service's name.")] = None,
    password_stdin: PasswordStdin = False,
) -> None:
    """Sign in.

    The password comes from DOUGHY_PASSWORD, from stdin with --password-stdin, or from a
    prompt, and is kept in the keyring, or else in a file that only you can read.

    Examples:
      doughy login ann@example.com
      doughy login ann@example.com --database-url postgresql://db.example.com/crm
      # From a script: the password is a line on stdin
      doughy login ann@example.com --password-stdin <password.txt

    Exit codes:
      not 3
    """
    from doughy_cli.accounts import sign_in
    from doughy_cli.db.address import find_address

    app: App = context.obj
    settings = app.new_settings()
    if email or not settings.email:
        name = email or app.ask("E-mail", "Give it: `doughy login EMAIL`.")
        settings = replace(settings, email=name.strip().lower())
    sign_in.refuse_taken_profile(settings)
    address = find_address(settings, app.output.say)
    question = f"Password of {settings.email} at {address.label}"
    password = _given_password(app, question, from_stdin=password_stdin)
    sign_in.try_password(settings, address, password)
    app.settings = sign_in.remember(settings, password, app.output.say)
    os.environ.pop("DOUGHY_PASSWORD", None)
    identity = _verified(app)
    if _must_change(app):
        _ask_new_password(app)
    app.output.say(f"Signed in as {identity.email}.")
    app.output.suggest("Next: doughy leads list")
    if app.output.explicit:
        app.output.one(IdentityRow, identity)


@app.command(cls=Command)
def logout(context: typer.Context) -> None:
    """Forget the password that is kept here.

    Examples:
      doughy logout

    Exit codes:
      not 4 7
    """
    from doughy_cli import config, credentials, listed
    from doughy_cli.db.address import account

    app: App = context.obj
    listed.forget(app.folders.cache)
    kept = credentials.forget(app.settings, account(app.settings))
    config.remember(app.settings, keeper=None)
    app.output.say("Signed out." if kept else "Nobody was signed in.")
    if kept and app.settings.database_url is None:
        app.output.say("Without the password, `doughy init` lets this computer's owner in again.")


@app.command(cls=Showing.of(IdentityRow))
def whoami(
    context: typer.Context,
    verify: Annotated[bool, typer.Option("--verify", help="Ask the server as well.")] = False,
) -> None:
    """Who is signed in, and where.

    Without --verify nothing is connected to, and what only the server knows stays empty.

    Examples:
      doughy whoami
      # Ask the server, and do not go by what is kept here
      doughy whoami --verify --json

    Exit codes:
      8  Under --verify: a login that row security does not hold for is no person.
    """
    from doughy_cli.accounts.identity import kept_identity

    app: App = context.obj
    app.output.one(IdentityRow, _verified(app) if verify else kept_identity(app.settings))


@app.command(cls=Command)
def passwd(context: typer.Context, password_stdin: PasswordStdin = False) -> None:
    """Change your password.

    Everything that is signed in as you elsewhere must sign in again.

    Examples:
      doughy passwd
      doughy passwd --password-stdin <new-password.txt
    """
    app: App = context.obj
    if password_stdin:
        _change_password(app, _line_from_stdin())
    else:
        _ask_new_password(app)
    app.output.say("The password was changed.")


def _verified(app: App) -> IdentityRow:
    from doughy_cli.accounts import queries
    from doughy_cli.accounts.identity import kept_identity

    person = queries.me(app.session)
    if person is None:
        raise SignIn("This login is not one of this database's people.", "Ask an admin.")
    return replace(
        kept_identity(app.settings),
        email=person.email,
        full_name=person.full_name,
        role=person.role or "service",
        id=person.id,
        verified=True,
    )


def _must_change(app: App) -> bool:
    from doughy_cli.accounts import queries

    person = queries.me(app.session)
    if person is None or not person.must_change_password:
        return False
    app.output.say(
        "This is a one-time password: "
        + ("choose your own." if app.interactive else "change it with `doughy passwd`.")
    )
    return app.interactive


def _ask_new_password(app: App) -> None:
    from doughy_cli.accounts.passwords import SHORTEST

    missing = "Give it on stdin with --password-stdin."
    for _ in range(TRIES):
        first = app.ask_secret(f"New password ({SHORTEST} characters or more)", missing)
        if len(first) < SHORTEST:
            app.output.say(f"That is too short: {SHORTEST} characters or more.")
        elif first != app.ask_secret("Once more", missing):
            app.output.say("These two differ.")
        else:
            _change_password(app, first)
            return
    raise SignIn("The password was not changed.", "Try again: `doughy passwd`.")


def _change_password(app: App, password: str) -> None:
    from doughy_cli import credentials
    from doughy_cli.accounts import passwords, queries
    from doughy_cli.db.address import account
    from doughy_cli.db.session import raw

    passwords.acceptable(password)
    with app.transaction() as session:
        queries.change_password(session, passwords.verifier(raw(session), "", password))
    credentials.keep(app.settings, account(app.settings), password, app.output.say)


def _given_password(app: App, question: str, *, from_stdin: bool) -> str:
    if from_stdin:
        return _line_from_stdin()
    missing = "Set DOUGHY_PASSWORD, or give it on stdin with --password-stdin."
    return os.environ.get("DOUGHY_PASSWORD") or app.ask_secret(question, missing)


def _line_from_stdin() -> str:
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Usage("There is no password on stdin.", "Write it as one line.")
    return line
