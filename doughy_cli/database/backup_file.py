"""The file that a backup is: a zip of two members, neither of them packed once more.

`people.json` says what the backup is and who may sign in, `database.dump` is pg_dump's
custom format, which is compressed already. Nothing in a file is believed before all of it
was checked.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from doughy_cli.errors import Failed, Usage

FORMAT = 1
MANIFEST = "people.json"
DUMP = "database.dump"

CHUNK = 1 << 18
_LONGEST_MANIFEST = 256 << 20
_VERIFIER = re.compile(r"SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+")
# What zipfile and the readers of its members raise for bytes that are no backup.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, TypeError,
    OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip


class Readable(Protocol):
    """What can be read piece by piece; an empty piece is the end."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who may sign in. `verifier` is None where it could not be read."""

    name: str
    login_role: str
    groups: list[str]
    disabled: bool
    verifier: str | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of. `size` is that of the database, in bytes; `programs` is the major
    version of the pg_dump that wrote it."""

    format: int
    doughy: str
    database: str
    revision: str
    server: str
    size: int
    programs: int
    made_at: datetime
    people: list[Login]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was found whole; `size` is the dump's, in bytes."""

    manifest: Manifest
    size: int
    file: zipfile.ZipFile

    @contextmanager
    def dump(self) -> Iterator[IO[bytes]]:
        """Yield pg_dump's part of the file, to be read from its beginning."""
        with self.file.open(DUMP) as stream:
            yield stream


def write(
    target: IO[bytes], manifest: Manifest, dump: Readable, count: Callable[[int], None]
) -> None:
    """Write a backup to `target`, a file or a pipe; `count` is told of every piece of the dump."""
    text = json.dumps({**asdict(manifest), "made_at": manifest.made_at.isoformat()}, indent=1)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as file:
        file.writestr(_member(MANIFEST, manifest.made_at), text)
        with file.open(_member(DUMP, manifest.made_at), "w", force_zip64=True) as stream:
            while chunk := dump.read(CHUNK):
                stream.write(chunk)
                count(len(chunk))


def _member(name: str, made_at: datetime) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    member.external_attr = 0o600 << 16
    return member


@contextmanager
def opened(name: str, stdin: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield the file `name`, or what `-` brings, as one that can be read from anywhere.

    A pipe is copied to an unnamed file of the temporary folder first. Raises Usage where
    there is no such file.
    """
    if name == "-":
        with _kept(stdin) as kept:
            yield kept
        return
    path = Path(name)
    if not path.exists():
        raise Usage(f"There is no file {path}.")
    if path.is_dir():
        raise Usage(f"{path} is a folder, not a backup.", code="not_a_backup")
    with path.open("rb") as file:
        if path.is_file():
            yield file
            return
        with _kept(file) as kept:
            yield kept


@contextmanager
def _kept(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as kept:
        try:
            shutil.copyfileobj(stream, kept, CHUNK)
            kept.seek(0)
        except OSError as error:
            folder = tempfile.gettempdir()
            raise Failed(
                f"The backup from stdin cannot be kept in {folder}: {error.strerror}.",
                "Point TMPDIR at a folder with more room, or save it to a file first.",
                code="disk_full",
            ) from error
        yield kept


def read(source: IO[bytes], name: str, count: Callable[[int], None]) -> Backup:
    """Check every byte of `source` and return the backup that it is; `name` is for messages.

    The backup reads from `source` later, too.

    Raises Usage if it is not a backup, is damaged, or was made by a newer doughy.
    """
    with _damage_explained(name):
        file = zipfile.ZipFile(source)
        if sorted(file.namelist()) != sorted([MANIFEST, DUMP]):
            raise _not_a_backup(name)
        if file.getinfo(MANIFEST).file_size > _LONGEST_MANIFEST:
            raise _not_a_backup(name)
        manifest = _manifest(json.loads(file.read(MANIFEST)))
        # Reading to the end compares the checksum.
        with file.open(DUMP) as stream:
            while chunk := stream.read(CHUNK):
                count(len(chunk))
        return Backup(manifest, file.getinfo(DUMP).file_size, file)


@contextmanager
def _damage_explained(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        # The reason is for developers: zip's own words say nothing about a backup.
        raise _not_a_backup(name) from error
    except OSError as error:
        raise Failed(f"{name} cannot be read: {error.strerror or error}.") from error


def _not_a_backup(name: str) -> Usage:
    shown = "stdin" if name == "-" else name
    return Usage(
        f"{shown} is not a backup, or was cut short or damaged. Nothing was changed.",
        "Give a file that `doughy db backup` wrote.",
        code="not_a_backup",
    )


def _manifest(content: Any) -> Manifest:
    if int(content["format"]) > FORMAT:
        raise Usage(
            f"This backup was made by a newer doughy ({content['doughy']}). Nothing was changed.",
            "Install that version, or a later one.",
            code="backup_too_new",
        )
    made_at = datetime.fromisoformat(content["made_at"])
    return Manifest(
        format=int(content["format"]),
        doughy=str(content["doughy"]),
        database=str(content["database"]),
        revision=str(content["revision"]),
        server=str(content["server"]),
        size=int(content["size"]),
        programs=int(content["programs"]),
        made_at=made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC),
        people=[_login(each) for each in content["people"]],
    )


def _login(content: Any) -> Login:
    verifier = content["verifier"]
    if verifier is not None and not _VERIFIER.fullmatch(verifier):
        # Anything else would be taken for a password in clear.
        raise ValueError("not a SCRAM-SHA-256 verifier")
    return Login(
        name=str(content["name"]),
        login_role=str(content["login_role"]),
        groups=[str(each) for each in content["groups"]],
        disabled=bool(content["disabled"]),
        verifier=verifier,
    )


def synced(path: Path) -> None:
    """Make a rename in the folder `path` outlive a power failure."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
