"""A line that is being typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doughy_cli.screens.keyboard import PASTE, Key

LONGEST = 10_000
_BREAKS = re.compile(r"[\r\n\t\x00-\x1f\x7f-\x9f]+")


@dataclass(slots=True)
class Line:
    """The text and the cursor in it. `press` changes it; Enter and Escape end it."""

    text: str = ""
    cursor: int = 0

    @classmethod
    def of(cls, text: str) -> Line:
        """Return a line that begins with `text`, the cursor behind it."""
        return cls(text, len(text))

    def press(self, key: Key) -> None:
        """Do what the key says; one that says nothing to a line does nothing."""
        match key.name:
            case "backspace":
                self._cut(max(self.cursor - 1, 0), self.cursor)
            case "delete":
                self._cut(self.cursor, self.cursor + 1)
            case "ctrl-u":
                self._cut(0, self.cursor)
            case "ctrl-w":
                kept = self.text[: self.cursor].rstrip()
                self._cut(kept.rfind(" ") + 1, self.cursor)
            case "left":
                self.cursor = max(self.cursor - 1, 0)
            case "right":
                self.cursor = min(self.cursor + 1, len(self.text))
            case "home":
                self.cursor = 0
            case "end":
                self.cursor = len(self.text)
            case name:
                # What is pasted stays on this line: a line's end in it presses no Enter.
                self._insert(_BREAKS.sub(" ", key.text) if name == PASTE else key.text)

    def _cut(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start

    def _insert(self, text: str) -> None:
        text = text[: LONGEST - len(self.text)]
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
