"""Texts that people type or keep in files, checked before a database is asked to hold them."""

from __future__ import annotations

from doughy_cli.errors import Usage

LONGEST_TEXT = 100_000  # characters


def checked_text(text: str, what: str, longest: int = LONGEST_TEXT) -> str:
    """Return `text` trimmed. Raises Usage, naming it as `what`, if it is empty, too long or
    cannot be stored."""
    trimmed = text.strip()
    if not trimmed:
        raise Usage(f"{what} is empty.")
    if len(trimmed) > longest:
        raise Usage(f"{what} is longer than {longest:,} characters.")
    # What Python makes of bytes that are no UTF-8.
    if any("\udc80" <= each <= "\udcff" for each in trimmed):
        raise Usage(f"{what} is not valid UTF-8.")
    if "\x00" in trimmed or any("\ud800" <= each <= "\udfff" for each in trimmed):
        raise Usage(f"{what} holds a character that cannot be stored (NUL or half of a pair).")
    return trimmed


def check_text(text: str | None) -> None:
    """Raise Usage for an empty text, which a variable that is not set leaves behind, and for
    what no database holds."""
    if text is not None and not text.strip():
        raise Usage("The text to look for is empty.")
    if text is not None and any("\ud800" <= each <= "\udfff" for each in text):
        raise Usage("The text to look for is not valid UTF-8.")


def like_pattern(text: str) -> str:
    """Return `text` as a pattern of LIKE that means itself, as SQLAlchemy's `autoescape` makes it:
    what would stand for other letters has a slash before it."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
