"""Texts as they are compared: without case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

# Letters that are no base letter with an accent, as they are written where they are missing.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_WITHIN_WORDS = re.compile("['’‘`´ʼ]")
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return `text` in lower case and without accents; folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    # Case first and again: each step can bring forth what the other changes.
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if not _is_accent(each))


def words(text: str) -> list[str]:
    """Return the words of a text, folded; `O'Brien` is one, `Smith-Jones` two."""
    return _WORD.findall(_WITHIN_WORDS.sub("", folded(text)))


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) != 0
