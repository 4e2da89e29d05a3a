"""What every store of documents can do, and what can go wrong with one.

A document's row says in `file_url` where its bytes are, and anybody can write what they like into
a row of their own. So a store trusts no URL: it takes only what it could have written itself, for
the person whose row it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from doughy_cli.errors import Failed

LARGEST = 2**31 - 1  # bytes: what `file_size`, an integer of the schema, can hold
CHUNK = 1 << 20  # bytes read at a time

# A file lies under the batch that brought it, by the SHA-256 of what it holds. The batch's name
# is random: nobody comes upon a file by knowing what it holds.
BATCH = r"[0-9a-f]{32}"
SHA256 = r"[0-9a-f]{64}"
_LINK = re.compile(r"https?://", re.IGNORECASE)

Told = Callable[[int], None]  # is given how many bytes more are done


class Missing(Failed):
    """The bytes are not where the row says."""

    code = "missing"


class Elsewhere(Failed):
    """The bytes are in a store that cannot be reached from here, such as another computer's."""

    code = "elsewhere"


class Outside(Failed):
    """The row names a place that doughy has not given it."""

    code = "outside"


class Changed(Failed):
    """A file is not what it was a moment ago, or not what was added."""

    code = "changed"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is to be kept: what it held when it was looked at."""

    path: Path
    name: str
    size: int
    sha256: str
    content_type: str

    def open(self) -> BinaryIO:
        """Open it to be read; never waits, whatever has taken the file's place by now."""
        return os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK), "rb")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that lies in a store. Without `url` it is no document's: what an add that did
    not come to its end has left, such as a temporary file; without `name`, an empty folder."""

    batch: str
    name: str
    url: str | None
    size: int
    modified: datetime


class Store(Protocol):
    """One person's documents in one place. `label` is what people call the place; every URL of
    the store begins with `root`."""

    label: str
    root: str

    def put(self, source: Source, batch: str, told: Told) -> str:
        """Keep a file; return its URL. Raises Changed if it is not what it was, Failed if it
        cannot be kept; then nothing of it is."""

    def settle(self, batch: str) -> None:
        """Return when all that was put under this batch outlives a power cut."""

    def drop(self, batch: str) -> None:
        """Remove all that was put under this batch, which no row can point at."""

    def size(self, url: str) -> int:
        """Return how many bytes there are. Raises Missing."""

    def read(self, url: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes from `start` on. Raises Missing."""

    def remove(self, url: str) -> None:
        """Remove a file; it is no error if it is gone."""

    def pieces(self) -> Iterator[Piece]:
        """Yield all that lies in the store."""

    def discard(self, piece: Piece) -> None:
        """Remove a piece, and its batch's folder if that is empty then."""

    def now(self) -> datetime:
        """Return the time by the clock that dates the pieces."""

    def share(self, url: str, seconds: int, name: str) -> str:
        """Return a URL that gives the bytes, as a file of this name, to whoever has it, for so
        long. Raises Failed where the store cannot do that."""


def new_batch() -> str:
    """Return the name of a batch of files that are added together."""
    return uuid4().hex


def is_link(url: str) -> bool:
    """Return whether a document is only a link: its bytes are somewhere on the web."""
    return _LINK.match(url) is not None
