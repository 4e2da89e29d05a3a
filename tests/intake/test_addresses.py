"""What two spellings of an address have in common."""

from __future__ import annotations

import importlib

import pytest

from doughy_cli.addresses import address_key, is_address_of, missing_parts


def key(line: str, unit: str = "", zip_code: str = "45402", **more: str) -> str | None:
    return address_key({"address_line_1": line, "address_line_2": unit, "zip": zip_code, **more})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("123 N Main St", "123 NORTH  Main Street."),
        ("123 N. Main St., Apt 4", "123 N Main St #4"),
        ("123 N Main St Unit # 4-B", "123 n main st suite 4b"),
        ("123 N.E. Fifth Ave", "123 North East 5th Avenue"),
        ("12 County Road 5", "12 Co Rd 5"),
        ("12 State Route 4", "12 State Hwy 4"),
        ("45 1/2 Saint James Pl", "45 1/2 St. James Place"),
        ("123-A Elm St", "123A Elm St"),
        ("5 O'Hare Blvd", "5 Ohare Boulevard"),
        ("9 Calle Peñón", "9 CALLE PENON"),
    ],
)
def test_one_address_in_two_spellings(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("123 N Main St", "123 S Main St"),
        ("123 Main St", "123 Main Ct"),
        ("123 Main St", "1231 Main St"),
        ("123 Main St Apt 4", "123 Main St Apt 5"),
        ("123 Main St Apt 4", "123 Main St"),
        ("12 1/2 Elm St", "121 2 Elm St"),
        ("500 W 300 N", "500 W 300 S"),
        ("100 Ave B", "100 Ave C"),
    ],
)
def test_two_addresses(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_the_unit_may_have_a_column_of_its_own() -> None:
    assert key("1 Elm St", "4") == key("1 Elm St", "Apt 4") == key("1 Elm St # 4")


def test_the_zip_code_stands_for_the_place() -> None:
    assert key("1 Elm St", zip_code="45402-1234", city="Dayton") == key("1 Elm St")
    assert key("1 Elm St", zip_code="45403") != key("1 Elm St")
    named = {"zip_code": "", "city": "St. Paul", "state": "MN"}
    assert key("1 Elm St", **named) == key("1 Elm Street", **{**named, "city": "Saint Paul"})
    assert key("1 Elm St", zip_code="") is None


@pytest.mark.parametrize("nothing", ["", " ", ".", None, 5, ["x"]])
def test_what_is_no_street_has_no_key(nothing: object) -> None:
    assert address_key({"address_line_1": nothing, "zip": "45402"}) is None
    assert "address_line_1" in missing_parts({"address_line_1": nothing}) or nothing == "."


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("418 Maple Ave", True),
        ("418 maple avenue", True),
        ("418 MAPLE AV., Dayton", True),
        ("418 Maple Ave, Unit 4, Dayton, OH 45402", True),
        ("418 Maple Ave #4", True),
        ("418 Maple Ave 45402-1234", True),
        ("418 Maple Ave # 5", False),
        ("418 Maple Ave, Columbus", False),
        ("41 Maple Ave", False),
        ("418 Maple", True),
        ("418 maple dayton", False),
        ("418 Map", False),
        ("418", False),
        ("", False),
    ],
)
def test_what_a_person_calls_an_address(text: str, fits: bool) -> None:
    parts = {
        **{"address_line_1": "418 Maple Ave", "address_line_2": "Unit 4", "city": "Dayton"},
        **{"state": "OH", "zip": "45402-1234"},
    }
    assert is_address_of(text, parts) is fits


def test_the_words_of_the_post_are_known() -> None:
    """Each spelling of a street suffix or a direction that usaddress-scourgify knows."""
    words = importlib.import_module("scourgify.address_constants")
    known = words.STREET_TYPE_ABBREVIATIONS | words.DIRECTIONAL_REPLACEMENTS
    # `CR` is a county road here, and what has a blank in it is more than a suffix.
    pairs = [(one, short) for one, short in known.items() if " " not in one + short and one != "CR"]
    assert len(pairs) > 500

    def key(word: str) -> str | None:
        return address_key({"address_line_1": f"12 Oak {word}", "zip": "45402"})

    assert [(one, short) for one, short in pairs if key(one) != key(short)] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3526 Oak Wy", "3526 Oak Way", True),
        ("1 Oak St Floor 2", "1 OAK ST FL 2", True),
        ("9 Park Ln Space 12", "9 Park Ln Spc 12", True),
        ("ул. Ленина 5", "ул. Мира 5", False),
        ("ул. Ленина 5", "УЛ ЛЕНИНА 5", True),
    ],
)
def test_addresses_of_every_kind(one: str, other: str, same: bool) -> None:
    keys = [address_key({"address_line_1": each, "zip": "45402"}) for each in (one, other)]
    assert (keys[0] == keys[1]) is same
