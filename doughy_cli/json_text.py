"""JSON that is passed on as it is written.

To read it and write it again loses digits of its numbers, and what is nested a thousand times
cannot be read at all; PostgreSQL keeps both. A program that writes such a thing must not blind
whoever lists it.
"""

from __future__ import annotations

import json
import re
from typing import Any

# What reading may fail with: nested too deeply, or a number of more digits than Python takes.
_UNREADABLE = (ValueError, RecursionError)
_DEEPEST = 100  # what is nested more often is more blanks than text, a line for each value
_TOKENS = re.compile(r'\{ *\}|\[ *\]|[][{},:]|"(?:[^"\\]|\\.)*"|[^][{},:"\s]+')
_decoder = json.JSONDecoder()


class JsonText(str):
    """The text of a value of JSON, as PostgreSQL writes it."""

    __slots__ = ()

    def read(self) -> Any:
        """Return the value; the text itself where it cannot be read."""
        try:
            return json.loads(self)
        except _UNREADABLE:
            return str(self)

    def members(self) -> list[tuple[str, str]] | None:
        """Return the names of an object and the texts of their values, as they are written; None
        where it is no object, or cannot be read."""
        if not self.startswith("{"):
            return None
        found = []
        at = 1
        try:
            while at < len(self) - 1:
                name, at = _decoder.raw_decode(self, self.index('"', at))
                begin = at + 2  # after a colon and a blank
                _, at = _decoder.raw_decode(self, begin)
                found.append((name, self[begin:at]))
        except _UNREADABLE:
            return None
        return found

    def indented(self, indent: int, depth: int) -> str:
        """Return the text with a line for each value, its first line being at `depth`; the
        text as it is where it is nested very deeply."""
        parts: list[str] = []
        for each in _TOKENS.findall(self):
            if each in "}]":
                depth -= 1
                parts.append("\n" + " " * indent * depth)
            parts.append(each)
            if each in "{[":
                depth += 1
                if depth > _DEEPEST:
                    return str(self)
            if each in "{[,":
                parts.append("\n" + " " * indent * depth)
            elif each == ":":
                parts.append(" ")
        return "".join(parts)


def json_text(text: str | None) -> JsonText | None:
    """Return a text of JSON that comes from the database."""
    return None if text is None else JsonText(text)
