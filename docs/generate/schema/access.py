"""Who may do what with a table: what grants and policies come to together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docs.generate.schema.expressions import conjuncts
from docs.generate.schema.facts import Policy, Table
from docs.generate.schema.layout import PEOPLE

COMMANDS = {"SELECT": "S", "INSERT": "I", "UPDATE": "U", "DELETE": "D"}

_MINE = r"in (\w+ of )?own \w+"
_ASKED = r"internal\.is_own_\w+"
_OWN = re.compile(
    r"(user_id|id) = auth\.uid\(\)|\((user_id|id), true\) = \(auth\.uid\(\), true\)"
    rf"|\w+ {_MINE}|{_ASKED}\(\w+(, auth\.uid\(\))?\)"
)
_ONESELF = re.compile(r"created_by = auth\.uid\(\)")
# What the row points at beside its owner, and who is noted in it: it adds no right.
_POINTS_AT = re.compile(
    rf"(\w+) IS NULL OR (\1 {_MINE}|{_ASKED}\(\1(, auth\.uid\(\))?\)|\1 = auth\.uid\(\))"
)


@dataclass(frozen=True)
class Reach:
    """Which rows a command reaches: "all", "own", "as oneself"; `conditions` if the policy asks
    for more than that. From the narrowest to the widest by `rank`."""

    words: str
    conditions: bool = False

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """All rows are more than one's own, and those are more than with conditions."""
        return (self.words == "all", self.words == "own", not self.conditions)

    def __str__(self) -> str:
        return self.words + (" \\*" if self.conditions else "")


def reach(table: Table, person: str, command: str) -> Reach | None:
    """Say which rows of `table` a person of this kind reaches with a command; None for none."""
    roles = set(PEOPLE[person])
    if not any(grant.role in roles and grant.privilege == command for grant in table.grants):
        return None
    if not table.row_security:
        return Reach("all")
    found = [
        _reach(policy)
        for policy in table.policies
        if policy.command in (command, "ALL") and roles & set(policy.roles)
    ]
    return max(found, key=lambda each: each.rank, default=None)


def summary(table: Table, person: str) -> str:
    """Say it of all four commands, in letters: "S all, I U D own"; a dash for nothing."""
    letters: dict[str, list[str]] = {}
    for command, letter in COMMANDS.items():
        found = reach(table, person, command)
        if found:
            letters.setdefault(str(found), []).append(letter)
    return ", ".join(f"{' '.join(each)} {words}" for words, each in letters.items()) or "–"


def settable(table: Table, person: str, command: str) -> tuple[str, ...] | None:
    """Name the columns that an INSERT or UPDATE may set, None if that is every column."""
    granted = [
        grant
        for grant in table.grants
        if grant.role in PEOPLE[person] and grant.privilege == command
    ]
    if any(grant.columns is None for grant in granted):
        return None
    named = {column for grant in granted for column in grant.columns or ()}
    return tuple(column.name for column in table.columns if column.name in named)


def _reach(policy: Policy) -> Reach:
    conditions = [each for each in (policy.using, policy.check) if each is not None]
    parts = [part for each in conditions for part in conjuncts(each) if part != "true"]
    if not parts:
        return Reach("all")
    own = any(_OWN.fullmatch(part) for part in parts)
    oneself = any(_ONESELF.fullmatch(part) for part in parts)
    more = any(
        not pattern
        for pattern in (
            _OWN.fullmatch(part) or _ONESELF.fullmatch(part) or _POINTS_AT.fullmatch(part)
            for part in parts
        )
    )
    words = ", ".join(word for word, said in (("own", own), ("as oneself", oneself)) if said)
    return Reach(words or "some", more or not words)
