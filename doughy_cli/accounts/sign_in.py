"""Signing in: the password tried at the server, then kept, and the profile remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from doughy_cli import config, credentials
from doughy_cli.config import Settings
from doughy_cli.db.address import find_address, person_role, without_secrets
from doughy_cli.db.connections import check_person, connect
from doughy_cli.errors import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from doughy_cli.db.address import Address


def refuse_taken_profile(settings: Settings) -> None:
    """Raise Usage if the profile already stands for another database."""
    own = config.profiles(config.read_config(settings.folders)).get(settings.profile)
    if own is None:
        return
    wanted = settings.database_url and without_secrets(settings.database_url)
    kept = own.get("database_url")
    if wanted != (without_secrets(kept) if kept else None):
        raise Usage(
            f"The profile {settings.profile!r} already stands for another database.",
            "Name a new one with --profile NAME.",
            code="profile_taken",
        )


def try_password(settings: Settings, address: Address, password: str) -> None:
    """Connect once as the settings' person; raise what the server says against it."""
    role = person_role(settings, address)
    connection = connect(address.keywords, user=role, password=password)
    try:
        check_person(connection)
    finally:
        connection.close()


def remember(settings: Settings, password: str, say: Callable[[str], None]) -> Settings:
    """Keep the password and make the profile remember database and person.

    Returns the settings as later commands will find them.
    """
    address = find_address(settings, say)
    role = person_role(settings, address)
    keeper = credentials.keep(settings, address.account(role), password, say)
    url = settings.database_url and without_secrets(settings.database_url)
    config.remember(settings, database_url=url, email=settings.email or role, keeper=keeper)
    return replace(settings, database_url=url, keeper=keeper)
