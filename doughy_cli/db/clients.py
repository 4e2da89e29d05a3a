"""PostgreSQL's programs for the near side of a connection: psql, pg_dump, pg_restore.

They are run from where they were installed, never from a home's copy: a home may be somebody
else's, and root must not run what they could have put there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo

from doughy_cli.db.embedded.engine import OLDEST, Engine, in_the_wheel, look, of_the_system
from doughy_cli.errors import Failed, Unreachable, Usage


def find(least: int = OLDEST, keywords: Mapping[str, Any] | None = None) -> Engine:
    """Return the programs: of `DOUGHY_PG_BIN`, of the wheel, or of the system.

    The first whose major version is `least` or later, and that can connect as `keywords` say: the
    wheel's were built without TLS. Raises Failed if they are all older (pg_dump reads no server,
    and pg_restore no dump, that is newer than itself), or if a connection is to be encrypted and
    there are none but the wheel's; Unreachable if there are none.
    """
    newest = 0
    encrypted = _encryption(keywords or {})
    for place in (_named, of_the_system) if encrypted else (_named, _bundled, of_the_system):
        found = place()
        if found is not None and found.major >= least:
            return found
        newest = max(newest, found.major if found else 0)
    if not newest and encrypted:
        raise Failed(
            f"PostgreSQL's programs that doughy brings cannot encrypt (sslmode={encrypted}).",
            "Install PostgreSQL's own, and set DOUGHY_PG_BIN to their bin folder.",
            code="programs_without_tls",
        )
    if not newest:
        raise Unreachable(
            "PostgreSQL's programs were not found",
            "Install doughy again with pip, or set DOUGHY_PG_BIN to PostgreSQL's bin folder.",
        )
    raise Failed(
        f"This needs the programs of PostgreSQL {least}, and those here are of {newest}.",
        f"Set DOUGHY_PG_BIN to the bin folder of PostgreSQL {least} or later.",
        code="programs_too_old",
    )


def _encryption(keywords: Mapping[str, Any]) -> str | None:
    """Return the `sslmode` that has to be kept to, if there is one."""
    mode = str(keywords.get("sslmode") or os.environ.get("PGSSLMODE") or "")
    return mode if mode in ("require", "verify-ca", "verify-full") else None


def up_to_the_server(keywords: Mapping[str, Any]) -> bool:
    """Return whether only a connection tells if it is encrypted: it goes over a network, and
    nothing says that it must be, or must not be."""
    mode = str(keywords.get("sslmode") or os.environ.get("PGSSLMODE") or "")
    hosts = str(keywords.get("host") or keywords.get("hostaddr") or "").split(",")
    return mode in ("", "allow", "prefer") and any(each[:1] not in ("", "/", "@") for each in hosts)


def _named() -> Engine | None:
    named = os.environ.get("DOUGHY_PG_BIN")
    return look(Path(named)) if named else None


def _bundled() -> Engine | None:
    bin_dir = in_the_wheel()
    return look(bin_dir) if bin_dir else None


def at_same_server(
    keywords: Mapping[str, Any], connection: psycopg.Connection[Any]
) -> dict[str, Any]:
    """Return `keywords` for another connection to the server and as the user of `connection`.

    Of several hosts it is the one that answered, and the password that was asked for is not
    asked for again. What was encrypted because the server offered it, as libpq does by itself,
    has to be so again: the wheel's programs would go on in clear.
    """
    found = connection.info
    kept = {**keywords, "user": found.user}
    if connection.pgconn.ssl_in_use and not _encryption(keywords):
        kept["sslmode"] = "require"
    if found.password:
        kept["password"] = found.password
    if "," in str(kept.get("host") or ""):
        kept |= {"host": found.host, "port": found.port}
        kept.pop("hostaddr", None)
    return kept


def target(keywords: Mapping[str, Any], **changes: Any) -> tuple[str, dict[str, str]]:
    """Return how a program connects: the text after `--dbname=`, and its environment.

    The password is in the environment alone, where only this user and root can read it.
    Raises Usage for a secret that cannot be handed over in this way.
    """
    wanted = {**keywords, **changes}
    password = wanted.pop("password", None)
    if wanted.get("sslpassword"):
        raise Usage(
            "The password of a TLS key cannot be handed to PostgreSQL's programs.",
            "Name a key without one, or a service of ~/.pg_service.conf that has it.",
        )
    environment = {key: value for key, value in os.environ.items() if key not in _OURS}
    if password:
        environment["PGPASSWORD"] = str(password)
    return conninfo.make_conninfo("", **wanted), environment


def first_error(said: bytes) -> str:
    """Return the first error among what a program wrote to stderr, as a sentence."""
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error:" in line]
    text = (errors or lines or ["it gave no reason"])[0].rpartition("error: ")[2]
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


_OURS = frozenset({"DOUGHY_PASSWORD", "DOUGHY_VAULT_SECRET"})
