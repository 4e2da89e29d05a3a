"""JSON lines, or an array of objects: text → records, without ever holding the whole file.

`export -o json` writes an array and `-o jsonl` one object a line; both come back here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from doughy_cli.errors import Failed
from doughy_cli.intake.json_stream import DECODER, JsonStream, json_trouble, storable
from doughy_cli.intake.lines import lines
from doughy_cli.intake.records import Record, Reject

# A header row is not there, so the columns are the keys of the first objects.
_SAMPLE_OBJECTS = 1000
# How an array begins, or an object over several lines.
_WHOLE = re.compile(r"\[\s*(?:[{\]]|$)|\{\s*$")
# Only these escapes can bring in text that the database cannot hold.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class JsonRecords:
    """Objects of a JSON file; `headers` are the keys seen in the first thousand of them."""

    def __init__(self, chunks: Iterable[str], name: str, *, by_line: bool = False) -> None:
        """Read the first objects. Raises Failed if the file is no JSON.

        `by_line`: the file is said to have one object a line, so that even its first line
        may be broken. An array, or objects over several lines, are read all the same.
        """
        self.notes: list[str] = []
        rest = _records(iter(chunks), name, by_line)
        sample = list(islice(rest, _SAMPLE_OBJECTS))
        self._records = chain(sample, rest)
        keys = (key for item in sample if isinstance(item, Record) for key in item.values)
        self.headers = list(dict.fromkeys(keys))

    def records(self) -> Iterator[Record | Reject]:
        """Yield each object, once. Raises Failed if the file breaks off."""
        return self._records


def _records(chunks: Iterator[str], name: str, by_line: bool) -> Iterator[Record | Reject]:
    head = next((chunk for chunk in chunks if chunk.strip()), "")
    if not head:
        raise Failed(f"{name} is empty", "give one JSON object a line", code="bad_file")
    everything = chain([head], chunks)
    first = head.lstrip().split("\n", 1)[0]
    if (by_line and not _WHOLE.match(first)) or _is_object(first):
        yield from _by_line(everything, name)
    else:
        for line, value, text in JsonStream(everything, name).values():
            yield _record(line, value, text)


def _is_object(text: str) -> bool:
    try:
        return isinstance(DECODER.decode(text), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(chunks: Iterator[str], name: str) -> Iterator[Record | Reject]:
    """One broken line costs one record only, which is what JSON lines are for."""
    for number, line in enumerate(lines(chunks, name), 1):
        if line.isspace():
            continue
        try:
            value = DECODER.decode(line)
        except (ValueError, RecursionError) as error:
            yield Reject(number, "", line.strip(), json_trouble(error))
        else:
            yield _record(number, value, line)


def _record(line: int, value: object, text: str) -> Record | Reject:
    if not isinstance(value, dict):
        return Reject(line, "", text.strip(), "not a JSON object")
    if _SUSPECT.search(text):
        for key, item in value.items():
            if not storable([key, item]):
                shown = key.encode("ascii", "backslashreplace").decode()
                return Reject(line, shown, json.dumps(item), "text that cannot be stored")
    return Record(line, value)
