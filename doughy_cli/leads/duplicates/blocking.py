"""Which leads are compared at all: those that have something in common, and not all of them.

Whoever shares a phone, a mailbox, a whole name, or a company or an address and the initials,
is in one block. Nobody else can reach the score of a duplicate. A block that is too large to
compare each with each (a switchboard, a list of a thousand tenants of one company) is divided
by initials, then by name; what is large even then is sorted, and neighbours are compared. So
the number of pairs grows with the number of leads and not with its square.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product

from doughy_cli.leads.duplicates.nicknames import formal
from doughy_cli.leads.duplicates.profile import Profile
from doughy_cli.leads.duplicates.rarity import Rarity

LARGEST = 40  # profiles of which each is compared with each
_NEIGHBOURS = 6  # that a profile in a sorted block is compared with, in each order

_Key = Callable[[Profile], Iterable[str]]


def candidates(profiles: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Yield pairs of places to compare, the lower first, each pair once."""
    seen: set[int] = set()
    count = len(profiles)
    for block, finer in _blocks(profiles, rarity):
        for one, other in _pairs(profiles, block, finer):
            if (mark := one * count + other) not in seen:
                seen.add(mark)
                yield one, other


def _blocks(
    profiles: Sequence[Profile], rarity: Rarity
) -> Iterator[tuple[Sequence[int], tuple[_Key, ...]]]:
    for kind in ("phone", "email"):
        for holders in rarity.holders[kind].values():
            yield holders, (_initials, _whole_name)
    # Initials first: whoever shares but the company is somebody else.
    for kind in ("company", "address"):
        for holders in rarity.holders[kind].values():
            for part in _divided(profiles, holders, _initials):
                yield part, (_whole_name,)
    for block in _divided(profiles, range(len(profiles)), _whole_name):
        yield block, ()


def _pairs(
    profiles: Sequence[Profile], block: Sequence[int], finer: tuple[_Key, ...]
) -> Iterator[tuple[int, int]]:
    if len(block) <= LARGEST:
        yield from combinations(block, 2)
    elif finer:
        for part in _divided(profiles, block, finer[0]):
            yield from _pairs(profiles, part, finer[1:])
    else:
        yield from _neighbours(profiles, block)


def _divided(
    profiles: Sequence[Profile], block: Iterable[int], key: _Key
) -> Iterator[Sequence[int]]:
    """Yield the parts of a block, without those of one profile."""
    first: dict[str, int] = {}
    parts: dict[str, list[int]] = {}
    for place in block:
        for each in key(profiles[place]):
            before = first.setdefault(each, place)
            if before != place:
                parts.setdefault(each, [before]).append(place)
    yield from parts.values()


def _neighbours(profiles: Sequence[Profile], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    orders: tuple[Callable[[int], object], ...] = (
        lambda place: profiles[place].phones,
        lambda place: profiles[place].mailboxes,
        lambda place: (profiles[place].company, profiles[place].addresses),
    )
    for order in orders:
        places = sorted(block, key=lambda place: (order(place), place))
        for distance in range(1, _NEIGHBOURS + 1):
            for pair in zip(places, places[distance:], strict=False):
                yield min(pair), max(pair)


def _initials(profile: Profile) -> Iterator[str]:
    """Yield the first letters of both names in either order; of nicknames, the names'."""
    if profile.name is None:
        yield ""
        return
    firsts = {each[:1] for each in formal(profile.name.first)}
    lasts = {each[0] for each in formal(profile.name.last)}
    yield from {"".join(sorted(pair)) for pair in product(firsts, lasts)}


def _whole_name(profile: Profile) -> Iterator[str]:
    """Yield first and last name in either order; of nicknames, the names that they stand for."""
    if profile.name is None:
        if profile.company:
            yield f"company {profile.company}"
        return
    pairs = product(formal(profile.name.first), formal(profile.name.last))
    yield from {" ".join(sorted(pair)) for pair in pairs}
