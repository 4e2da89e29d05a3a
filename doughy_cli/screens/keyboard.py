"""What a terminal sends, as keys: bytes in any portions, with UTF-8, escapes and pastes."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

PASTE = "paste"
ANSWER = "answer"  # of the terminal, when it was asked what it is
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
# A whole sequence: CSI with its parameters, SS3 with one character, or Alt with one.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\[O\x1b])", re.DOTALL)
_ANSWER = re.compile(r"\x1b\[\?[0-9;]*c")
_BEGINNING = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?")
_NAMES = {
    "\r": "enter",
    "\n": "enter",
    "\t": "tab",
    " ": "space",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x01": "home",
    "\x05": "end",
    "\x03": "ctrl-c",
    "\x04": "ctrl-d",
    "\x0c": "ctrl-l",
    "\x15": "ctrl-u",
    "\x17": "ctrl-w",
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1b[H": "home",
    "\x1b[F": "end",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\x1b[3~": "delete",
    "\x1b[5~": "pageup",
    "\x1b[6~": "pagedown",
    **{f"\x1bO{letter}": name for letter, name in zip("ABCDHF", ("up", "down", "right", "left",
       "home", "end"), strict=True)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its name, and the text that it types, if any. A paste is one key."""

    name: str
    text: str = ""


class Keyboard:
    """Turns bytes into keys, however they are cut."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._left = ""

    @property
    def waiting(self) -> bool:
        """Whether an escape came that may be the key or the beginning of a sequence."""
        return bool(self._left) and not self._left.startswith(_PASTE_BEGINS)

    def feed(self, data: bytes) -> list[Key]:
        """Return the keys that are complete with `data`."""
        self._left += self._decoder.decode(data)
        keys: list[Key] = []
        while self._left:
            key = self._next()
            if key is None:
                break
            if key.name:
                keys.append(key)
        return keys

    def flush(self) -> list[Key]:
        """Return what waits, as nothing more has come: an escape is the key of that name."""
        waiting, self._left = self._left, ""
        return [Key("escape")] if waiting else []

    def _next(self) -> Key | None:
        """Take one key off; None if it is not complete. A key without a name is none of ours."""
        if self._left.startswith(_PASTE_BEGINS):
            # The terminal does not wait with its answer until a long paste is over.
            self._left, answers = _ANSWER.subn("", self._left, count=1)
            if answers:
                return Key(ANSWER)
            text, end, rest = self._left[len(_PASTE_BEGINS) :].partition(_PASTE_ENDS)
            if not end:
                return None
            self._left = rest
            return Key(PASTE, text)
        if self._left[0] != "\x1b":
            character, self._left = self._left[0], self._left[1:]
            name = _NAMES.get(character, character if character.isprintable() else "")
            return Key(name, character if character.isprintable() else "")
        sequence = _SEQUENCE.match(self._left)
        if sequence:
            self._left = self._left[sequence.end() :]
            answer = ANSWER if _ANSWER.fullmatch(sequence.group()) else ""
            return Key(_NAMES.get(sequence.group(), answer))
        if self._left.startswith("\x1b\x1b"):
            self._left = self._left[1:]
            return Key("escape")
        if _BEGINNING.fullmatch(self._left):
            return None
        # The beginning of a sequence that goes on as none does.
        self._left = _BEGINNING.sub("", self._left, count=1)
        return Key("")
