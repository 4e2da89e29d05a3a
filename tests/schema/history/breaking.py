"""A copy of the migrations that fails where it is told to."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from doughy_cli.db import upgrade

SOURCE = upgrade.migrations()

# Stands between a revision and Alembic, and fails in the database, not before it.
_WRAPPED = """

_op, _ran = op, []


class _Failing:
    def execute(self, statement):
        if len(_ran) == {after}:
            _op.execute("DO $$ BEGIN RAISE EXCEPTION 'failed after {after}'; END $$")
        _op.execute(statement)
        _ran.append(statement)

    def __getattr__(self, name):
        return getattr(_op, name)


op = _Failing()
_whole = {direction}


def {direction}():
    _whole()
    _op.execute(f"DO $$ BEGIN RAISE EXCEPTION 'failed after {{len(_ran)}}'; END $$")
"""


def copy(folder: Path) -> Path:
    """Copy the migrations into a new folder, with the bytecode of what stays as it is: to compile
    them all again for each copy takes longer than to let one fail."""
    return Path(shutil.copytree(SOURCE, folder))


def break_revision(folder: Path, revision: str, direction: str, after: int | None) -> None:
    """Let a revision's `upgrade` or `downgrade` fail after so many statements, or at the end."""
    file = folder / "versions" / f"{revision}.py"
    wrapped = _WRAPPED.format(direction=direction, after=-1 if after is None else after)
    file.write_text(file.read_text() + wrapped)


def break_definitions(file: Path, *, middle: bool) -> None:
    """Let a file of managed SQL fail at the end, or between two statements in the middle."""
    text = file.read_text()
    starts = [m.start() for m in re.finditer(r"^(?:CREATE|GRANT|REVOKE|COMMENT|DO) ", text, re.M)]
    place = starts[len(starts) // 2] if middle else len(text)
    file.write_text(f"{text[:place]}\nSELECT 1 / 0;\n{text[place:]}")
