"""Making a database ready: server, roles, schema, first admin; each step is skipped if it
was done before, so that an interrupted set-up is simply run again."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from doughy_cli import config, credentials
from doughy_cli.accounts import passwords, sign_in
from doughy_cli.config import Settings
from doughy_cli.database import queries
from doughy_cli.db import bootstrap, guard, upgrade
from doughy_cli.db.address import Address, find_address, person_role
from doughy_cli.db.connections import connect_administrator
from doughy_cli.errors import Conflict, Unreachable, Usage


@dataclass(frozen=True, slots=True)
class Made:
    """What was done: the settings of the person who is signed in now, and what was new."""

    settings: Settings
    applied: list[str]
    created_user: bool
    new_password: bool


def make_ready(
    settings: Settings,
    say: Callable[[str], None],
    ask: Callable[[str], str],
    *,
    email: str | None = None,
) -> Made:
    """Make the settings' database ready and sign its first admin in.

    `email` is whose account to make; without one it is the settings' person, else, on the
    embedded server, the local user. `ask` asks for the administrator's password if the
    server wants one. Raises Usage if nobody says whose account a server's first is to be,
    Conflict if the database has an admin and the person is not one of its people.
    """
    who = email or settings.email
    if who is None and settings.database_url is not None:
        raise Usage("Whose is the first admin's account?", "Name them: --email EMAIL")
    address = find_address(settings, say, create=True)
    ask = cache(ask)
    _prepare_cluster(address, ask)
    with connect_administrator(address, ask) as connection:
        change = upgrade.up(connection)
        guarded = guard.stands(connection)
    if not guarded:
        say(guard.MISSING)
    settings = replace(settings, email=who or local_email())
    settings, created, renewed = _sign_in_admin(settings, address, say, ask)
    if address.user:
        config.remember(settings, administrator=address.user)
        settings = replace(settings, administrator=address.user)
    return Made(settings, list(change.revisions), created, renewed)


def local_email() -> str:
    """Return an e-mail for whoever runs this: the name that the system knows them by."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid{os.getuid()}"
    return f"{name.lower()}@localhost"


def _prepare_cluster(address: Address, ask: Callable[[str], str]) -> None:
    """Make roles and database, from whichever database can be entered now."""
    try:
        connection = connect_administrator(address, ask, "postgres")
    except Unreachable as error:
        if error.code != "no_database":
            raise
        connection = connect_administrator(address, ask)
    with connection:
        bootstrap.bootstrap(connection, address.name)


def _sign_in_admin(
    settings: Settings, address: Address, say: Callable[[str], None], ask: Callable[[str], str]
) -> tuple[Settings, bool, bool]:
    """Sign the settings' person in; say whether the account, or its password, is new."""
    email = settings.email or ""
    with connect_administrator(address, ask) as connection:
        person = queries.find_person(connection, email)
        if person is None:
            _refuse_second_admin(queries.admins(connection))
        account = address.account(person_role(settings, address))
        # On the embedded server its owner gets in again by a new password.
        lost = person is not None and not credentials.find(settings, account)
        if person is not None and not (lost and address.embedded):
            return settings, False, False
        password = os.environ.get("DOUGHY_PASSWORD") or passwords.one_time_password()
        verifier = passwords.verifier(connection, "", password)
        if person is None:
            queries.create_admin(connection, email, verifier, None)
        else:
            queries.reset_own_password(connection, person[0], verifier)
    return sign_in.remember(settings, password, say), person is None, lost


def _refuse_second_admin(admins: list[str]) -> None:
    if admins:
        raise Conflict(
            f"This database has its admin already: {', '.join(admins)}.",
            f"Sign in as one of the people it has (`doughy login`, or `doughy init --email "
            f"{admins[0]}` where it is this computer's own); an admin adds others with "
            "`doughy users add EMAIL`.",
            code="has_admin",
        )
