"""A secret as a value: it can be handed on, and nothing that prints values prints it."""

from __future__ import annotations

from typing import NoReturn

SHOWN = "***"
_TAIL = 4  # characters
_SHARE = 4  # of a short secret no more than one in so many is shown


class Secret:
    """A text that shows itself as `***`, in f-strings, tracebacks and debuggers too.

    `reveal()` is the one way to the text, so that a search for it finds every use.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text."""
        return self._text

    @property
    def tail(self) -> str:
        """The text masked: its last four characters, or fewer where it is short."""
        shown = min(_TAIL, len(self._text) // _SHARE)
        return SHOWN + self._text[len(self._text) - shown :]

    def __repr__(self) -> str:
        return f"Secret({SHOWN})"

    def __str__(self) -> str:
        return SHOWN

    def __format__(self, how: str) -> str:
        return format(SHOWN, how)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written anywhere.")
