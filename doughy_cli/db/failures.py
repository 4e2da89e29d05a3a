"""What the database's errors mean to a person: SQLSTATE → error class, one line each."""

from __future__ import annotations

import re

import psycopg

from doughy_cli.errors import (
    Conflict,
    DoughyError,
    Failed,
    NotFound,
    NotPermitted,
    SignIn,
    Unreachable,
    Usage,
)

SIGN_IN_HINT = "Sign in with `doughy login`."
MIGRATE_HINT = "An administrator brings it up to date with `doughy migrate up`."

# SQLSTATE, or its class (two characters) → error class, message (None: the server's own), hint
_MEANINGS: dict[str, tuple[type[DoughyError], str | None, str | None]] = {
    "08": (
        Unreachable,
        "The connection to the database was lost.",
        "Nothing of this command was saved; run it again.",
    ),
    "22": (Usage, None, None),
    "23": (Conflict, None, None),
    "25006": (Failed, "This server is a read-only replica.", "Use the primary server for changes."),
    "28": (SignIn, "The server refused this e-mail and password.", SIGN_IN_HINT),
    "3D000": (Unreachable, None, "Create it with `doughy init`."),
    "40": (Conflict, "Somebody else changed the same rows at the same moment.", "Run it again."),
    "42501": (NotPermitted, None, None),
    "42P01": (Failed, "The database's schema does not fit this version of doughy.", MIGRATE_HINT),
    "42703": (Failed, "The database's schema does not fit this version of doughy.", MIGRATE_HINT),
    "42883": (Failed, "The database's schema does not fit this version of doughy.", MIGRATE_HINT),
    "3F000": (Failed, "The database has no doughy schema.", "Create it with `doughy init`."),
    "53100": (
        Failed,
        "The server's disk is full; nothing was saved.",
        "Free space and run it again; the data is intact.",
    ),
    "53300": (Unreachable, "The server has no connection left.", "Try again in a moment."),
    "55P03": (Conflict, "Somebody else holds a lock on the same rows.", "Run it again."),
    "57014": (
        Failed,
        "The server stopped the statement: it took longer than the server allows.",
        "Nothing was saved.",
    ),
    "57P01": (
        Unreachable,
        "The server was shut down; nothing of this command was saved.",
        "Run it again.",
    ),
    "57P02": (
        Unreachable,
        "The server crashed; nothing of this command was saved.",
        "Run it again.",
    ),
    "57P03": (Unreachable, "The server is starting or recovering.", "Try again in a moment."),
    # What an index cannot hold.
    "54000": (Usage, None, "Nothing was saved. Shorten the longest text and run it again."),
    "DY001": (
        Conflict,
        None,
        "Make somebody else an admin first: `doughy users set-role EMAIL admin`.",
    ),
    "P0002": (NotFound, None, None),
}

# A failed connection brings no SQLSTATE through libpq, only the server's words.
_REFUSALS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (
        ("password authentication failed", "no password supplied"),
        SignIn.code,
        "The server refused this e-mail and password.",
        SIGN_IN_HINT,
    ),
    (
        ("is not permitted to log in",),
        "disabled",
        "This account is disabled.",
        "Ask an admin: `doughy users enable EMAIL`.",
    ),
    (
        ("permission denied for database",),
        "wrong_database",
        "This account does not belong to this database.",
        SIGN_IN_HINT,
    ),
)


# How libpq says that the server is not who it should be.
_CERTIFICATE = (
    "certificate verify failed",
    "server certificate for",
    "root certificate file",
    "does not match host name",
)

# What members may not even call or read says so in the database's terms.
_FOR_ADMINS = re.compile(r"permission denied for (function|table (system_logs|users))\b")


def explain_database_error(error: BaseException) -> DoughyError:
    """Return the error class, message and hint for what psycopg or SQLAlchemy raised."""
    original = getattr(error, "orig", None) or error
    if isinstance(original, UnicodeEncodeError):
        from doughy_cli.db.refusals import explain_misfit

        told = explain_misfit(error) or ("This is not text in UTF-8.", "Write it in UTF-8.")
        return Usage(*told)
    if not isinstance(original, psycopg.Error):
        return Failed(f"The statement could not be run: {_first_line(error)}", code="defect")
    state = original.sqlstate
    if state is None and not isinstance(original, psycopg.DataError):
        return _explain_connection(original)
    # What psycopg itself cannot send (a NUL) is a bad value, too.
    state = state or "22000"
    kind, message, hint = _MEANINGS.get(state) or _MEANINGS.get(state[:2]) or (Failed, None, None)
    diagnostic = original.diag
    if state == "42501" and _FOR_ADMINS.match(diagnostic.message_primary or ""):
        message, hint = "Only an admin may do this.", "Ask an admin of this database."
    elif state[:2] in ("22", "23") or state in ("42501", "54000"):
        from doughy_cli.db.refusals import explain_refusal  # the tables take time to load

        message, hint = explain_refusal(error, original) or (message, hint)
    return kind(
        message or _sentence(diagnostic.message_primary or _first_line(original)),
        hint or diagnostic.message_hint,
        code={"23505": "duplicate"}.get(state, kind.code),
    )


def _explain_connection(error: psycopg.Error) -> DoughyError:
    text = str(error)
    for words, code, sentence, remedy in _REFUSALS:
        if any(each in text for each in words):
            return SignIn(sentence, remedy, code=code)
    if "does not exist" in text and "database" in text:
        return Unreachable(_first_line(error), "Create it with `doughy init`.", code="no_database")
    if any(each in text for each in _CERTIFICATE):
        return Unreachable(
            f"The server's certificate is not trusted: {_first_line(error)}",
            "Name the right host; give the server's own certificate, or that of who signed it, "
            "with sslrootcert=FILE in the URL.",
            code="certificate",
        )
    if "connection" in text and ("closed" in text or "lost" in text):
        lost, message, hint = _MEANINGS["08"]
        return lost(message or text, hint)
    return Unreachable(
        f"The server cannot be reached: {_first_line(error)}",
        "Check the address, and that the server runs.",
    )


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # With several hosts libpq says what became of each; the last line is the last failure.
    # What follows a line of its own is advice ("Is the server running…?").
    telling = [line for line in lines if "FATAL:" in line] or [
        line for line in lines if "failed:" in line
    ]
    return (telling or lines or [type(error).__name__])[-1].split("FATAL:")[-1].strip()


def _sentence(text: str) -> str:
    # A name at the beginning (an e-mail, a file) keeps its letters.
    first = text.split(" ", 1)[0]
    start = text[:1].upper() if first.isalpha() else text[:1]
    return start + text[1:] + ("" if text.endswith(".") else ".")
