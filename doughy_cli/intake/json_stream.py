"""JSON values out of a stream of text: one after another, or as an array, on any lines."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import islice

from doughy_cli.errors import Failed
from doughy_cli.intake.lines import LONGEST_LINE, too_long

_SPACE = re.compile(r"[ \t\r\n]*")
_CHUNK = 1 << 16


def _number(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text} is too large a number")
    return value


def _constant(text: str) -> None:
    # Python reads and writes NaN and Infinity; JSON, and the database's JSON, know neither.
    raise ValueError(f"{text} is not a number in JSON")


DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_constant)


def json_trouble(error: ValueError | RecursionError) -> str:
    """Why a text was not decoded, in words that fit after a line number."""
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
    if isinstance(error, RecursionError):
        return "not JSON that can be read: nested too deeply"
    return f"not JSON that can be stored: {error}"


def storable(value: object) -> bool:
    """Whether PostgreSQL can hold it: no NUL, and no half of a surrogate pair."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dict):
        return all(storable(key) and storable(item) for key, item in value.items())
    return all(map(storable, value)) if isinstance(value, list) else True


def json_list(cell: str) -> list[object] | None:
    """The list that a cell of a table holds as JSON; None if it is just text."""
    if not cell.startswith("["):
        return None
    try:
        value = DECODER.decode(cell)
    except (ValueError, RecursionError):
        return None  # it merely starts with a bracket
    return value if isinstance(value, list) and storable(value) else None


class JsonStream:
    """Holds as much text as the value at hand needs, and knows the line it is on."""

    def __init__(self, chunks: Iterator[str], name: str) -> None:
        self._chunks = chunks
        self._name = name
        self._text = ""
        self._place = 0
        self._line = 1

    def values(self) -> Iterator[tuple[int, object, str]]:
        """Yield (line, value, its text). Raises Failed where the file breaks off."""
        if self._next() == "[":
            self._place += 1
            yield from self._array()
            return
        while self._next():
            yield self._value()

    def _array(self) -> Iterator[tuple[int, object, str]]:
        following = self._next()
        while following != "]":
            yield self._value()
            following = self._next()
            if following == ",":
                self._place += 1
                if self._next() == "]":
                    raise self._broken("nothing follows the last comma")
            elif following != "]":
                missing = "a comma is missing between two objects" if following else _UNCLOSED
                raise self._broken(missing)
        self._place += 1
        if self._next():
            raise self._broken("there is more after the array's end")

    def _next(self) -> str:
        """The next character that is no space, or nothing at the end."""
        while True:
            found = _SPACE.match(self._text, self._place)
            end = found.end() if found else self._place
            self._line += self._text.count("\n", self._place, end)
            self._place = end
            if end < len(self._text):
                return self._text[end]
            self._text, self._place = next(self._chunks, ""), 0
            if not self._text:
                return ""

    def _value(self) -> tuple[int, object, str]:
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._place)
                # A number may go on in the next chunk.
                if end < len(self._text) or not self._more():
                    break
            except RecursionError as error:
                raise self._broken(json_trouble(error)) from None
            except ValueError as error:
                # It may be merely cut off.
                if not self._more():
                    if isinstance(error, json.JSONDecodeError):
                        self._line += self._text.count("\n", self._place, error.pos)
                    raise self._broken(json_trouble(error)) from None
        if end - self._place > LONGEST_LINE:
            raise self._too_long()
        line, text = self._line, self._text[self._place : end]
        self._line += text.count("\n")
        self._place = end
        return line, value, text

    def _more(self) -> bool:
        held = len(self._text) - self._place
        if held > LONGEST_LINE:
            raise self._too_long()
        # Twice as much each time, so that a long value is not decoded again for each chunk.
        text = "".join(islice(self._chunks, 1 + held // _CHUNK))
        self._text = self._text[self._place :] + text
        self._place = 0
        return bool(text)

    def _too_long(self) -> Failed:
        return too_long(self._name, self._line, "the object", LONGEST_LINE)

    def _broken(self, what: str) -> Failed:
        return Failed(
            f"{self._name}, line {self._line}: {what}",
            "give an array of objects, or one object a line",
            code="bad_file",
        )


_UNCLOSED = "the array is not closed with ]"
