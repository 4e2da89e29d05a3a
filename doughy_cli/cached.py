"""Files in the cache's folder: never needed, and not trusted if anybody else could have written
them. The standard library's lightest parts are enough to read one."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_OTHERS_WRITE = 0o022


def read(path: str | Path, largest: int | None = None) -> bytes | None:
    """Return what a file holds; None if there is none, it is larger than `largest` bytes, or it
    or its folder is not this person's alone to write."""
    try:
        if not _is_ours(os.lstat(os.path.dirname(path)), stat.S_ISDIR):  # noqa: PTH120 (light)
            return None
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as opened:  # noqa: PTH123 (a descriptor)
            found = os.fstat(descriptor)
            if not _is_ours(found, stat.S_ISREG):
                return None
            if largest is not None and found.st_size > largest:
                return None
            return opened.read()
    except (OSError, ValueError):  # ValueError: a path with a NUL
        return None


def write(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Replace a file, if there is a place for it; `lasting` waits until the disk has it."""
    from doughy_cli.config import replace_file
    from doughy_cli.errors import DoughyError

    try:
        # Root does not leave folders in somebody's home that they cannot write to.
        there = next(each for each in path.parents if each.exists())
        if there.stat().st_uid != os.geteuid():
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(path.parent.lstat(), stat.S_ISDIR):
            # Of two processes at once the later one wins; what the other knew is found again.
            replace_file(path, content, lasting=lasting)
    except (OSError, DoughyError):
        return


def is_trusted(folder: Path) -> bool:
    """Return whether what a folder holds is used: nobody else can have written it."""
    return _is_ours(folder.lstat(), stat.S_ISDIR)


def _is_ours(found: os.stat_result, kind: Callable[[int], bool]) -> bool:
    mine = found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE
    return mine and kind(found.st_mode)
