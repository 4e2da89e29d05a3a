"""Documents in a folder of this computer.

documents/                    0700
  <store>/                    one person of one database; its name is random
    store.json                whose it is
    <batch>/<SHA-256>         0600
    <batch>/.part-<SHA-256>   while it is written

The name of the store is in the URL, so that a file on another computer is known to be there
rather than taken for lost; and a store gives nothing to the row of anybody but its person.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from doughy_cli.docs.stores.base import (
    BATCH,
    CHUNK,
    SHA256,
    Changed,
    Elsewhere,
    Missing,
    Outside,
    Piece,
    Source,
    Told,
)
from doughy_cli.errors import Failed

SCHEME = "doughy-local://"
_URL = re.compile(rf"{SCHEME}([0-9a-f]{{32}})/({BATCH})/({SHA256})")
_BATCH = re.compile(BATCH)
_MARKER = "store.json"
_EMBEDDED = "embedded:"  # how what tells databases apart begins for that of a home
_PART = ".part-"
_NAME = re.compile(rf"(\.part-)?{SHA256}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LocalStore:
    """A person's documents on this computer."""

    label = "this computer"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = f"{SCHEME}{folder.name}/"

    def put(self, source: Source, batch: str, told: Told) -> str:
        folder = self.folder / batch
        part, whole = folder / f"{_PART}{source.sha256}", folder / source.sha256
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if not whole.exists():
                _copy(source, part, told)
                part.rename(whole)
        except OSError as error:
            raise _explain(error, source) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return f"{self.root}{batch}/{source.sha256}"

    def settle(self, batch: str) -> None:
        for folder in (self.folder / batch, self.folder):
            _sync(folder)

    def drop(self, batch: str) -> None:
        if _BATCH.fullmatch(batch):
            shutil.rmtree(self.folder / batch, ignore_errors=True)

    def size(self, url: str) -> int:
        descriptor = self._open(url)
        try:
            return os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)

    def read(self, url: str, start: int = 0) -> Iterator[bytes]:
        with os.fdopen(self._open(url), "rb") as file:
            file.seek(start)
            while chunk := file.read(CHUNK):
                yield chunk

    def remove(self, url: str) -> None:
        path = self._path(url)
        path.unlink(missing_ok=True)
        with suppress(OSError):  # other documents are in it
            path.parent.rmdir()

    def pieces(self) -> Iterator[Piece]:
        for folder in sorted(self.folder.iterdir()):
            if folder.is_symlink() or not (folder.is_dir() and _BATCH.fullmatch(folder.name)):
                continue
            names = sorted(folder.iterdir())
            for path in names:
                found = path.lstat()
                if not (stat.S_ISREG(found.st_mode) and _NAME.fullmatch(path.name)):
                    continue  # nothing of doughy's
                part = path.name.startswith(_PART)
                url = None if part else f"{self.root}{folder.name}/{path.name}"
                yield Piece(folder.name, path.name, url, found.st_size, _time(found))
            if not names:
                yield Piece(folder.name, "", None, 0, _time(folder.lstat()))

    def discard(self, piece: Piece) -> None:
        folder = self.folder / piece.batch
        if piece.name:
            (folder / piece.name).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def share(self, url: str, seconds: int, name: str) -> str:
        raise Failed(
            "A file on this computer has no URL for others.",
            "Documents in S3 have: see `doughy docs store`.",
        )

    def _path(self, url: str) -> Path:
        found = _URL.fullmatch(url)
        if found is None or found[1] != self.folder.name:
            raise Outside("This is not a place that doughy keeps documents in.")
        return self.folder / found[2] / found[3]

    def _open(self, url: str) -> int:
        try:
            # Nothing in the store is a link; if something is, it is not what was put there.
            descriptor = os.open(self._path(url), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                raise Missing("Its file is gone from this computer.") from error
            raise
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Missing("Its file is gone from this computer: something else is there.")
        return descriptor


def lies_here(root: Path, url: str) -> bool:
    """Return whether there is a file under `root` for `url`, whoever's and whatever is in it."""
    found = _URL.fullmatch(url)
    return found is not None and root.joinpath(*found.groups()[:3]).is_file()


def find_store(root: Path, url: str, owner: UUID, database: str) -> LocalStore:
    """Return the store that `url` names, for the row of `owner` in `database`.

    Raises Outside for what is no such URL and for somebody else's store. If the store is not
    under `root`, raises Missing where the database is this home's own, whose documents lie
    beside it, and Elsewhere where others add documents to it from their computers.
    """
    found = _URL.fullmatch(url)
    if found is None:
        raise Outside("This is not a place that doughy keeps documents in.")
    folder = root / found[1]
    marker = _marker(folder)
    if marker is None:
        if database.startswith(_EMBEDDED):
            raise Missing(
                f"The folder that it was kept in is gone: {folder}",
                f"Bring {root} back from a copy: a backup of the database does not hold it.",
            )
        raise Elsewhere(
            "It is in the documents folder of another computer, or of another home"
            f"{'' if root.is_dir() else f', or was in {root}, which is not there'}.",
            f"Looked for it under {root}.",
        )
    if marker.get("person") != str(owner):
        raise Outside("This is not a place that doughy keeps documents of this person in.")
    return LocalStore(folder)


def own_stores(root: Path, database: str, person: UUID) -> list[LocalStore]:
    """Return the stores in which `person` of `database` keeps documents: more than one only if
    the home was moved. The first is that of new ones."""
    wanted = _marked(database, person)
    try:
        folders = sorted(root.iterdir())
    except FileNotFoundError:
        return []
    _check_private(root)
    markers = {each: _marker(each) for each in folders}
    here = [LocalStore(each) for each, marker in markers.items() if marker == wanted]
    moved = [each for each, marker in markers.items() if marker and _moved(marker, wanted)]
    return [*here, *map(LocalStore, moved)]


def _moved(marker: dict[str, str], wanted: dict[str, str]) -> bool:
    """Return whether a store is of this home's own database, when the home was somewhere else:
    the embedded database lies beside the documents, and there is one in a home."""
    databases = [each.get("database", "") for each in (marker, wanted)]
    return (
        marker.get("person") == wanted["person"]
        and marker != wanted
        and all(each.startswith(_EMBEDDED) for each in databases)
    )


def make_store(root: Path, database: str, person: UUID) -> LocalStore:
    """Return the person's store; it is made if there is none. Not to be run twice at once."""
    found = own_stores(root, database, person)
    if found:
        return found[0]
    folder = root / uuid4().hex
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_private(root)
        folder.mkdir(mode=0o700)
        _write(folder / _MARKER, json.dumps(_marked(database, person)).encode())
        for each in (folder, root, root.parent):
            _sync(each)
    except OSError as error:
        raise Failed(
            f"{folder} cannot be written: {error.strerror}",
            "Set DOUGHY_HOME to a folder that you can write to.",
        ) from error
    return LocalStore(folder)


def _marked(database: str, person: UUID) -> dict[str, str]:
    return {"database": database, "person": str(person)}


def _marker(folder: Path) -> dict[str, str] | None:
    try:
        found = json.loads((folder / _MARKER).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _check_private(root: Path) -> None:
    if root.stat().st_mode & 0o077:
        raise Failed(
            f"{root} can be read by others, and sellers' papers are kept in it.",
            f"Take that right away: chmod 700 {root}",
            code="not_private",
        )


def _copy(source: Source, part: Path, told: Told) -> None:
    """Copy the file to `part` and on to the disk. Raises Changed if it is not what it was."""
    digest = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with source.open() as file, os.fdopen(os.open(part, flags, 0o600), "wb") as copy:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            copy.write(chunk)
            told(len(chunk))
        copy.flush()
        os.fsync(copy.fileno())
    if digest.hexdigest() != source.sha256:
        raise Changed(f"{source.path} changed while it was read; nothing of it was kept.")


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _time(found: os.stat_result) -> datetime:
    return datetime.fromtimestamp(found.st_mtime, UTC)


def _explain(error: OSError, source: Source) -> Failed:
    if error.errno in _FULL:
        return Failed(
            f"The disk is full: {source.path} ({source.size:,} bytes) does not fit.",
            "Nothing of it was kept. Free space and run it again.",
            code="disk_full",
        )
    where = error.filename or source.path
    return Failed(f"{where}: {error.strerror}; nothing of it was kept.")
