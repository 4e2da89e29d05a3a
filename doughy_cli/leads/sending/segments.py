"""How many text messages a text is charged as.

3GPP TS 23.038 has the alphabet (6.2.1) and its extension (6.2.1.1); TS 23.040 (9.2.3.24.1) the
six octets of a header in each part of a longer text, which leave 153 of 160 characters, or 67 of
70 where the alphabet does not do. What takes two places is not parted.
"""

from __future__ import annotations

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_7 = "GSM-7"
UCS_2 = "UCS-2"
_ROOM = {GSM_7: (160, 153), UCS_2: (70, 67)}  # of a text alone, and of each part of a longer one


@dataclass(frozen=True, slots=True)
class Segments:
    """The encoding that a text needs, the places that it takes, and the messages it becomes."""

    encoding: str
    units: int
    count: int


def segments(text: str) -> Segments:
    """Return what `text` is sent as."""
    encoding = GSM_7 if all(each in _BASIC or each in _EXTENSION for each in text) else UCS_2
    places = [_places(each, encoding) for each in text]
    alone, part = _ROOM[encoding]
    if (units := sum(places)) <= alone:
        return Segments(encoding, units, 1)
    count, left = 1, part
    for each in places:
        if each > left:
            count, left = count + 1, part
        left -= each
    return Segments(encoding, units, count)


def beyond_gsm(text: str) -> list[str]:
    """Return the characters of `text` that make it UCS-2, each once, as they come."""
    return list(dict.fromkeys(each for each in text if each not in _BASIC | _EXTENSION))


def _places(character: str, encoding: str) -> int:
    if encoding == GSM_7:
        return 2 if character in _EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1
