"""The files that people add: looked at before a byte of them is copied."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from doughy_cli.docs.content import content_type
from doughy_cli.docs.stores.base import CHUNK, LARGEST, Changed, Source, Told
from doughy_cli.errors import DoughyError, Failed, Usage
from doughy_cli.output import visible

_NAMED = 5  # how many files a message names
_HEAD = 8192  # bytes by which a type is known
_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISDIR, "is a folder; name the files in it"),
    (stat.S_ISFIFO, "is a pipe, not a file"),
    (stat.S_ISSOCK, "is a socket, not a file"),
    (stat.S_ISCHR, "is a device, not a file"),
    (stat.S_ISBLK, "is a device, not a file"),
)


def look_at(paths: Sequence[str], *, follow: bool, told: Told) -> list[Source]:
    """Read each file to its end; return what is in them. Nothing is written.

    Raises Usage, naming the files, for what cannot be a document: before any of them is read.
    """
    refused = [words for each in paths if (words := _refused(each, follow))]
    if refused:
        more = f"\n… and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
        raise Usage("\n".join(refused[:_NAMED]) + more, "Nothing was added.")
    return [_read(Path(each), told) for each in paths]


def total_size(paths: Sequence[str]) -> int:
    """Return how many bytes the files have, as far as that can be known."""
    total = 0
    for each in paths:
        try:
            total += Path(each).stat().st_size
        except OSError:
            continue
    return total


def shown_name(path: Path) -> str:
    """Return a file's name as a database can hold it: bytes that are no text become `�`."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _refused(given: str, follow: bool) -> str | None:
    if not given:
        return "An empty name is no file's."  # as a path it would be this folder
    path, shown = Path(given), visible(given)
    try:
        found = path.stat()
        if path.is_symlink() and not follow:
            there, folder = path.resolve(), path.parent.resolve()
            if not there.is_relative_to(folder):
                return (
                    f"{shown} is a link out of its folder, to {visible(str(there))}: add that "
                    "file, or give --follow."
                )
    except OSError as error:
        known = {errno.ENOENT: "there is no such file", errno.ELOOP: "it is a link to itself"}
        return f"{shown}: {known.get(error.errno or 0) or error.strerror}."
    for is_kind, words in _KINDS:
        if is_kind(found.st_mode):
            return f"{shown} {words}."
    if found.st_size == 0:
        return f"{shown} is empty."
    if found.st_size > LARGEST:
        size = f"{found.st_size:,} bytes, and a document has {LARGEST:,} at most"
        return f"{shown} is too large: {size}."
    if not os.access(path, os.R_OK):
        return f"{shown} cannot be read: permission denied."
    return None


def _read(path: Path, told: Told) -> Source:
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
            before = os.fstat(file.fileno())
            while chunk := file.read(CHUNK):
                head = head or chunk[:_HEAD]
                digest.update(chunk)
                size += len(chunk)
                told(len(chunk))
            after = os.fstat(file.fileno())
    except OSError as error:
        raise _unread(path, error) from error
    if (size, before.st_mtime_ns) != (before.st_size, after.st_mtime_ns):
        raise Changed(f"{path} changed while it was read.", "Nothing of it was kept.")
    name = shown_name(path)
    return Source(path, name, size, digest.hexdigest(), content_type(name, head))


def _unread(path: Path, error: OSError) -> DoughyError:
    return Failed(f"{path}: {error.strerror}.", "Nothing of it was kept.")
