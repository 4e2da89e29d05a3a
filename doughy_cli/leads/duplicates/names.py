"""A person's name taken apart, however it was written."""

from __future__ import annotations

from typing import NamedTuple

from doughy_cli.leads.duplicates.text import words

_TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "hon", "sir", "madam")
)  # fmt: skip
_DEGREES = frozenset(("esq", "esquire", "md", "phd", "dds", "dvm", "cpa", "jd", "rn", "mba"))
_GENERATIONS = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "2nd": "ii",
    "iii": "iii", "3rd": "iii", "iv": "iv", "4th": "iv",
}  # fmt: skip
# Between the first name and the last they are as often left out as not.
_PARTICLES = frozenset(
    ("de", "la", "del", "los", "las", "van", "von", "der", "den", "y", "e", "da", "do", "dos",
     "das", "di", "du", "le", "and")
)  # fmt: skip
# What lists write where they know no name.
_NOBODY = frozenset(
    ("occupant", "current occupant", "unknown", "unknown unknown", "owner", "current owner",
     "property owner", "homeowner", "home owner", "resident", "current resident", "tenant", "na",
     "n a", "none", "no name", "not available", "not provided", "anonymous", "lead", "new lead",
     "customer", "client", "contact", "test", "test test", "null", "nan")
)  # fmt: skip


class Name(NamedTuple):
    """A name in folded words. One word alone is `last`; `suffix` is jr, sr, ii, iii or iv."""

    first: str
    middle: tuple[str, ...]
    last: str
    suffix: str

    @property
    def text(self) -> str:
        """The whole name; read again, it is the same name."""
        return " ".join(filter(None, (self.first, *self.middle, self.last, self.suffix)))

    @property
    def joined(self) -> str:
        """First, middle and last as one word: Mary Ann De Vito is Maryann DeVito."""
        return f"{self.first}{''.join(self.middle)}{self.last}"


def parse_name(text: str) -> Name | None:
    """Take a name apart; None where it names nobody. `Smith, John` is John Smith."""
    before, comma, after = text.partition(",")
    if comma and "," not in after:
        titles = words(after.replace(".", ""))
        if all(each in _GENERATIONS or each in _DEGREES for each in titles):
            return _name([*words(before), *titles])
        family, suffix = _without_suffix(words(before))
        return _name([*words(after), *family], suffix)
    return _name(words(text))


def _name(parts: list[str], suffix: str = "") -> Name | None:
    if not parts or " ".join(parts) in _NOBODY:
        return None
    parts, own = _without_suffix(parts)
    while len(parts) > 1 and parts[0] in _TITLES:
        parts = parts[1:]
    first, middle = (parts[0], parts[1:-1]) if len(parts) > 1 else ("", [])
    kept = tuple(each for each in middle if each not in _PARTICLES)
    name = Name(first, kept, parts[-1], own or suffix)
    return None if name.text in _NOBODY else name


def _without_suffix(parts: list[str]) -> tuple[list[str], str]:
    suffix = ""
    while len(parts) > 1:
        if parts[-1] in _GENERATIONS and not suffix:
            suffix = _GENERATIONS[parts[-1]]
        elif parts[-1] not in _DEGREES:
            break
        parts = parts[:-1]
    return parts, suffix
