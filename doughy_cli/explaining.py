"""What an exception means to a person, whoever raised it: ours, the database's, the system's."""

from __future__ import annotations

from doughy_cli.errors import DoughyError, Failed, Usage


def explain_failure(error: BaseException) -> DoughyError:
    """Return what `error` means to a person; what nobody has foreseen is a defect."""
    if isinstance(error, DoughyError):
        return error
    if type(error).__module__.split(".")[0] in ("psycopg", "sqlalchemy"):
        from doughy_cli.db.failures import explain_database_error

        return explain_database_error(error)
    if isinstance(error, UnicodeError):
        return Usage(
            "This is not text in UTF-8: what was typed, or what stdin holds.",
            "Write it in UTF-8.",
            code="not_text",
        )
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return Failed(f"{where}{error.strerror or error}")
    return Failed(
        f"This is a defect in doughy: {type(error).__name__}: {error}",
        "Run it again with --verbose, and report what it prints.",
        code="defect",
    )
