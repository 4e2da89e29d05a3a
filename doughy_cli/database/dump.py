"""pg_restore: what a dump holds, and its way into an empty database."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from doughy_cli.database.backup_file import CHUNK, Backup
from doughy_cli.db import clients, guard
from doughy_cli.db.embedded.engine import Engine
from doughy_cli.db.embedded.place import clean_environment
from doughy_cli.errors import Failed, Usage

# PostgreSQL 17 and later begin every restore with a setting that older servers do not have.
_HARMLESS = 'unrecognized configuration parameter "transaction_timeout"'


def contents(programs: Engine, backup: Backup) -> list[str]:
    """Return pg_restore's list of what is in the dump, a line an object.

    Raises Usage if it cannot read the dump.
    """
    command: list[str | Path] = [programs.bin_dir / "pg_restore", "--list"]
    code, listed, said = _run(command, clean_environment(), backup)
    if code != 0:
        raise Usage(
            f"The dump in this backup cannot be read: {clients.first_error(said)} "
            "Nothing was changed.",
            code="not_a_backup",
        )
    return listed.decode(errors="replace").splitlines()


def extensions(listed: Sequence[str]) -> list[str]:
    """Return the names of the extensions in pg_restore's list."""
    # 2; 3079 16397 EXTENSION - pgtap
    entries = [line.split()[3:] for line in listed if not line.startswith(";")]
    return [words[2] for words in entries if words[:2] == ["EXTENSION", "-"]]


def restorable(listed: Sequence[str], missing: Sequence[str]) -> list[str]:
    """Return pg_restore's list without the extensions `missing` and without the guard, which
    the owner of the schema may not make."""
    return [line for line in listed if not _is_of(line, missing) and not _is_of_guard(line)]


def restore(
    programs: Engine,
    target: tuple[str, dict[str, str]],
    backup: Backup,
    owner: str,
    kept: Sequence[str],
    count: Callable[[int], None],
) -> None:
    """Restore the `kept` lines of the dump's contents into the database `target` as `owner`.

    Raises Failed at the first error, the database then being good for nothing.
    """
    place, environment = target
    command: list[str | Path] = [
        *(programs.bin_dir / "pg_restore", "--no-password"),
        *(f"--role={owner}", f"--dbname={place}"),
    ]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as wanted:
        wanted.write("\n".join(kept) + "\n")
        wanted.flush()
        command.append(f"--use-list={wanted.name}")
        code, _, said = _run(command, {**environment, "LC_ALL": "C"}, backup, count)
    errors = [line for line in said.splitlines() if b" error: " in line]
    real = [line for line in errors if _HARMLESS.encode() not in line]
    if code != 0 and (real or not errors):
        raise _failed(b"\n".join(real) or said)


def _is_of(line: str, extensions: Sequence[str]) -> bool:
    """Whether a line of the list is an extension, its comment, or its schema of the same name."""
    # 7; 2615 16396 SCHEMA - pgtap doughy_owner
    words = line.split()[3:]
    return any(
        words[:3] in (["EXTENSION", "-", each], ["SCHEMA", "-", each])
        or words[:4] in (["COMMENT", "-", "EXTENSION", each], ["ACL", "-", "SCHEMA", each])
        for each in extensions
    )


def _is_of_guard(line: str) -> bool:
    """Whether a line of the list is the event trigger, its function, or who may call that."""
    # 300; 1255 16396 FUNCTION auth guard_groups() postgres
    words = line.split()[3:]
    return (
        words[:4] == ["EVENT", "TRIGGER", "-", guard.NAME]
        or words[:3] == ["FUNCTION", guard.SCHEMA, guard.FUNCTION]
        or words[:4] == ["ACL", guard.SCHEMA, "FUNCTION", guard.FUNCTION]
    )


def _failed(said: bytes) -> Failed:
    if b"No space left on device" in said:
        return Failed(
            "The server's disk is full. The backup was not restored; what was there is intact.",
            "Free some space and run it again.",
            code="disk_full",
        )
    return Failed(
        f"The backup was not restored: {clients.first_error(said)}", "What was there is intact."
    )


def _run(
    command: Sequence[str | Path],
    environment: dict[str, str],
    backup: Backup,
    count: Callable[[int], None] | None = None,
) -> tuple[int, bytes, bytes]:
    """Run pg_restore on the dump; return its exit code, its output, and what it said."""
    with (
        backup.dump() as stream,
        tempfile.TemporaryFile() as listed,
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            # Unbuffered: what was not taken when it ended is not tried again on closing.
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=listed,
            stderr=said,
            bufsize=0,
        ) as process,
    ):
        assert process.stdin is not None  # noqa: S101 (for mypy: it is a pipe)
        try:
            while chunk := stream.read(CHUNK):
                _write(process.stdin, chunk)
                if count:
                    count(len(chunk))
        except BrokenPipeError:
            pass  # it has read all that it wanted, or has failed: its exit code says which
        except BaseException:
            process.kill()
            raise
        process.stdin.close()
        code = process.wait()
        listed.seek(0)
        said.seek(0)
        return code, listed.read(), said.read()


def _write(pipe: IO[bytes], chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[pipe.write(left) :]
