from __future__ import annotations

import pytest

from doughy_cli.errors import Usage
from doughy_cli.intake.headers import Field, match_headers, normalised, parse_maps

FIELDS = (
    Field("name", ("full name",)),
    Field("phone", ("phone 1", "mobile"), overflow="phones"),
    Field("phones", ("phone 2",), many=True),
    Field("city", ("town",)),
)


def test_spellings_of_a_header_are_one() -> None:
    spellings = ["E-mail Address", "email_address", "EmailAddress", " EMAIL  ADDRESS: "]
    assert {normalised(spelling) for spelling in spellings} == {"emailaddress"}


def test_matches_by_alias_and_lists_the_rest() -> None:
    match = match_headers(["Index", "Full_Name", "PHONE 1", "Phone 2", "Web"], FIELDS)
    assert match.columns == {"Full_Name": "name", "PHONE 1": "phone", "Phone 2": "phones"}
    assert match.unmatched == ["Index", "Web"]


def test_the_better_name_wins_wherever_it_stands() -> None:
    match = match_headers(["Mobile", "Phone", "Town", "City", "Phone (2)"], FIELDS)
    assert match.columns == {
        "Mobile": "phones",
        "Phone": "phone",
        "City": "city",
        "Phone (2)": "phones",
    }
    assert match.unmatched == ["Town"]


def test_a_map_goes_before_the_aliases() -> None:
    match = match_headers(["Name", "Who", "Mobile"], FIELDS, {"who": "NAME", "Mobile": "city"})
    assert match.columns == {"Who": "name", "Mobile": "city"}
    assert match.unmatched == ["Name"]


def test_later_keys_join_without_moving_the_earlier_ones() -> None:
    match = match_headers(["Mobile"], FIELDS)
    match.add(["Phone", "Mobile", "Other"])
    assert match.columns == {"Mobile": "phone", "Phone": "phones"}
    assert match.unmatched == ["Other"]


@pytest.mark.parametrize(
    ("maps", "message", "hint"),
    [
        ({"Ful Name": "name"}, '"Ful Name" is not a column', 'did you mean "Full Name"?'),
        ({"Full Name": "nmae"}, '"nmae" is not a field', 'did you mean "name"?'),
        ({"Full Name": "zzz"}, '"zzz" is not a field', "there are: name, phone"),
        ({"Full Name": "name", "X": "name"}, 'two columns are mapped to "name"', "only one"),
    ],
)
def test_a_wrong_map_names_what_is_near(maps: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(Usage, match=message) as refusal:
        match_headers(["Full Name", "X"], FIELDS, maps)
    assert refusal.value.hint is not None
    assert hint in refusal.value.hint


def test_maps_are_parsed_at_the_last_equals_sign() -> None:
    assert parse_maps(["Their Header=name", "a = b =city"]) == {
        "Their Header": "name",
        "a = b": "city",
    }
    for entry in ("name", "=name", "Header="):
        with pytest.raises(Usage, match="is not a map"):
            parse_maps([entry])
    with pytest.raises(Usage, match="mapped twice"):
        parse_maps(["a=name", "a=city"])
