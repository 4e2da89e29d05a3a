from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doughy_cli.errors import Usage
from doughy_cli.phones import _NORTH_AMERICAN, _by_library, check_region, normal_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("394-387-5749", "+13943875749"),
        ("962.952.7601x89555", "+19629527601;ext=89555"),
        ("001-314-745-0599x1234", "+13147450599;ext=1234"),
        ("+1-815-890-8301", "+18158908301"),
        ("(623)230-7924", "+16232307924"),
        ("5754242941", "+15754242941"),
        ("001-890-337-0513x072", "+18903370513;ext=072"),
        ("(314) 745-0599 ext. 12", "+13147450599;ext=12"),
        ("+13147450599;ext=12", "+13147450599;ext=12"),
        ("1-800-FLOWERS", "+18003569377"),
        ("+44 20 7946 0958", "+442079460958"),
        ("011 44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        (" 314 745 0599 ", "+13147450599"),
    ],
)
def test_the_stored_form(typed: str, stored: str) -> None:
    assert normal_phone(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "call me", "n/a", "555-1234", "12", "+999 123", "3147450599314", "x12", "bob@x.com", "-"],
)
def test_what_cannot_be_one(typed: str) -> None:
    assert normal_phone(typed) is None


def test_the_region_decides_for_numbers_without_a_country() -> None:
    assert normal_phone("020 7946 0958", "GB") == "+442079460958"
    assert normal_phone("+1 314 745 0599", "GB") == "+13147450599"
    assert normal_phone("06 698 12345", "IT") == "+390669812345"


def test_a_region_must_exist() -> None:
    assert check_region("gb") == "GB"
    with pytest.raises(Usage, match='"XX" is not a region'):
        check_region("XX")


SPELLING = st.from_regex(_NORTH_AMERICAN, fullmatch=True)


@settings(max_examples=300)
@given(SPELLING)
def test_the_fast_path_says_what_the_library_says(typed: str) -> None:
    assert _NORTH_AMERICAN.fullmatch(typed)
    assert normal_phone(typed) == _by_library(typed, "US")


def test_they_agree_on_every_shape_that_lists_have() -> None:
    choose = random.Random(2)  # noqa: S311
    for _ in range(5000):
        shape = (
            choose.choice(["", "+1", "1", "001", "+1-", "1-", "001-", "1 ", "+1.", "+1 ("])
            + choose.choice(["###", "(###)", "(###) "])
            + choose.choice(["", "-", ".", " "])
            + "###"
            + choose.choice(["", "-", ".", " "])
            + "####"
            + choose.choice(["", "x###", " x #####", ";ext=#", "x#######", " ext 5", "x12345678"])
        )
        typed = re.sub("#", lambda _: choose.choice("0123456789"), shape)
        assert normal_phone(typed) == _by_library(typed, "US"), typed


@given(SPELLING | st.text("0123456789+-(). x;=ext/#*"))
def test_the_stored_form_is_stable(typed: str) -> None:
    stored = normal_phone(typed)
    if stored is not None:
        assert re.fullmatch(r"\+[1-9][0-9]{1,16}(;ext=[0-9]{1,20})?", stored)
        assert normal_phone(stored) == stored
