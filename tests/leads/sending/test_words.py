"""Texts with fields, the names in them, and how many messages they become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.errors import Usage
from doughy_cli.leads.sending.names import first_name, last_name
from doughy_cli.leads.sending.pattern import FIELDS, literal, read_pattern
from doughy_cli.leads.sending.segments import beyond_gsm, segments
from doughy_cli.leads.sending.settings import seconds_between


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        # A letter of two places is not parted: the 153rd place stays empty.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("é" * 160, "GSM-7", 160, 1),
        ("’" * 70, "UCS-2", 70, 1),
        ("’" * 71, "UCS-2", 71, 2),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 67, "UCS-2", 134, 3),
        ("ç", "UCS-2", 1, 1),
        ("Ç\n[x]", "GSM-7", 7, 1),
    ],
)
def test_segments(text: str, encoding: str, units: int, count: int) -> None:
    found = segments(text)
    assert (found.encoding, found.units, found.count) == (encoding, units, count)
    assert (beyond_gsm(text) == []) == (encoding == "GSM-7")


@given(st.text(max_size=700))
def test_segments_hold_the_text(text: str) -> None:
    found = segments(text)
    room = 153 if found.encoding == "GSM-7" else 67
    # At most one place of each part is left empty.
    assert found.units <= found.count * room or found.count == 1
    assert found.count == 1 or (found.count - 1) * (room - 1) < found.units


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ada Quill", "Ada", "Quill"),
        ("QUILL, ADA", "Ada", "Quill"),
        ("Mr. John Smith Jr.", "John", "Smith"),
        ("john & mary smith", "John", "Smith"),
        ("O'Brien, Pat", "Pat", "O'Brien"),
        ("José Núñez", "José", "Núñez"),
        ("Smith-Jones, Ann", "Ann", "Smith-Jones"),
        ("Ron McDonald", "Ron", "McDonald"),
        ("Ada", "Ada", None),
        ("J. Smith", None, "Smith"),
        ("Maple Holdings LLC", None, None),
        ("Estate of Bob Jones", None, None),
        ("The Jones Family Trust", None, None),
        ("Current Occupant", None, None),
    ],
)
def test_names(name: str, first: str | None, last: str | None) -> None:
    assert (first_name(name), last_name(name)) == (first, last)


def test_fields() -> None:
    pattern = read_pattern("Hi { first_name |there}, {{{address}}}: {city|}")
    assert pattern.fields == {"first_name", "address", "city"}
    assert pattern.filled({"address": "1 Elm"}) == ("Hi there, {1 Elm}: ", [])
    assert pattern.filled({"first_name": "Ada"})[1] == ["address"]
    for bad in ("{", "}", "{}", "{first name}", "{a{b}}", "{nobody}", "{first_name|{x}}"):
        with pytest.raises(Usage):
            read_pattern(bad)


@given(st.text())
def test_literal_is_itself(text: str) -> None:
    assert read_pattern(literal(text).text).filled({}) == (text, [])


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text()))
def test_what_a_field_holds_is_no_field(values: dict[str, str]) -> None:
    filled, _ = read_pattern("{name|}{address|}").filled(values)
    assert filled == values.get("name", "").strip() + values.get("address", "").strip()


def test_rates() -> None:
    assert [seconds_between(each) for each in ("1/s", "2/S", "30/m", " 100 / h ")] == [
        1,
        0.5,
        2,
        36,
    ]
    for bad in ("", "0/s", "1", "1/d", "-1/s", "1e3/s"):
        with pytest.raises(Usage):
            seconds_between(bad)
