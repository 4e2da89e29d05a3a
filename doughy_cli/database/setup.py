"""Making a database ready: server, roles, schema, first admin; each step is skipped if it
was done before, so that an interrupted set-up is simply run again."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass, replace

from doughy_cli import credentials
from doughy_cli.config import Settings
from doughy_cli.database import queries
from doughy_cli.db import bootstrap, upgrade
from doughy_cli.db.address import Address, find_address, person_role
from doughy_cli.db.connections import connect_administrator
from doughy_cli.errors import Unreachable


@dataclass(frozen=True, slots=True)
class Made:
    """What was done: the settings of the person who is signed in now, and what was new."""

    settings: Settings
    applied: list[str]
    created_user: bool


def make_ready(
    settings: Settings,
    say: Callable[[str], None],
    ask: Callable[[str], str],
    *,
    email: str | None = None,
) -> Made:
    """Make the settings' database ready and sign its first admin in.

    `email` is whose account to make; without one it is the settings' person, else the
    local user. `ask` asks for the administrator's password if the server wants one.
    """
    address = find_address(settings, say, create=True)
    _prepare_cluster(address, ask)
    with connect_administrator(address, ask) as connection:
        change = upgrade.up(connection)
    who = email or settings.email or local_email()
    settings, created = _sign_in_admin(replace(settings, email=who), address, say, ask)
    return Made(settings, list(change.revisions), created)


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
) -> tuple[Settings, bool]:
    from doughy_cli.accounts import passwords, sign_in

    email = settings.email or ""
    with connect_administrator(address, ask) as connection:
        person = queries.find_person(connection, email)
        account = address.account(person_role(settings, address))
        if person is not None and credentials.find(settings, account):
            return settings, False
        password = os.environ.get("DOUGHY_PASSWORD") or passwords.one_time_password()
        verifier = passwords.verifier(connection, "", password)
        if person is None:
            queries.create_admin(connection, email, verifier, None)
        elif address.embedded:
            queries.reset_own_password(connection, person[0], verifier)
        else:
            return settings, False
    return sign_in.remember(settings, password, say), person is None
