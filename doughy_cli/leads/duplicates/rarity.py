"""How many people share a value, counted in the leads that are compared.

It is people that are counted and not leads: somebody who is there ten times makes their
phone no switchboard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from doughy_cli.leads.duplicates.nicknames import is_listed
from doughy_cli.leads.duplicates.profile import Profile

KINDS = ("phone", "email", "company", "address")
Holders = Mapping[str, Sequence[int]]
_A_REAL_NAME = 3  # family names that it is seen with


def values_of(kind: str, profile: Profile) -> Iterator[str]:
    """Yield the values of a kind, phones without their extension."""
    match kind:
        case "phone":
            yield from {base for base, _ in profile.phones}
        case "email":
            yield from profile.mailboxes
        case "company":
            if profile.company:
                yield profile.company
        case "address":
            yield from profile.addresses


class Rarity:
    """Who has which value: `holders[kind]` maps each value that several profiles have to the
    profiles' places."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.holders: dict[str, dict[str, list[int]]] = {
            kind: _shared(kind, profiles) for kind in KINDS
        }
        self._people = {
            kind: {value: _people(profiles, places) for value, places in shared.items()}
            for kind, shared in self.holders.items()
        }
        self._extensions = _extension_people(profiles, self.holders["phone"])
        names = {
            (each.name.first, each.name.last)
            for each in profiles
            if each.name is not None and len(each.name.first) > 1 and len(each.name.last) > 1
        }
        self._first = Counter(first for first, _ in names)
        self._last = Counter(last for _, last in names)

    def people(self, kind: str, value: str) -> int:
        """Return how many people share a phone's number, a mailbox, a company, an address."""
        return self._people[kind].get(value, 1)

    def people_at(self, number: str, extension: str) -> int:
        """Return how many people share a number with its extension."""
        if not extension:
            return self.people("phone", number)
        return self._extensions.get((number, extension), 1)

    def spread_first(self, name: str) -> int:
        """Return with how many last names a first name is seen."""
        return max(1, self._first[name])

    def spread_last(self, name: str) -> int:
        """Return with how many first names a last name is seen."""
        return max(1, self._last[name])

    def is_given_name(self, name: str) -> bool:
        """Whether it is a first name in its own right, and not another one with an error."""
        return is_listed(name) or self._first[name] >= _A_REAL_NAME


def _shared(kind: str, profiles: Sequence[Profile]) -> dict[str, list[int]]:
    first: dict[str, int] = {}
    shared: dict[str, list[int]] = {}
    for place, each in enumerate(profiles):
        for value in values_of(kind, each):
            before = first.setdefault(value, place)
            if before != place:
                shared.setdefault(value, [before]).append(place)
    return shared


def _people(profiles: Sequence[Profile], places: Sequence[int]) -> int:
    # Whoever has no name is not counted: it may be any of the others.
    return max(1, len({profiles[place].person for place in places} - {""}))


def _extension_people(profiles: Sequence[Profile], shared: Holders) -> dict[tuple[str, str], int]:
    people: dict[tuple[str, str], set[str]] = {}
    for number, places in shared.items():
        for place in places:
            for phone in profiles[place].phones:
                if phone[0] == number and phone[1]:
                    people.setdefault(phone, set()).add(profiles[place].person)
    return {phone: max(1, len(each - {""})) for phone, each in people.items()}
