"""Pairs → groups of leads that are one person.

Not whatever hangs together: John Smith and Jane Smith are both likely J. Smith, and are two.
So the strongest links are followed first, and two groups become one only where nobody in the
one contradicts anybody in the other and all that is known of their pairs, taken together,
speaks for it (as in average linkage; having nothing to be compared by speaks for neither). A
lead that is as likely one person as another, who are two, is left alone and named as
ambiguous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

from doughy_cli.leads.duplicates.compare import Likeness
from doughy_cli.leads.duplicates.weights import PRIOR

MARGIN = 3.0  # bits by which the better of two people must be the likelier
_LOOKED_AT = 10  # strongest links of a lead that may make it ambiguous
_CROSSED = 40  # pairs that are looked at to join two groups; larger ones are of one person

Compare = Callable[[int, int], Likeness]


class Link(NamedTuple):
    """A pair over the threshold; `one` is the lower place."""

    bits: float
    one: int
    other: int


class Ambiguous(NamedTuple):
    """A lead that may be either of two people."""

    place: int
    first: int
    second: int


def group(links: Sequence[Link], compare: Compare) -> tuple[list[list[int]], list[Ambiguous]]:
    """Return groups of places, each in order, and what could not be decided."""
    ambiguous = _ambiguous(links, compare)
    undecided = {each.place for each in ambiguous}
    groups: dict[int, list[int]] = {}
    for link in sorted(links, key=lambda each: (-each.bits, each.one, each.other)):
        if undecided & {link.one, link.other}:
            continue
        left = groups.setdefault(link.one, [link.one])
        right = groups.setdefault(link.other, [link.other])
        if left is right or not _belong_together(left, right, compare):
            continue
        left += right
        for place in right:
            groups[place] = left
    found = {id(each): sorted(each) for each in groups.values() if len(each) > 1}
    return sorted(found.values()), ambiguous


def _belong_together(left: Sequence[int], right: Sequence[int], compare: Compare) -> bool:
    total, count = 0.0, 0
    for one, other in islice(product(left, right), _CROSSED):
        likeness = compare(one, other)
        if likeness.contradicts:
            return False
        total += likeness.bits - PRIOR
        count += 1
    return total >= 0.0 and count > 0


def _ambiguous(links: Iterable[Link], compare: Compare) -> list[Ambiguous]:
    near: dict[int, list[tuple[float, int]]] = {}
    for bits, one, other in links:
        near.setdefault(one, []).append((-bits, other))
        near.setdefault(other, []).append((-bits, one))
    found = []
    for place, others in near.items():
        if len(others) < 2:
            continue
        best = sorted(others)[:_LOOKED_AT]
        close = [other for bits, other in best if bits - best[0][0] < MARGIN]
        for first, second in combinations(close, 2):
            if compare(first, second).contradicts:
                found.append(Ambiguous(place, first, second))
                break
    return sorted(found)
