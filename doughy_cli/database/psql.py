"""The signed-in person's way into the database with programs that are not ours."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn
from urllib.parse import quote

from doughy_cli import credentials
from doughy_cli.config import Settings
from doughy_cli.db import clients
from doughy_cli.db.address import Address, find_address, person_role
from doughy_cli.db.connections import connect
from doughy_cli.db.failures import SIGN_IN_HINT
from doughy_cli.errors import SignIn

# What is ours, what is secret, and what has a place of its own in a URL.
_NOT_IN_A_URL = frozenset({
    "application_name", "client_encoding", "connect_timeout", "dbname", "password",
    "sslpassword", "user",
})  # fmt: skip


def person_url(settings: Settings, say: Callable[[str], None]) -> str:
    """Return a URL of libpq's for the settings' person, without a password.

    Raises SignIn if nobody is named.
    """
    address = find_address(settings, say)
    keywords = dict(address.keywords)
    if keywords.get("target_session_attrs") == "any":
        keywords.pop("target_session_attrs")
    options = "&".join(
        f"{key}={quote(str(value), safe='')}"
        for key, value in keywords.items()
        if value not in ("", None) and key not in _NOT_IN_A_URL
    )
    user = quote(person_role(settings, address), safe="")
    return f"postgresql://{user}@/{quote(address.name, safe='')}?{options}"


def run_psql(settings: Settings, say: Callable[[str], None], arguments: Sequence[str]) -> NoReturn:
    """Become psql, connected as the settings' person. Raises SignIn without a password."""
    address = find_address(settings, say)
    role = person_role(settings, address)
    password = _password(settings, address, role)
    keywords = address.keywords
    if clients.up_to_the_server(keywords):
        with connect(keywords, user=role, password=password) as connection:
            keywords = clients.at_same_server(keywords, connection)
    place, environment = clients.target(keywords, user=role, password=password)
    program = os.fspath(clients.find(keywords=keywords).bin_dir / "psql")
    sys.stdout.flush()
    sys.stderr.flush()
    # Python ignores these, and what is ignored stays so in the program that follows.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    os.execve(program, ["psql", f"--dbname={place}", *arguments], environment)  # noqa: S606


def _password(settings: Settings, address: Address, role: str) -> str:
    password = credentials.find(settings, address.account(role)) or address.password
    if not password:
        raise SignIn(f"No password is kept for {settings.email or role}.", SIGN_IN_HINT)
    return password
