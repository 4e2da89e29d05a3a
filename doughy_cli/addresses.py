"""Addresses compared: what two spellings of one American address have in common.

A key and not a parser: nothing is refused, and what is stored stays as it was written. The
libraries that parse addresses (usaddress 0.5, and usaddress-scourgify 0.7 on top of it) refuse what
lists of land are full of, such as lots and blocks, and Puerto Rico's streets; hold `Apt 4` and
`# 4` for two places and `CR 9` for a creek; and take 14 times as long. Of scourgify the tests take
the table of USPS words, so that ours lacks none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from doughy_cli.usps import OTHERS, PARTS, SUFFIXES

ADDRESS_PARTS = ("address_line_1", "address_line_2", "city", "state", "zip")
REQUIRED_PARTS = ("address_line_1", "city", "state", "zip")

_WORDS = {
    long: short
    for words in (SUFFIXES, OTHERS, PARTS)
    for short, spellings in words.items()
    for long in spellings.split()
}
# What comes before the number of a flat says nothing that the number does not say.
_UNIT = re.compile(r"(?:\b(?:apt|apartment|unit|suite|ste|rm|room)\b|#) *#? *(?=[a-z0-9])")
_TWO_DIRECTIONS = re.compile(r"\b(north|south|n|s) (east|west|e|w)\b")
_COUNTY_ROAD = re.compile(r"\b(?:county|co|cnty) (?:road|rd)\b")
_STATE_ROUTE = re.compile(r"\b(?:state|st) (?:route|rte|rt|road|rd|highway|hwy)\b")
_FRACTION = re.compile(r"(?<=\d)/(?=\d)")
_BETWEEN = re.compile(r"(?:[^\w#/]|_)+")  # letters of every script are kept
_LETTER_OF_A_NUMBER = re.compile(r"\b(\d+)-(?=[a-z]\b)")
_ZIP = re.compile(r"\d{5}")
_ZIP_AND_MORE = re.compile(r"\b(\d{5})-\d{4}$")


def address_key(parts: Mapping[str, object]) -> str | None:
    """Return what addresses that mean the same place have in common; None without a street.

    `parts` are texts under the names of `ADDRESS_PARTS`. The first five digits of the ZIP code
    stand for city and state, whose names are spelled in many ways; without them, the names do.
    """
    street = _street(_text(parts, "address_line_1"), _text(parts, "address_line_2"))
    if not street:
        return None
    postal = _ZIP.match(_text(parts, "zip"))
    if postal:
        return f"{street}|{postal[0]}"
    city, state = (" ".join(_words(_text(parts, each))) for each in ("city", "state"))
    return f"{street}|{city}|{state}" if city else None


def missing_parts(parts: Mapping[str, object]) -> list[str]:
    """Return what of a property's address is not given, by the names of `REQUIRED_PARTS`."""
    return [each for each in REQUIRED_PARTS if not _text(parts, each)]


def is_address_of(text: str, parts: Mapping[str, object], *, whole: bool = False) -> bool:
    """Return whether `text` is what a person would call the address `parts`: its street or the
    beginning of it (`418 maple`), then any of unit, city, state and ZIP code. `whole`: the street
    with its unit, not a beginning and not without the unit."""
    text = _ZIP_AND_MORE.sub(r"\1", text.strip())
    line, unit = (_text(parts, each) for each in ("address_line_1", "address_line_2"))
    rest = {
        word
        for each in ("city", "state", "zip")
        for word in (*_words(_text(parts, each)), *_text(parts, each)[:5].split())
    }
    streets = [_street(line, unit).split(), *([] if whole else [_street(line, "").split()])]
    spellings = [_street(text, "").split(), _words(_UNIT.sub("# ", text.casefold()))]
    return any(
        _calls(typed, street, rest, whole=whole)
        for street in streets
        for typed in spellings
        if street and typed
    )


def _calls(typed: list[str], street: list[str], rest: set[str], *, whole: bool) -> bool:
    if not whole and len(typed) > 1 and typed == street[: len(typed)]:
        return True
    return typed[: len(street)] == street and rest.issuperset(typed[len(street) :])


def one_line(address: Mapping[str, str | None]) -> str:
    """Return an address as one line: `418 Maple Ave, Unit 4, Dayton, OH 45402`."""
    line_1, line_2, city, state, postal = (address.get(part) for part in ADDRESS_PARTS)
    place = " ".join(filter(None, (state, postal)))
    return ", ".join(filter(None, (line_1, line_2, city, place)))


def _street(line: str, unit: str) -> str:
    text = _LETTER_OF_A_NUMBER.sub(r"\1", _plain(line))
    if unit:
        # `4` and `Apt 4` in a column of its own.
        text = f"{text} # {_plain(unit)}"
    text = _UNIT.sub("# ", _FRACTION.sub("/", text))
    text = _TWO_DIRECTIONS.sub(lambda found: found[1][0] + found[2][0], text)
    text = _STATE_ROUTE.sub("sr", _COUNTY_ROAD.sub("cr", text))
    words = _words(text)
    # However often a unit is announced, it is one.
    return " ".join(word for at, word in enumerate(words) if word != "#" or "#" not in words[:at])


def _words(text: str) -> list[str]:
    return [_WORDS.get(word, word) for word in _BETWEEN.sub(" ", _plain(text)).split()]


def _plain(text: str) -> str:
    """The text in lower case without accents, and without what is left out as one likes."""
    kept = text.casefold()
    if not kept.isascii():
        decomposed = unicodedata.normalize("NFKD", kept)
        kept = "".join(each for each in decomposed if not unicodedata.combining(each))
    return kept.replace(".", "").replace("'", "").replace("’", "")


def _text(parts: Mapping[str, object], name: str) -> str:
    value = parts.get(name)
    return value.strip() if isinstance(value, str) else ""
