"""Profiles → likely duplicates: the whole of it, without database and terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from doughy_cli.leads.duplicates.blocking import candidates
from doughy_cli.leads.duplicates.compare import Likeness, Reason, compare
from doughy_cli.leads.duplicates.grouping import Ambiguous, Link, group
from doughy_cli.leads.duplicates.profile import Profile
from doughy_cli.leads.duplicates.rarity import Rarity
from doughy_cli.leads.duplicates.weights import bits_of

_CLOSEST = 30  # members of a group that one is compared with to say why it is in it
_TOLD_EVERY = 1000  # pairs

Watch = Callable[[int], None]


class Member(NamedTuple):
    """A lead of a group: its place, and what links it to the member that it is most like."""

    place: int
    like: int
    bits: float
    reasons: tuple[Reason, ...]


class Undecided(NamedTuple):
    """A lead that is as likely one of two people as the other: their places."""

    place: int
    first: int
    second: int


class Found(NamedTuple):
    """Groups of two or more, in the order of their first members, and what is undecided."""

    groups: list[list[Member]]
    undecided: list[Undecided]


class Duplicates:
    """Finds who is there more than once among leads that are added one by one.

    Leads with equal profiles are kept as one, so that a list of ten thousand equal rows costs
    no more than one row.
    """

    def __init__(self) -> None:
        self._places: dict[Profile, list[int]] = {}
        self._profiles: list[Profile] = []
        self._rarity = Rarity(())
        self._nodes: list[int] = []  # of each place, which of the profiles it has

    def add(self, profile: Profile) -> int:
        """Add a lead; return its place."""
        place = len(self._nodes)
        same = self._places.setdefault(profile, [])
        self._nodes.append(self._nodes[same[0]] if same else len(self._places) - 1)
        same.append(place)
        return place

    def find(self, least: int, watch: Watch = lambda _: None) -> Found:
        """Return the groups in which links have a score of `least` (1 to 99) or more.

        `watch` is told how many pairs have been compared.
        """
        threshold = bits_of(least)
        self._profiles = list(self._places)
        self._rarity = Rarity(self._profiles)
        places = list(self._places.values())
        links = []
        for number, (one, other) in enumerate(candidates(self._profiles, self._rarity)):
            if number % _TOLD_EVERY == 0:
                watch(number)
            likeness = self._compare(one, other)
            if likeness.bits >= threshold and not likeness.contradicts:
                links.append(Link(likeness.bits, one, other))
        groups, ambiguous = group(links, self._compare)
        grouped = {node for each in groups for node in each}
        # A profile that several leads have may be enough by itself.
        groups += [
            [node]
            for node, same in enumerate(places)
            if len(same) > 1 and node not in grouped and self._compare(node, node).bits >= threshold
        ]
        found = [self._members(each, places) for each in groups]
        undecided = [_undecided(each, places) for each in ambiguous]
        return Found(
            sorted(each for each in found if len(each) > 1),
            sorted(each for some in undecided for each in some),
        )

    def compare(self, one: int, other: int) -> Likeness:
        """Return how like the leads at two places are, once `find` has counted the values."""
        return self._compare(self._nodes[one], self._nodes[other])

    def _compare(self, one: int, other: int) -> Likeness:
        return compare(self._profiles[one], self._profiles[other], self._rarity)

    def _members(self, nodes: Sequence[int], places: Sequence[Sequence[int]]) -> list[Member]:
        members = []
        for node in nodes:
            likest = self._likest(node, nodes)
            own = self._compare(node, node)
            for place in places[node]:
                if len(places[node]) > 1 and (likest is None or own.bits >= likest[0].bits):
                    like = places[node][0] if place != places[node][0] else places[node][1]
                    members.append(Member(place, like, own.bits, own.reasons))
                elif likest is not None:
                    likeness, other = likest
                    members.append(Member(place, places[other][0], likeness.bits, likeness.reasons))
        return sorted(members)

    def _likest(self, node: int, nodes: Iterable[int]) -> tuple[Likeness, int] | None:
        others = [each for each in nodes if each != node][:_CLOSEST]
        return max(
            ((self._compare(node, each), each) for each in others),
            key=lambda found: (found[0].bits, -found[1]),
            default=None,
        )


def _undecided(found: Ambiguous, places: Sequence[Sequence[int]]) -> list[Undecided]:
    first, second = sorted((places[found.first][0], places[found.second][0]))
    return [Undecided(place, first, second) for place in places[found.place]]
