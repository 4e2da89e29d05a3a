"""Connections: as the signed-in person, to whom row security applies, or as the database's
administrator. Only psycopg is needed here; the session on top of them is session.py's."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import psycopg

from doughy_cli import credentials
from doughy_cli.config import Settings
from doughy_cli.db.address import Address, find_address, person_role
from doughy_cli.db.failures import MIGRATE_HINT, SIGN_IN_HINT, explain_database_error
from doughy_cli.db.times import read_every_time
from doughy_cli.errors import Failed, NotPermitted, SignIn

# Who am I, and does row security bind me? One question, as each command asks it. The names
# are looked up as text first, so that a database without the schema gives nulls, not errors.
_STANDING = """
SELECT
    to_regprocedure('auth.uid()') IS NOT NULL AS installed,
    r.rolsuper
        OR r.rolbypassrls
        OR coalesce(pg_has_role(r.oid, to_regrole('doughy_owner'), 'MEMBER'), false) AS above_rules,
    current_setting('search_path') AS search_path,
    current_setting('row_security') AS row_security
FROM pg_catalog.pg_roles AS r
WHERE r.rolname = session_user
"""


def connect(keywords: Any, **changes: Any) -> psycopg.Connection[Any]:
    """Connect with libpq's keywords; raise what a person understands.

    No statement is ever prepared: the same connection works through a transaction pooler.
    """
    try:
        connection = psycopg.connect(**{**keywords, **changes}, prepare_threshold=None)
    except psycopg.Error as error:
        raise explain_database_error(error) from error
    read_every_time(connection)
    return connection


# What notices within half a minute that the other side is gone, where nothing is sent.
_LASTING = {
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def connect_person(
    settings: Settings,
    say: Callable[[str], None],
    *,
    start: bool = True,
    lasting: bool = False,
) -> psycopg.Connection[Any]:
    """Connect as the signed-in person, to whom row security applies.

    Unless `start`, an embedded server that does not run is left so. A `lasting` connection
    notices it if it is cut, unless the URL says otherwise. Raises SignIn without a person or a
    password, NotPermitted for a role that row security does not bind (an owner or a superuser
    must not be used as a person), Failed where the schema is missing, Unreachable where the
    server cannot be reached.
    """
    address = find_address(settings, say, start=start)
    role = person_role(settings, address)
    password = credentials.find(settings, address.account(role)) or address.password
    if not password and address.embedded:
        raise no_password(settings, role)
    # Without one of ours, libpq looks where it always does: PGPASSWORD, and its own file.
    own = {"password": password} if password else {}
    try:
        keywords = {**_LASTING, **address.keywords} if lasting else address.keywords
        connection = connect(keywords, user=role, **own)
    except SignIn as error:
        if password or error.code != SignIn.code or os.environ.get("PGPASSWORD"):
            raise
        raise no_password(settings, role) from error
    try:
        check_person(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def no_password(settings: Settings, role: str) -> SignIn:
    """Return the error for a person whose password is kept nowhere."""
    hint = SIGN_IN_HINT
    if settings.database_url is None:
        hint += (
            " This computer's database is yours: `doughy init` gives its account a new password, "
            "as it does after a home was moved."
        )
    return SignIn(f"No password is kept for {settings.email or role}.", hint, code="not_signed_in")


def check_person(connection: psycopg.Connection[Any]) -> None:
    """Raise unless the connection's role is bound by row security and the schema is there."""
    try:
        standing = connection.execute(_STANDING).fetchone() or (False, True, "", "")
    except psycopg.errors.InsufficientPrivilege as error:
        # Below the newest revision there are no policies, and nobody is let into the schema.
        said = "The database's schema is at an older revision: until it is not, nobody is let in."
        raise Failed(said, MIGRATE_HINT, code="no_schema") from error
    installed, above_rules, search_path, row_security = standing
    if above_rules:
        raise NotPermitted(
            "This role is above row security, so it cannot be used as a person.",
            "Sign in as a person with `doughy login`; `doughy users add` makes one.",
            code="above_row_security",
        )
    if not installed:
        raise Failed("The database has no doughy schema.", MIGRATE_HINT, code="no_schema")
    # What a role or a database was given with ALTER … SET would change what is read here.
    if "public" not in search_path:
        connection.execute("SET search_path = public")
    if row_security != "on":
        connection.execute("SET row_security = on")
    if not (connection.info.parameter_status("DateStyle") or "").startswith("ISO"):
        connection.execute("SET datestyle = ISO")
    connection.commit()


def connect_administrator(
    address: Address, ask: Callable[[str], str], database: str | None = None
) -> psycopg.Connection[Any]:
    """Connect as the one who may create roles: the embedded server's owner, the URL's user,
    or the role that set the profile's server up. The connection commits each statement by
    itself.

    `ask` is asked for a password if the server wants one and none was given. Raises SignIn
    if nobody is named, or the server refuses them.
    """
    keywords = {**address.keywords, "dbname": database or address.name}
    if address.embedded:
        return connect(keywords, user="postgres", autocommit=True)
    user = address.user or address.administrator
    if user is None:
        raise SignIn(
            f"This needs the administrator of {address.label}.",
            "Name them: --database-url postgresql://ADMINISTRATOR@HOST/DATABASE",
            code="administrator_needed",
        )
    keywords["user"] = user
    try:
        return connect(keywords, autocommit=True)
    except SignIn as error:
        given = bool(address.password or os.environ.get("PGPASSWORD"))
        if given or error.code != SignIn.code:
            raise _administrator_refused(user, error) from error
        password = ask(f"Password of {user} at {address.label}")
    try:
        return connect(keywords, autocommit=True, password=password)
    except SignIn as error:
        raise _administrator_refused(user, error) from error


def _administrator_refused(user: str, error: SignIn) -> SignIn:
    if error.code != SignIn.code:
        return error
    return SignIn(
        f"The server refused the password of the administrator {user}.",
        "Type it again, or put it into PGPASSWORD.",
        code="administrator_refused",
    )
