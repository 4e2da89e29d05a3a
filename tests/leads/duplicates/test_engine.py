"""Leads in groups: who belongs together, who does not, and how much work it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doughy_cli.leads.duplicates.blocking import candidates
from doughy_cli.leads.duplicates.engine import Duplicates, Found
from doughy_cli.leads.duplicates.profile import Profile, profile
from doughy_cli.leads.duplicates.rarity import Rarity
from tests.leads.duplicates.test_compare import EMAIL, OTHER_PHONE, PHONE, PROFILES, person


def found(profiles: Iterable[Profile], least: int = 85) -> Found:
    duplicates = Duplicates()
    for each in profiles:
        duplicates.add(each)
    return duplicates.find(least)


def groups(profiles: Iterable[Profile], least: int = 85) -> list[list[int]]:
    return [[member.place for member in each] for each in found(profiles, least).groups]


def test_who_belongs_together_and_why() -> None:
    (group,) = found(
        [
            person("William Quill", PHONE),
            person("Somebody Else", OTHER_PHONE),
            person("Bill Quill", PHONE, EMAIL),
            person("B. Quill", EMAIL),
        ]
    ).groups
    assert [each.place for each in group] == [0, 2, 3]
    assert [each.like for each in group] == [2, 0, 2]
    assert {reason.how for reason in group[0].reasons} == {"nickname", "same phone"}


def test_relatives_are_not_glued_by_a_lead_that_may_be_either() -> None:
    family = [person("John Smith", PHONE), person("Jane Smith", PHONE), person("J. Smith", PHONE)]
    result = found(family)
    assert result.groups == []
    assert [tuple(each) for each in result.undecided] == [(2, 0, 1)]
    # Whose e-mail it has, it is.
    family[2] = person("J. Smith", PHONE, EMAIL)
    family[1] = person("Jane Smith", PHONE, EMAIL)
    assert groups(family) == [[1, 2]]


def test_a_chain_of_weak_links_is_no_group() -> None:
    # Each is likely the next one's duplicate, and the first has nothing of the last.
    chain = [
        person("Ann Lee", "+15705550100", company="Oak"),
        person("Ann Lee", "+15705550100", "+15705550200"),
        person("A. Lee", "+15705550200", "+15705550300"),
        person("A. Stone", "+15705550300"),
        person("Abe Stone", "+15705550300"),
    ]
    for group in groups(chain):
        assert not {0, 4} <= set(group)
        assert not {1, 4} <= set(group)


def test_a_strong_link_does_not_join_groups_that_speak_against_each_other() -> None:
    # Nobody contradicts anybody, and between the two sides one pair alone is alike.
    left = [person("Ann Lee", f"+1570555010{n}", "ann@l.example", company="Oak") for n in range(4)]
    right = [person("A. Stone", f"+1815555020{n}", "as@s.example", company="Elm") for n in range(4)]
    bridge = [
        person("Ann Lee", "+15705550100", "ann@l.example", "ann@b.example"),
        person("A. Stone", "+18155550200", "as@s.example", "ann@b.example", "+15705550100"),
    ]
    assert groups([*left, *right, *bridge]) == [[0, 1, 2, 3, 8], [4, 5, 6, 7, 9]]


def test_a_switchboard_makes_no_group() -> None:
    firsts = ("Ann", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hal")
    staff = [person(f"{first} {first}son", PHONE, company="Oak") for first in firsts]
    assert groups(staff) == []
    assert groups([*staff, person("Annson, Ann", PHONE, company="Oak Inc")]) == [[0, 8]]


def test_equal_leads_are_a_group_if_they_say_enough() -> None:
    assert groups([person("Ada Quill", PHONE)] * 3) == [[0, 1, 2]]
    assert groups([person("Ada Quill")] * 3) == []
    assert groups([person("Occupant")] * 3) == []


def test_a_higher_score_leaves_out_what_is_less_sure() -> None:
    pair = [
        person("Ada Quill", OTHER_PHONE, company="Oak"),
        person("Ada Quill", EMAIL, company="Oak Inc"),
    ]
    assert groups(pair, 85) == [[0, 1]]
    assert groups(pair, 99) == []


UNRELATED = profile(
    "Wolfgang Xylander", "Zircon Yurts", ["+498912345678"], ["w@zircon.example"],
    [{"address_line_1": "99 Quartz Way"}],
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(PROFILES, max_size=14), st.integers(0, 14))
def test_an_unrelated_lead_changes_nothing(profiles: list[Profile], where: int) -> None:
    where = min(where, len(profiles))
    more = [*profiles[:where], UNRELATED, *profiles[where:]]
    shifted = [[place - (place > where) for place in each] for each in groups(more)]
    assert shifted == groups(profiles)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(PROFILES, max_size=14))
def test_nobody_is_in_two_groups_or_with_somebody_who_contradicts(profiles: list[Profile]) -> None:
    duplicates = Duplicates()
    for each in profiles:
        duplicates.add(each)
    seen: set[int] = set()
    for group in duplicates.find(60).groups:
        places = [member.place for member in group]
        assert len(places) > 1
        assert not seen & set(places)
        seen |= set(places)
        for one, other in combinations(places, 2):
            assert not duplicates.compare(one, other).contradicts


def pairs(profiles: list[Profile]) -> int:
    """How many pairs are compared."""
    distinct = list(dict.fromkeys(profiles))
    return sum(1 for _ in candidates(distinct, Rarity(distinct)))


MANY = 10_000
FIRSTS = [f"{a}{b}n" for a in "abcdefghijklmnoprstvwz" for b in "aeiou"]
LASTS = [f"{a}{b}{c}son" for a in "bcdfghklmnprstvw" for b in "aeiou" for c in "lmnrst"]


def named(number: int) -> str:
    return f"{FIRSTS[number % len(FIRSTS)]} {LASTS[number // 7 % len(LASTS)]}"


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda n: profile(named(n), "Oak", [f"+1570{n:07}"], []), id="company"),
        pytest.param(lambda n: profile(named(n), None, [PHONE], [f"{n}@x.example"]), id="phone"),
        pytest.param(lambda n: profile("John Smith", None, [f"+1570{n:07}"], []), id="name"),
        pytest.param(
            lambda n: profile(
                "Occupant", "Oak", [PHONE], [EMAIL], [{"address_line_1": f"{n} Elm St"}]
            ),
            id="all but the address",
        ),
        pytest.param(lambda _: profile("Ada Quill", "Oak", [PHONE], [EMAIL]), id="all"),
    ],
)
def test_ten_thousand_with_something_in_common_are_not_all_compared(
    made: Callable[[int], Profile],
) -> None:
    assert pairs([made(n) for n in range(MANY)]) < MANY * 80


def test_a_large_group_of_one_person_is_found_in_time() -> None:
    # A form that somebody sent a thousand times, each time with another e-mail.
    same = [profile("Ada Quill", "Oak", [PHONE], [f"a{n}@x.example"]) for n in range(1000)]
    (group,) = groups(same)
    assert len(group) == 1000


def test_the_made_up_list(tmp_path: Path) -> None:
    """As `python -m bench duplicates` measures it, with fewer people."""
    from bench.duplicates import measure_engine

    for seed in (11, 12):
        quality = measure_engine(tmp_path / "list.csv", people=1500, seed=seed)
        assert quality.precision >= 0.98
        assert quality.recall >= 0.96
