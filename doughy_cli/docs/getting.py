"""Bringing a document's bytes out of its store: into a file, whole or not at all, or to stdout."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from doughy_cli.docs.rows import DocumentRow, GotRow
from doughy_cli.docs.stores.base import CHUNK, Changed, Store, Told
from doughy_cli.errors import Conflict, Failed

_LONGEST_NAME = 255  # bytes that a file's name can have
_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069/\\]+")


@dataclass(frozen=True, slots=True)
class _Got:
    size: int
    sha256: str


def file_name(row: DocumentRow, before: str = "") -> str:
    """Return a name for the document's file that is one name and nothing else: anybody may have
    written anything into a row of their own. `before` comes before it, and is never cut."""
    name = _HARMFUL.sub("_", row.name or row.title).strip()
    name = name.encode(errors="replace").decode()
    if name.startswith("."):
        name = "_" + name[1:]
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 20:
        stem, dot, suffix = name, "", ""
    room = _LONGEST_NAME - len(f"{before}{dot}{suffix}".encode())
    stem = stem.encode()[:room].decode(errors="ignore")
    return f"{before}{stem}{dot}{suffix}" or str(row.id)


def there_already(row: DocumentRow, path: Path) -> GotRow | None:
    """Return the document's file if it is at `path` already, whole and what was added."""
    if row.sha256 is None or not path.is_file() or path.stat().st_size != row.size:
        return None
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return GotRow(row.id, str(path), row.size, found, True) if found == row.sha256 else None


def write_stream(store: Store, row: DocumentRow, stream: BinaryIO, told: Told) -> GotRow:
    """Write the bytes to a stream. Raises Changed, after they are written, if they are not those
    that were added."""
    digest, size = hashlib.sha256(), 0
    for chunk in store.read(row.file_url):
        digest.update(chunk)
        size += len(chunk)
        stream.write(chunk)
        told(len(chunk))
    stream.flush()
    return _checked(row, None, _Got(size, digest.hexdigest()))


def write_file(
    store: Store, row: DocumentRow, path: Path, told: Told, *, replace: bool, mode: int = 0o600
) -> GotRow:
    """Write the bytes to the file `path`, which is whole or not there at all.

    What a run before has left of it is gone on with. Raises Conflict if the file is there
    already (unless `replace`) or is being written just now, Changed if the bytes are not those
    that were added, Failed where it cannot be written.
    """
    part = path.with_name(f".{row.id!s}.part")
    whole = store.size(row.file_url)  # nothing is made for what is not there
    try:
        with _part(part, path) as file:
            begun = row.sha256 is not None and 0 < os.fstat(file.fileno()).st_size <= whole
            got = _fill(store, row, file, told, go_on=begun)
            if begun and got.sha256 != row.sha256:
                # Perhaps what was gone on with was no beginning of it.
                got = _fill(store, row, file, told, go_on=False)
            row_got = _checked(row, path, got, lambda: part.unlink(missing_ok=True))
            os.fchmod(file.fileno(), mode)
            _place(part, path, replace=replace)
    except OSError as error:
        raise _explain(error, path) from error
    return row_got


@contextmanager
def _part(part: Path, path: Path) -> Iterator[BinaryIO]:
    """Open the file that is not whole yet, for this command alone; an empty one is not left.

    Raises Conflict if another command is at it, Failed if it is somebody else's.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    with os.fdopen(os.open(part, flags, 0o600), "r+b") as file:
        found = _locked(file, part, path)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_nlink != 1:
            raise Failed("The file that is begun here is not this person's.", "Remove it first.")
        try:
            yield file
        finally:
            if os.fstat(file.fileno()).st_size == 0:
                part.unlink(missing_ok=True)


def _locked(file: BinaryIO, part: Path, path: Path) -> os.stat_result:
    busy = Conflict(f"Another command is writing {path} just now.", "Wait until it is done.")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise busy from None
    except OSError:
        pass  # a file system without locks
    found = os.fstat(file.fileno())
    with suppress(FileNotFoundError):
        if part.lstat().st_ino == found.st_ino:
            return found
    raise busy  # it was done between the opening and the lock


def _fill(store: Store, row: DocumentRow, file: BinaryIO, told: Told, *, go_on: bool) -> _Got:
    """Write what the file lacks, or all of it; return what it holds then."""
    file.seek(0)
    if not go_on:
        file.truncate()
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    told(size)
    for chunk in store.read(row.file_url, size):
        digest.update(chunk)
        size += len(chunk)
        file.write(chunk)
        told(len(chunk))
    file.flush()
    os.fsync(file.fileno())
    return _Got(size, digest.hexdigest())


def _checked(
    row: DocumentRow, path: Path | None, got: _Got, undo: Callable[[], None] | None = None
) -> GotRow:
    """Return what was written. Raises Changed (after `undo`) if that is not what was added."""
    wrong = None
    if row.size is not None and got.size != row.size:
        wrong = f"it has {got.size:,} bytes, and {row.size:,} were added"
    elif row.sha256 is not None and got.sha256 != row.sha256:
        wrong = "its hash is not that of what was added"
    if wrong:
        if undo:
            undo()
        raise Changed(
            f"{row.title} ({str(row.id)[:8]}) is damaged: {wrong}.",
            "Nothing of it is kept here." if path else "What was written to stdout is not it.",
            code="damaged",
        )
    shown = None if path is None else str(path)
    return GotRow(row.id, shown, got.size, got.sha256, row.sha256 is not None)


def _place(part: Path, path: Path, *, replace: bool) -> None:
    if replace:
        part.replace(path)
    else:
        try:
            # Unlike a rename it never replaces what has come there meanwhile.
            path.hardlink_to(part)
        except FileExistsError:
            raise Conflict(f"{path} is there already.", "Give --force to replace it.") from None
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK):
                raise
            part.rename(path)  # a file system without links
        with suppress(FileNotFoundError):
            part.unlink()


def _explain(error: OSError, path: Path) -> Failed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Failed(
            f"The disk is full: {path} is not whole.",
            "Free space and run it again: it goes on where it stopped.",
            code="disk_full",
        )
    return Failed(f"{path} cannot be written: {error.strerror}.")
