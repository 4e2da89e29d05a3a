"""A lead's names as they are written to: `QUILL, ADA` is Ada, and a company is nobody's name."""

from __future__ import annotations

from doughy_cli.leads.duplicates.companies import is_company
from doughy_cli.leads.duplicates.names import Name, parse_name
from doughy_cli.leads.duplicates.text import words

_SHORTEST = 2  # letters; an initial is no name to begin a text with
_NO_PERSON = frozenset(("estate", "trust", "trustee", "heirs", "the"))


def first_name(name: str) -> str | None:
    """Return the first name to write, or None: for companies, initials and `Occupant`."""
    parsed = _person(name)
    return None if parsed is None else _as_written(name, parsed.first or parsed.last)


def last_name(name: str) -> str | None:
    """Return the last name to write, or None: for companies, and where there is one name only."""
    parsed = _person(name)
    return None if parsed is None or not parsed.first else _as_written(name, parsed.last)


def _person(name: str) -> Name | None:
    nobody = is_company(name) or not _NO_PERSON.isdisjoint(words(name))
    return None if nobody else parse_name(name)


def _as_written(name: str, folded: str) -> str | None:
    """Return the word of `name` that was read as `folded`; written all in one case, anew."""
    parts = name.replace(",", " ").split()
    found = next((each for each in parts if words(each)[-1:] == [folded]), None)
    if found is None or len(folded) < _SHORTEST:
        return None
    written = found.strip(".")
    return written.title() if written.isupper() or written.islower() else written
