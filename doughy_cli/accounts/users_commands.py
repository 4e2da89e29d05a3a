"""`doughy users …`: the people and services of a database, for its admins."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.accounts.rows import NewUserRow, UserRow
from doughy_cli.errors import Usage
from doughy_cli.options import Listing, Showing, Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="People who may sign in (for admins).",
)

User = Annotated[str, typer.Argument(help="An e-mail, a service's name, or an id.")]


_ROLES = (
    "user (or standard, which is the same): one's own rows; support: reads everybody's; admin: "
    "also people, the log and everybody's jobs."
)


class Role(StrEnum):
    """What a person may do: `user` and `standard` are members, see their own rows and no others."""

    user = "user"
    standard = "standard"
    support = "support"
    admin = "admin"


@app.command("list", cls=Listing.of(UserRow))
def list_users(context: typer.Context) -> None:
    """List people and services, by e-mail.

    Examples:
      doughy users list

    Exit codes:
      8  Only admins and support see other people.
    """
    from doughy_cli.accounts import queries

    app: App = context.obj
    rows = queries.list_users(app.session, app.flags.sort)
    app.output.rows(UserRow, rows[: app.flags.limit])


@app.command(cls=Showing.of(UserRow))
def show(context: typer.Context, user: User) -> None:
    """Show a person or service.

    Examples:
      doughy users show ann@example.com

    Exit codes:
      8  Only admins and support see other people.
    """
    from doughy_cli.accounts import queries

    app: App = context.obj
    app.output.one(UserRow, queries.find_user(app.session, user))


@app.command(cls=Writing.of(NewUserRow))
def add(
    context: typer.Context,
    email: Annotated[str | None, typer.Argument(help="The person's e-mail.")] = None,
    role: Annotated[Role, typer.Option("--role", help=_ROLES)] = Role.user,
    full_name: Annotated[str | None, typer.Option("--full-name", help="The name.")] = None,
    service: Annotated[
        str | None, typer.Option("--service", metavar="NAME", help="A login for a program.")
    ] = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep",
            help="Keep the service's password here, for `doughy jobs work --service NAME`, "
            "instead of showing it.",
        ),
    ] = False,
) -> None:
    """Add a person, or a service with --service NAME.

    The one-time password is shown once. A person is asked for a new one at the first
    sign-in; a service has no profile and sees what workers need.

    Examples:
      # The one-time password is shown once
      doughy users add ben@example.com --full-name "Ben Example"
      doughy users add boss@example.com --role admin
      # For a program, its password kept here
      doughy users add --service worker --keep

    Exit codes:
      5  There is such a person already.
      not 3
    """
    from doughy_cli.accounts import people

    app: App = context.obj
    if (email is None) == (service is None):
        raise Usage("Give an e-mail, or --service NAME.", "doughy users add EMAIL")
    if keep and service is None:
        raise Usage("--keep is for a service: it goes with --service NAME.")
    with app.transaction() as session:
        if service is not None:
            added = people.add_service(session, service)
        else:
            added = people.add_person(session, email or "", role.value, full_name)
    if keep and not app.flags.dry_run:
        added = _kept(app, added)
    _show_new(app, added)


@app.command("set-role", cls=Writing.of(UserRow))
def set_role(
    context: typer.Context,
    user: User,
    role: Annotated[Role, typer.Argument(help=_ROLES)],
) -> None:
    """Give a person another role.

    It takes effect in connections that are open, too.

    Examples:
      doughy users set-role ann@example.com support
    """
    from doughy_cli.accounts import queries

    app: App = context.obj
    with app.transaction() as session:
        found = queries.find_user(session, user)
        queries.set_role(session, found.id, role.value)
        stored = queries.find_user(session, str(found.id))
    app.output.one(UserRow, stored)
    app.output.say(f"{stored.email} has the role {stored.role} now.")


@app.command(cls=Writing.of(UserRow))
def disable(context: typer.Context, user: User) -> None:
    """Keep a person or service out, open connections included. Their rows stay.

    Examples:
      doughy users disable ann@example.com
    """
    from doughy_cli.accounts import queries

    app: App = context.obj
    with app.transaction() as session:
        found = queries.find_user(session, user)
        queries.disable_user(session, found.id)
        stored = queries.find_user(session, str(found.id))
    app.output.one(UserRow, stored)
    app.output.say(f"{found.email} can no longer sign in.")


@app.command(cls=Writing.of(UserRow))
def enable(context: typer.Context, user: User) -> None:
    """Let a disabled person or service in again.

    Examples:
      doughy users enable ann@example.com
    """
    from doughy_cli.accounts import queries

    app: App = context.obj
    with app.transaction() as session:
        found = queries.find_user(session, user)
        queries.enable_user(session, found.id)
        stored = queries.find_user(session, str(found.id))
    app.output.one(UserRow, stored)
    app.output.say(f"{found.email} can sign in again.")


@app.command("reset-password", cls=Writing.of(NewUserRow))
def reset_password(context: typer.Context, user: User) -> None:
    """Give a person or service a new one-time password.

    It is shown once.

    Examples:
      doughy users reset-password ann@example.com
    """
    from doughy_cli.accounts import people

    app: App = context.obj
    with app.transaction() as session:
        changed = people.reset_password(session, user)
    _show_new(app, changed)


@app.command(cls=Writing.of(UserRow))
def rm(context: typer.Context, user: User) -> None:
    """Remove a person or service and every row that is theirs. This cannot be undone.

    To keep somebody out and their rows, `doughy users disable`.

    Examples:
      doughy users rm ann@example.com --dry-run
    """
    from doughy_cli.accounts import queries

    app: App = context.obj
    with app.transaction() as session:
        found = queries.find_user(session, user)
        leads, properties, deals = queries.count_belongings(session, found.id)
        theirs = f"{leads:,} leads, {properties:,} properties and {deals:,} deals"
        app.confirm_name(f"Remove {found.email} for good, with {theirs}?", found.email)
        queries.delete_user(session, found.id)
    app.output.one(UserRow, found)
    removed = "would be removed" if app.flags.dry_run else "was removed"
    app.output.say(f"{found.email} {removed}, with {theirs}.")


def _kept(app: App, row: NewUserRow) -> NewUserRow:
    """Keep a service's password where one's own is kept; return the row without it."""
    from dataclasses import replace

    from doughy_cli import credentials
    from doughy_cli.db.address import account

    settings = replace(app.settings, email=row.email)
    keeper = app.settings.keeper
    credentials.keep(settings, account(settings), row.password or "", app.output.say, keeper=keeper)
    app.output.say(f"Its password is kept here. Next: doughy jobs work --service {row.email}")
    return replace(row, password=None)


def _show_new(app: App, row: NewUserRow) -> None:
    from dataclasses import replace

    if app.flags.dry_run:
        row = replace(row, password=None)
    app.output.one(NewUserRow, row)
    if row.password:
        app.output.say("The password is shown only now. To sign in with it:")
        app.output.say(f"  doughy login {row.email} {_where(app)}")


def _where(app: App) -> str:
    """The flags with which somebody else finds this database."""
    from doughy_cli.db.address import parse_url, sign_in_url

    if app.settings.database_url is None:
        return "--profile NAME    (on this computer, as this user: NAME is up to you)"
    return f"--database-url {sign_in_url(parse_url(app.settings.database_url))}"
