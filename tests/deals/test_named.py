"""By what a deal is found, and what is said without a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.deals.conftest import Add, Deals


def test_a_deal_is_found_by_the_id_of_its_lead_or_property(
    deals: Deals, add: Add, lead: str, house: str
) -> None:
    deal = add("Maple", "--lead", lead, "--property", house)["id"]
    for name in (lead, lead[:8], house, house[:8]):
        assert deals("show", name, "--json").json["id"] == deal
    moved = deals("move", lead, "--next", "--json")
    assert moved.code == 0, moved.err
    add("Second", "--lead", lead)
    several = deals("move", lead, "--next")
    assert several.code == 5
    assert "fits several deals" in several.err
    assert deal[:8] in several.err


def test_a_reason_is_needed(deals: Deals, add: Add) -> None:
    deal = add("Maple")["id"]
    for verb in ("win", "lose"):
        done = deals(verb, deal)
        assert done.code == 2
        assert "A reason is needed: give --reason." in done.err
        assert "Nobody" not in done.err
        assert "reason is required" in " ".join(deals(verb, "--help").out.split())
