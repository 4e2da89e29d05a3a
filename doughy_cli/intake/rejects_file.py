"""The file of rejected rows: made with the first of them, in its place once all is stored."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import TextIO

from doughy_cli.errors import Failed, Usage
from doughy_cli.intake.records import Reject, RejectWriter


def rejects_path(file: str, wanted: str | None) -> Path:
    """Return where the rejects of `file` go: where `wanted` says, else into this folder.

    Beside the file would often be a folder that is somebody else's. Raises Usage rather
    than replace the file itself.
    """
    path = Path(wanted) if wanted else _free("stdin" if file == "-" else Path(file).stem)
    if path.is_dir():
        raise Usage(f"{path} is a folder.", "Give --rejects a file.")
    if file != "-" and path.exists() and Path(file).exists() and path.samefile(file):
        raise Usage(f"The rejects would replace {file} itself.", "Give --rejects another file.")
    return path


def _free(stem: str) -> Path:
    """The first name that nothing has: an earlier file may have been worked on since."""
    names = (f"{stem}.rejects{f'-{number}' if number else ''}.csv" for number in count())
    return next(path for name in names if not os.path.lexists(path := Path(name)))


class RejectsFile:
    """A context manager; the file appears only when its body ends well.

    `records` is how many records were rejected. What cannot be written raises Failed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # A device or a pipe cannot be replaced; it is written to as it stands.
        self._device = path.exists() and not path.is_file()
        self._part = path if self._device else path.with_name(f".{path.name}.{os.getpid()}.part")
        self._stream: TextIO | None = None
        self._writer: RejectWriter | None = None

    def write(self, reject: Reject) -> None:
        """Add one reject."""
        try:
            if self._writer is None:
                self._stream = self._opened()
                self._writer = RejectWriter(self._stream)
            self._writer.write(reject)
        except OSError as error:
            raise self._unwritable(error) from error

    def write_all(self, rejects: Iterable[Reject]) -> int:
        """Add rejects; return how many they were."""
        written = 0
        for reject in rejects:
            self.write(reject)
            written += 1
        return written

    def finish(self) -> None:
        """Have everything on the disk, before the rows that were taken are committed."""
        if self._stream is None:
            return
        try:
            self._stream.flush()
            if not self._device:
                os.fsync(self._stream.fileno())
        except OSError as error:
            raise self._unwritable(error) from error

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is None:
            return
        with suppress(OSError):  # closing writes again what could not be written, and was told
            self._stream.close()
        if self._device:
            return
        if kind is None:
            self._part.replace(self.path)
        else:
            self._part.unlink(missing_ok=True)

    def _opened(self) -> TextIO:
        if self._device:
            return self._part.open("w", encoding="utf-8", newline="")
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        return os.fdopen(descriptor, "w", encoding="utf-8", newline="")

    def _unwritable(self, error: OSError) -> Failed:
        return Failed(
            f"{self.path} cannot be written: {error.strerror}; nothing was saved.",
            "Name another file with --rejects.",
        )
