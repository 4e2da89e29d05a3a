"""Where inputs come from, and which are refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from doughy_cli.config import Folders
from doughy_cli.errors import Usage
from doughy_cli.offers.calculate import calculate
from doughy_cli.offers.flags import OfferFlags
from doughy_cli.offers.inputs import KINDS, Method, Source, gather, read_number
from doughy_cli.offers.settings import CONFIGURABLE, read_usual
from doughy_cli.options import field_names

FACTS = {"arv": Decimal(185_000), "repair_estimate": Decimal(35_000), "purchase_price": None}


def numbers(**given: str) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in given.items()}


def test_flag_then_property_then_configuration_then_usual() -> None:
    found = gather(Method.mao, numbers(repairs="1"), numbers(fee="5000", percent="65"), FACTS)
    assert {name: (each.value, each.source) for name, each in found.items()} == {
        "arv": (Decimal(185_000), Source.property),
        "percent": (Decimal(65), Source.config),
        "repairs": (Decimal(1), Source.flag),
        "fee": (Decimal(5000), Source.config),
    }
    usual = gather(Method.mao, {}, {}, FACTS)
    assert (usual["percent"].value, usual["percent"].source) == (Decimal(70), Source.default)


@pytest.mark.parametrize(
    ("method", "flags", "facts", "words"),
    [
        ("mao", {}, {}, "ARV and Repairs are not known"),
        ("mao", {"arv": "1"}, {}, "Repairs is not known"),
        ("mao", {}, {"arv": Decimal(0), "repair_estimate": Decimal(1)}, "ARV is not known"),
        ("mao", {"arv": "0"}, FACTS, "--arv must be from"),
        ("mao", {"percent": "120"}, FACTS, "--percent must be from 1 % to 100 %, not 120 %"),
        ("mao", {"percent": "0.7"}, FACTS, "--percent must be from 1 %"),
        ("mao", {"rent": "1"}, FACTS, "--rent is not for --method mao"),
        ("cash-flow", {}, FACTS, "Rent a month is not known"),
        ("cash-flow", {"rent": "9", "years": "1.5"}, FACTS, "whole number of years"),
        ("cash-flow", {"rent": "9", "expenses": "1", "taxes": "1"}, FACTS, "two ways"),
        ("cash-flow", {"rent": "9", "upkeep": "1"}, FACTS, "go with taxes"),
        ("brrrr", {"vacancy": "5"}, FACTS, "--vacancy needs a rent"),
        ("brrrr", {"cap_rate": "5"}, FACTS, "--cap-rate is not for --method brrrr"),
    ],
)
def test_what_cannot_be_is_named(
    method: str, flags: dict[str, str], facts: dict[str, Decimal | None], words: str
) -> None:
    with pytest.raises(Usage, match=words):
        gather(Method(method), numbers(**flags), {}, facts)


def test_only_one_way_of_expenses_is_left() -> None:
    for given, left in (
        ({}, "expense_ratio"),
        ({"expenses": "900"}, "expenses"),
        ({"taxes": "900"}, "taxes"),
    ):
        found = gather(Method.cash_flow, numbers(rent="1000", **given), {}, FACTS)
        ways = {"expenses", "taxes", "expense_ratio"}
        assert found.keys() & ways == {left}
        assert calculate(Method.cash_flow, found).maximum_offer


def test_brrrr_without_a_rent_says_nothing_of_rents() -> None:
    found = gather(Method.brrrr, {}, {}, FACTS)
    assert not found.keys() & {"rate", "years", "dscr", "vacancy"}
    assert calculate(Method.brrrr, found).maximum_offer
    rented = gather(Method.brrrr, numbers(rent="1500"), {}, FACTS)
    assert calculate(Method.brrrr, rented).figures


@pytest.mark.parametrize("text", ["x", "", "NaN", "inf", "1e999", "1.23456789", "--"])
def test_no_number(text: str) -> None:
    with pytest.raises(Usage):
        gather(Method.mao, {"percent": read_number(text)}, {}, FACTS)


def test_every_input_has_a_flag() -> None:
    assert set(field_names(OfferFlags)) == set(KINDS)
    assert read_number(" 7.5 % ") == Decimal("7.5")


def folders(tmp_path: Path, config: str) -> Folders:
    (tmp_path / "config.toml").write_text(config)
    return Folders(tmp_path, tmp_path, tmp_path, tmp_path)


def test_the_configuration_says_what_is_usual(tmp_path: Path) -> None:
    assert read_usual(folders(tmp_path, "")) == {}
    given = read_usual(folders(tmp_path, "[offers]\npercent = 65.5\nfee = '5000'\nrate = 7"))
    assert given == numbers(percent="65.5", fee="5000", rate="7")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("offers = 3", "must be a table"),
        ("[offers]\narv = 3", "no key 'arv'"),
        ("[offers]\npercent = 120", r"\[offers\] percent must be from 1 % to 100 %"),
        ("[offers]\npercent = true", "must be a number"),
        ("[offers]\npercent = nan", "must be a number"),
        ("[offers]\nfee = 'x'", "must be a number"),
    ],
)
def test_a_bad_configuration_is_named(tmp_path: Path, config: str, words: str) -> None:
    with pytest.raises(Usage, match=words) as raised:
        read_usual(folders(tmp_path, config))
    assert "config.toml" in str(raised.value)


def test_every_configurable_input_has_a_usual_value() -> None:
    assert all(KINDS[name].usual is not None for name in CONFIGURABLE)
