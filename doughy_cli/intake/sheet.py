"""The way in: a file or standard input as a sheet of records, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from doughy_cli.errors import Usage
from doughy_cli.intake.delimited import Delimited
from doughy_cli.intake.encoding import Text
from doughy_cli.intake.json_records import JsonRecords
from doughy_cli.intake.records import Record, Reject
from doughy_cli.intake.source import Source, open_source

FORMATS = ("csv", "tsv", "json", "jsonl")
_BY_EXTENSION = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_LOOKS_LIKE_JSON = re.compile(r'\s*(?:\[\s*[{\]]|\{\s*["}])')


class Sheet:
    """One input: what it is read as, its columns, and its records once, in order.

    `headers` may be followed by no record at all: a file with a header only has 0 rows.
    For JSON they are the keys of the first objects; later ones may have more.
    `notes` are sentences for the person (such as columns that were renamed).
    """

    def __init__(self, source: Source, text: Text, content: Delimited | JsonRecords) -> None:
        self._source = source
        self._text = text
        self._content = content
        self.format = "csv" if isinstance(content, Delimited) else "json"
        self.delimiter = content.delimiter if isinstance(content, Delimited) else None
        self.headers = content.headers
        self.notes = content.notes

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def encoding(self) -> str:
        """As far as is known: `ascii` until something else has been read."""
        return self._text.encoding

    @property
    def size(self) -> int | None:
        return self._source.size

    @property
    def bytes_read(self) -> int:
        return self._source.bytes_read

    def records(self) -> Iterator[Record | Reject]:
        """Yield records, and rejects for what could not be read as one.

        Raises Failed, with the line, where the rest of the file cannot be trusted.
        """
        return self._content.records()


@contextmanager
def open_sheet(
    file: str,
    *,
    format: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Iterator[Sheet]:
    """Open a path, or `-` for standard input, and read as far as the header.

    What is not given is found out: the format from the extension, else from the content;
    encoding and delimiter from the content. Raises Usage for what cannot be opened or
    understood as an option, Failed (code `bad_file`) for a file that is no list.
    """
    if format is not None and format not in FORMATS:
        raise Usage(f'"{format}" is not a format to import', f"use {', '.join(FORMATS)}")
    with open_source(file) as source:
        yield read_sheet(
            source,
            format=format or _BY_EXTENSION.get(Path(file).suffix.lower()),
            encoding=encoding,
            delimiter=delimiter,
        )


def read_sheet(
    source: Source,
    *,
    format: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Sheet:
    """The same for a source that is already open."""
    text = Text(source.chunks(), source.name, encoding)
    chunks = iter(text)
    head = next(chunks, "")
    chunks = chain([head], chunks)
    if format in ("json", "jsonl") or (format is None and _LOOKS_LIKE_JSON.match(head)):
        content = JsonRecords(chunks, source.name, by_line=format == "jsonl")
        return Sheet(source, text, content)
    if format == "tsv" and delimiter is None:
        delimiter = "\t"
    return Sheet(source, text, Delimited(chunks, source.name, delimiter))
