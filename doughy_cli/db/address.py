"""The way to a database: from settings to the keywords that libpq connects with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg import conninfo

from doughy_cli.config import EMBEDDED_DATABASE, Settings
from doughy_cli.db.failures import SIGN_IN_HINT
from doughy_cli.db.names import login_role
from doughy_cli.errors import SignIn, Unreachable, Usage

CONNECT_TIMEOUT = 10  # seconds for each host


@dataclass(frozen=True, slots=True)
class Address:
    """A database: its `name`, libpq's `keywords` (the URL's user and password among them, if
    it has any), and `label`, which tells it from every other one. `administrator` is the role
    that is known to have set it up."""

    name: str
    keywords: Mapping[str, Any]
    label: str
    embedded: bool = False
    administrator: str | None = None

    @property
    def user(self) -> str | None:
        """The user that the URL names: an administrator, or somebody's login role."""
        return self.keywords.get("user")

    @property
    def password(self) -> str | None:
        """The password that the URL holds, if it holds one."""
        return self.keywords.get("password")

    def account(self, role: str) -> str:
        """Return the name under which the password of `role` is kept."""
        return f"{role} at {self.label}"


def find_address(
    settings: Settings, say: Callable[[str], None], *, create: bool = False, start: bool = True
) -> Address:
    """Return the settings' database; the embedded server is started if it does not run (unless
    `start` is false), and made first if `create` says so.

    Raises Usage for a URL that libpq does not understand, Unreachable if the embedded
    server was never made or cannot be started.
    """
    if settings.database_url is None:
        return _embedded(settings, say, create=create, start=start)
    return replace(parse_url(settings.database_url), administrator=settings.administrator)


def label(settings: Settings) -> str:
    """Return the address's label without starting anything."""
    if settings.database_url is None:
        return f"embedded:{settings.folders.server}"
    return parse_url(settings.database_url).label


def settled(settings: Settings) -> Address:
    """Return the settings' database without starting anything: an embedded one has no keywords."""
    if settings.database_url is None:
        return Address(EMBEDDED_DATABASE, {}, label(settings), embedded=True)
    return parse_url(settings.database_url)


def account(settings: Settings) -> str:
    """Return the name under which the secrets of the settings' person are kept. Raises SignIn if
    nobody is named."""
    address = settled(settings)
    return address.account(person_role(settings, address))


def parse_url(url: str) -> Address:
    """Return the address that `url` (libpq's URL or keyword form) names."""
    keywords = _keywords(url)
    name = keywords.get("dbname")
    if not name:
        raise Usage(
            "The database URL names no database.",
            "Write postgresql://HOST[:PORT]/DATABASE.",
            code="bad_url",
        )
    keywords.setdefault("connect_timeout", CONNECT_TIMEOUT)
    keywords.setdefault("application_name", "doughy")
    places = f"{keywords.get('host') or 'localhost'}:{keywords.get('port') or 5432}"
    return Address(str(name), keywords, f"{places}/{name}")


def _keywords(url: str) -> dict[str, Any]:
    try:
        return conninfo.conninfo_to_dict(url)
    except psycopg.Error as error:
        # libpq repeats the URL, which may hold a password; its last words do not.
        raise Usage(
            "The database URL is not one that PostgreSQL understands.",
            "Write postgresql://HOST[:PORT]/DATABASE, or host=… dbname=….",
            code="bad_url",
        ) from error


def sign_in_url(address: Address) -> str:
    """Return the shortest URL with which somebody else finds this server."""
    host, port = address.keywords.get("host"), address.keywords.get("port")
    if host and "/" not in str(host) and "," not in str(host):
        return f"postgresql://{host}{f':{port}' if port else ''}/{address.name}"
    return f"'{without_secrets(conninfo.make_conninfo('', **address.keywords))}'"


def without_secrets(url: str) -> str:
    """Return `url` as a profile keeps it: without user and password."""
    keywords = _keywords(url)
    for secret in ("user", "password", "sslpassword"):
        keywords.pop(secret, None)
    return conninfo.make_conninfo("", **keywords)


def _embedded(
    settings: Settings, say: Callable[[str], None], *, create: bool, start: bool
) -> Address:
    from doughy_cli.db import server

    home = settings.folders.server
    if not create and not server.exists(home):
        raise Unreachable(
            "Nothing is set up here yet.",
            "Begin with `doughy quickstart`, or `doughy login --database-url URL`.",
            code="not_set_up",
        )
    running = server.ensure(home, say=say) if start else server.running(home)
    if running is None:
        raise Unreachable(
            "The database server does not run.",
            "Start it with `doughy db start`.",
            code="not_running",
        )
    server.forget_libpq_environment()
    keywords = dict(running.conninfo(EMBEDDED_DATABASE, ""))
    keywords.pop("user", None)
    return Address(EMBEDDED_DATABASE, keywords, label(settings), embedded=True)


def person_role(settings: Settings, address: Address) -> str:
    """Return the login role of the settings' person at `address`.

    Raises SignIn if neither an e-mail nor a user in the URL says who.
    """
    if settings.email:
        return login_role(address.name, settings.email)
    if address.user:
        return address.user
    raise SignIn("Nobody is signed in.", SIGN_IN_HINT, code="not_signed_in")
