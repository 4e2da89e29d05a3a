"""The stages, and what people call them."""

from __future__ import annotations

import pytest

from doughy_cli.errors import Usage
from doughy_cli.stages import FIRST_STAGE, STAGES, checked_stage, read_stage, stage_order


def test_the_order_is_that_of_the_pipeline() -> None:
    assert (
        *("initial_contact", "appointment_set", "analyzing", "offer_sent", "negotiating"),
        *("under_contract", "closing"),
    ) == STAGES
    assert FIRST_STAGE == "initial_contact"
    assert sorted(["walked", "closing", "offer_sent"], key=stage_order) == [
        *("offer_sent", "closing", "walked"),
    ]


@pytest.mark.parametrize(
    ("typed", "stage"),
    [
        ("offer_sent", "offer_sent"),
        (" Offer  Sent ", "offer_sent"),
        ("OFFER-SENT", "offer_sent"),
        ("offer", "offer_sent"),
        ("u", "under_contract"),
        ("a", "a"),  # appointment_set or analyzing: none of the two
        ("My Stage", "My Stage"),
        ("-", "-"),
    ],
)
def test_how_a_stage_is_read(typed: str, stage: str) -> None:
    assert read_stage(typed) == stage


def test_a_stage_outside_the_list_must_be_meant() -> None:
    assert checked_stage("walked", any_stage=True) == "walked"
    with pytest.raises(Usage, match="'walked' is not a stage"):
        checked_stage("walked", any_stage=False)
    for text in ("", "  ", "x" * 101, "a\0b"):
        with pytest.raises(Usage):
            read_stage(text)
