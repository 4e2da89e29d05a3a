"""Records into a file: complete, in a stream, and either whole or not there at all."""

from __future__ import annotations

import csv
import dataclasses
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from doughy_cli.errors import Failed, Usage
from doughy_cli.options import Flags, Format, field_names
from doughy_cli.output import Output, csv_cell

STDOUT = "-"
# How COPY writes each format. JSON has no control characters, so that no line of it needs quotes
# (COPY's text format would double its backslashes).
_AS_JSON = "FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02'"
COPY = {
    Format.csv: "FORMAT csv, HEADER",
    Format.tsv: "FORMAT csv, HEADER, DELIMITER E'\\t'",
    Format.json: _AS_JSON,
    Format.jsonl: _AS_JSON,
}
_TOGETHER = 200  # rows that are written at a time
# DEL and the C1 controls are legal in JSON, and act on a terminal.
_HARMFUL = re.compile(b"\x7f|\xc2[\x80-\x9f]")
_EXTENSIONS = {
    ".json": Format.json,
    ".jsonl": Format.jsonl,
    ".ndjson": Format.jsonl,
    ".csv": Format.csv,
    ".tsv": Format.tsv,
}


def export_format(flags: Flags, target: str) -> Format:
    """Return the format of -o or --json, else of the file's extension, else CSV.

    Raises Usage for a folder, for a table, which no import reads, and for an extension that
    is unknown.
    """
    if target != STDOUT and Path(target).is_dir():
        raise Usage(f"{target} is a folder.", f"Name a file in it: {Path(target) / 'FILE.csv'}.")
    wanted = flags.output or (Format.json if flags.json else None)
    if wanted is Format.table:
        raise Usage("A table cannot be exported.", "Give -o json, jsonl, csv or tsv.")
    if wanted:
        return wanted
    extension = Path(target).suffix.lower()
    if target != STDOUT and extension not in _EXTENSIONS:
        raise Usage(f"{target!r} does not say in which format.", "Give -o json, jsonl, csv or tsv.")
    return _EXTENSIONS.get(extension, Format.csv)


def exists(target: str) -> bool:
    """Return whether writing to `target` would replace a file."""
    return target != STDOUT and Path(target).is_file()


def write_records(record: type, rows: Iterable[Any], target: str, flags: Flags) -> int:
    """Write `rows` to the file `target` (`-`: stdout); return how many they were."""
    settled = export_format(flags, target)
    written = _Counted(rows)
    with _opened(target) as stream:
        if settled is Format.tsv:
            _write_tsv(flags.fields or field_names(record), written, stream)
        else:
            own = dataclasses.replace(flags, output=settled, json=False)
            Output(own, stdout=stream).rows(record, written)
    return written.count


def write_copied(rows: Iterable[bytes | bytearray | memoryview], target: str, form: Format) -> int:
    """Write what COPY sends (see COPY) to the file `target` (`-`: stdout) as it comes; return how
    many records they were."""
    count = -1 if form in (Format.csv, Format.tsv) else 0  # a heading is no record
    left = iter(rows)
    with _opened(target) as text:
        stream = text.buffer
        while several := list(islice(left, _TOGETHER)):
            content = b"".join(several)
            if form in (Format.json, Format.jsonl):
                content = _HARMFUL.sub(_escaped, content)
            if form is Format.json:
                # Each but the last has a comma; what a JSON has of newlines are those of COPY.
                begun = b",\n" if count else b"[\n"
                content = begun + content[:-1].replace(b"\n", b",\n")
            stream.write(content)
            count += len(several)
        if form is Format.json:
            stream.write(b"\n]\n" if count else b"[]\n")
    return count


def _escaped(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode())


def write_whole(text: str, target: str) -> int:
    """Write a text to the file `target` (`-`: stdout); return how many bytes it has.

    Raises Usage for a folder, Failed where it cannot be written.
    """
    if target != STDOUT and Path(target).is_dir():
        raise Usage(f"{target} is a folder.", f"Name a file in it: {Path(target) / 'FILE'}.")
    with _opened(target) as stream:
        stream.write(text)
    return len(text.encode())


class _Counted:
    """Passes rows on, and counts them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.count += 1
            yield row


def _write_tsv(names: Iterable[str], rows: Iterable[Any], stream: TextIO) -> None:
    # With a heading and with quotes, unlike the TSV of a list: an import reads this back.
    wanted = list(names)
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow(wanted)
    writer.writerows([csv_cell(getattr(row, name)) for name in wanted] for row in rows)


@contextmanager
def _opened(target: str) -> Iterator[TextIO]:
    if target == STDOUT:
        yield sys.stdout
        return
    path = Path(target).resolve()  # what a link points to is replaced, not the link
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="") as device:
            yield device
        return
    with _replacing(path) as stream:
        yield stream


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """Yield a file beside `path` that takes its place once it is whole and on the disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        # For its owner alone until it is whole; then as open as what it replaces.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    # It can only be read by being set.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
