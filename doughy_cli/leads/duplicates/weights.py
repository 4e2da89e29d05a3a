"""How much each agreement and each difference says, in bits.

Ten bits are odds of a thousand to one. The weights are log2(m / u) in Fellegi and Sunter's
terms: how much more often something is seen between two records of one person than between
two that merely came up for comparison. They are set by hand and held by the figures of
`bench/duplicates.py`; docs/duplicates.md has a worked example.
"""

from __future__ import annotations

from math import log2

PRIOR = -10.0  # most leads that have something in common are two people

SAME_PHONE = 13.0
SAME_PHONE_ONE_EXTENSION = 10.0  # the other has none
SAME_PHONE_OTHER_EXTENSION = 2.0
SIMILAR_PHONE = 5.0  # a digit is wrong, or two are swapped
OTHER_PHONE = -2.0

SAME_EMAIL = 14.0
SIMILAR_EMAIL = 8.0
OTHER_EMAIL = -1.5
SECOND_VALUE = 4.0  # one more phone or e-mail in common: mostly it comes with the first

SAME_ADDRESS = 10.0

SAME_FIRST_NAME = 4.0
NICKNAME = 2.5
SIMILAR_FIRST_NAME = 2.0
MIDDLE_AS_FIRST = 1.0
INITIAL = 1.0
SAME_LAST_NAME = 5.0
SIMILAR_LAST_NAME = 3.0
PART_OF_LAST_NAME = 2.5
OTHER_LAST_NAME = -9.0
SAME_MIDDLE_NAME = 2.0
OTHER_MIDDLE_NAME = -12.0
SWAPPED = -1.0
ONE_NAME = 2.0  # there is only one, and the other lead has it too
ONE_GENERATION = -10.0  # only one of them is a Jr.
OTHER_PERSON = -30.0  # a first name of its own, or another generation

SAME_COMPANY = 6.0
SIMILAR_COMPANY = 3.0
OTHER_COMPANY = -1.0
PERSON_AND_COMPANY = -14.0  # the one is a person, the other a company that is not known as theirs

_PER_DOUBLING = {"phone": 1.5, "email": 1.5, "company": 1.0, "address": 1.0, "name": 0.4}


def less_common(kind: str, weight: float, holders: int) -> float:
    """Return a weight less what it loses because `holders` different people have the value."""
    return max(0.0, weight - _PER_DOUBLING[kind] * log2(holders)) if holders > 1 else weight


def bits_of(score: int) -> float:
    """Return the bits from which on a pair has this score (1 to 99)."""
    return log2(score / (100 - score))


def score_of(bits: float) -> int:
    """Return bits as a percentage, at most 99: nothing here is certain."""
    if bits > 20:
        return 99
    # Rounded, so that the bits of a score are that score again.
    return max(0, min(99, int(100 / (1 + 2.0**-bits) + 1e-9)))
