"""The bytes of one file or of standard input, read once from front to back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from doughy_cli.errors import Usage

CHUNK = 1 << 16


class Source:
    """A binary stream with a name for messages. `bytes_read` and `size` feed a progress bar.

    `size` is None where it is not known (a pipe). The stream's `read(n)` returns fewer
    than n bytes only at the end, as files and `sys.stdin.buffer` do; it is never sought.
    """

    def __init__(self, stream: BinaryIO, name: str, size: int | None = None) -> None:
        self._stream = stream
        self.name = name
        self.size = size
        self.bytes_read = 0

    def chunks(self) -> Iterator[bytes]:
        while data := self._stream.read(CHUNK):
            self.bytes_read += len(data)
            yield data


@contextmanager
def open_source(file: str) -> Iterator[Source]:
    """Open a path, or standard input for `-`. Raises Usage if it cannot be opened."""
    if file == "-":
        yield Source(sys.stdin.buffer, "standard input")
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - the `with` below closes it
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Usage(f"cannot read {file}: {reason}", "give a file, or - for standard input") from (
            error
        )
    with stream:
        size = Path(file).stat().st_size if Path(file).is_file() else None
        yield Source(stream, file, size)
