"""What two names say about whether they are one person's."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from doughy_cli.leads.duplicates import weights as w
from doughy_cli.leads.duplicates.names import Name
from doughy_cli.leads.duplicates.nicknames import formal, initials
from doughy_cli.leads.duplicates.rarity import Rarity

_VOWELS = frozenset("aeioy")
_ENDINGS = frozenset(("ina", "ine", "ita", "ito", "ella", "elle", "etta", "ette", "ia", "ie"))


class NameEvidence(NamedTuple):
    """The weight, what it rests on, and whether these are names of two people."""

    bits: float
    how: str
    contradicts: bool = False


class _Part(NamedTuple):
    bits: float
    how: str
    differs: bool = False


_DIFFERENT = NameEvidence(w.OTHER_PERSON, "other name", contradicts=True)


def compare_names(one: Name, other: Name, rarity: Rarity) -> NameEvidence:
    """Weigh two names; the order of the two makes no difference."""
    found = _best(one, other, rarity)
    if found.contradicts or one.suffix == other.suffix:
        return found
    if one.suffix and other.suffix:
        return NameEvidence(w.OTHER_PERSON, "other generation", contradicts=True)
    return NameEvidence(found.bits + w.ONE_GENERATION, found.how)


def _best(one: Name, other: Name, rarity: Rarity) -> NameEvidence:
    if not (one.first and other.first):
        return _single(one, other, rarity)
    if one.joined == other.joined:
        longest = max(one, other, key=lambda each: (len(each.middle), each))
        bits = _same_first(longest.first, rarity) + _same_last(longest.last, rarity)
        return NameEvidence(bits, "same name")
    straight = _straight(one, other, rarity)
    if straight.bits > 0:
        return straight
    swapped = _swapped(one, other, rarity)
    return swapped if swapped is not None and swapped.bits > straight.bits else straight


def _straight(one: Name, other: Name, rarity: Rarity) -> NameEvidence:
    first = _given(one.first, other.first, rarity)
    last = _family(one.last, other.last, rarity)
    by_middle = first.differs and (one.first in other.middle or other.first in one.middle)
    if by_middle:
        first = _Part(w.MIDDLE_AS_FIRST, "middle name as first")
    if last.differs and (one.last in other.middle or other.last in one.middle):
        last = _Part(w.PART_OF_LAST_NAME, "part of the last name")
    elif one.middle and other.middle and not by_middle:
        last = last._replace(bits=last.bits + _middle(one.middle, other.middle))
    if first.differs:
        return _DIFFERENT
    return NameEvidence(first.bits + last.bits, _how(first, last))


def _swapped(one: Name, other: Name, rarity: Rarity) -> NameEvidence | None:
    """The first name where the last one belongs; None unless that is what it is."""
    parts = []
    for left, right in ((one.first, other.last), (one.last, other.first)):
        if left == right:
            common = max(rarity.spread_first(left), rarity.spread_last(left))
            parts.append(_Part(w.less_common("name", w.SAME_FIRST_NAME, common), ""))
        elif _is_initial(left, right):
            parts.append(_Part(w.INITIAL, "abbreviated"))
        elif formal(left) & formal(right):
            parts.append(_Part(w.NICKNAME, "nickname"))
        elif is_typo(left, right):
            parts.append(_Part(w.SIMILAR_FIRST_NAME, "similar"))
        else:
            return None
    if all(each.how == "abbreviated" for each in parts):
        # E. Brown may be Brown Edward, and J. Smith is not S. Jones: it speaks for neither.
        return NameEvidence(w.OTHER_LAST_NAME, "first and last name swapped")
    bits = parts[0].bits + parts[1].bits + w.SWAPPED
    return NameEvidence(bits, "first and last name swapped")


def _single(one: Name, other: Name, rarity: Rarity) -> NameEvidence:
    """At least one of the names is a single word."""
    if not one.first and not other.first:
        if one.last == other.last:
            return NameEvidence(_same_last(one.last, rarity), "same name")
        similar = is_typo(one.last, other.last)
        return NameEvidence(w.SIMILAR_FIRST_NAME, "similar name") if similar else _DIFFERENT
    whole, word = (one, other.last) if one.first else (other, one.last)
    if word == whole.joined:
        bits = _same_first(whole.first, rarity) + _same_last(whole.last, rarity)
        return NameEvidence(bits, "same name")
    if word in (whole.first, whole.last) or word in whole.middle:
        return NameEvidence(w.ONE_NAME, "one of the names")
    if not _given(word, whole.first, rarity).differs or is_typo(word, whole.last):
        return NameEvidence(w.INITIAL, "one of the names, similar")
    return _DIFFERENT


def _given(one: str, other: str, rarity: Rarity) -> _Part:
    if one == other:
        return _Part(_same_first(one, rarity), "same")
    if _is_initial(one, other):
        return _Part(w.INITIAL, "abbreviated")
    if formal(one) & formal(other):
        return _Part(w.NICKNAME, "nickname")
    if 1 in (len(one), len(other)) and initials(one) & initials(other):
        return _Part(0.0, "abbreviated")  # B. for William, who is Bill
    # Two names that both exist are two names, however alike: Erin and Eric, Mary and Mark.
    names = rarity.is_given_name(one) and rarity.is_given_name(other)
    if not names and (
        _is_shortened(one, other) or (is_typo(one, other) and not _gender(one, other))
    ):
        return _Part(w.SIMILAR_FIRST_NAME, "similar")
    return _Part(w.OTHER_PERSON, "", differs=True)


def _family(one: str, other: str, rarity: Rarity) -> _Part:
    if one == other:
        return _Part(_same_last(one, rarity), "same")
    if _is_initial(one, other):
        return _Part(w.INITIAL, "abbreviated")
    if is_typo(one, other):
        return _Part(w.SIMILAR_LAST_NAME, "similar")
    return _Part(w.OTHER_LAST_NAME, "other last name", differs=True)


def _middle(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    pairs = [(left, right) for left in one for right in other]
    if any(left == right and len(left) > 1 for left, right in pairs):
        return w.SAME_MIDDLE_NAME
    if any(left[0] == right[0] and (1 in (len(left), len(right))) for left, right in pairs):
        return w.INITIAL
    return 0.0 if any(is_typo(*pair) for pair in pairs) else w.OTHER_MIDDLE_NAME


def _how(first: _Part, last: _Part) -> str:
    differing = [each.how for each in (first, last) if each.how != "same"]
    if not differing:
        return "same name"
    if differing[0] in ("abbreviated", "similar"):
        return f"{differing[0]} name"
    return differing[0]


def is_typo(one: str, other: str) -> bool:
    """Whether one word is the other with a slip of the finger; the first letter is mostly right.

    Numbers are never: they tell things apart.
    """
    shortest = min(len(one), len(other))
    # Of three letters only a lost one: Jan, Jen and Jon are three people.
    if shortest + (len(one) != len(other)) < 4 or not (one.isalpha() and other.isalpha()):
        return False
    if one[0] != other[0] and one[:2] != other[1::-1]:
        return False
    allowed = 2 if shortest >= 8 else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def _is_shortened(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    rest = long[len(short) :]
    return len(short) >= 3 and len(rest) >= 2 and long.startswith(short) and rest not in _ENDINGS


def _gender(one: str, other: str) -> bool:
    """Whether only a last vowel tells them apart: Mario and Maria, Paul and Paula."""
    short, long = sorted((one, other), key=len)
    stem = short[:-1] if len(short) == len(long) and short[-1] in _VOWELS else short
    return long[-1] in _VOWELS and long[:-1] == stem


def _same_first(name: str, rarity: Rarity) -> float:
    if len(name) == 1:
        return w.INITIAL
    return w.less_common("name", w.SAME_FIRST_NAME, rarity.spread_first(name))


def _same_last(name: str, rarity: Rarity) -> float:
    if len(name) == 1:
        return w.INITIAL
    return w.less_common("name", w.SAME_LAST_NAME, rarity.spread_last(name))
