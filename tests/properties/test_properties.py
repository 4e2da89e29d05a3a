"""`doughy properties list|show|add`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from doughy_cli import papers
from doughy_cli.db import tables
from doughy_cli.options import field_names
from doughy_cli.properties.rows import PropertyRow
from tests.properties.conftest import PLACE, deal, document

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.properties.conftest import Add, Properties

FIELDS = [
    "id",
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "zip",
    "status",
    "property_type",
    "bedrooms",
    "bathrooms",
    "square_feet",
    "lot_size",
    "year_built",
    "purchase_price",
    "arv",
    "repair_estimate",
    "mls_id",
    "parcel_number",
    "latitude",
    "longitude",
    "notes",
    "lead_id",
    "user_id",
    "created_at",
    "updated_at",
]
EVERYTHING = (
    *("--address2", "Unit 4", "--status", "Under Contract", "--property-type", "Single Family"),
    *("--bedrooms", "3", "--bathrooms", "2.5", "--square-feet", "1,250"),
    *("--lot-size", "0.25 acres", "--year-built", "1918", "--purchase-price", "$98,000"),
    *("--arv", "148000", "--repair-estimate", "0", "--mls-id", "M-1", "--parcel-number", "R72 1"),
    *("--latitude", "39.7589", "--longitude", "-84.1916", "--notes", "Roof\nleaks"),
)


def test_every_column_is_shown_and_every_document_has_a_phase() -> None:
    # What policies ask is nothing that people see.
    columns = set(tables.Property.__table__.c.keys()) - {"owner_slot"}  # type: ignore[attr-defined]
    assert set(FIELDS) == columns
    assert list(field_names(PropertyRow)) == FIELDS
    types = [each for of_phase in papers.PHASES.values() for each in of_phase]
    assert types == list(tables.DocumentType)


def test_a_property_with_everything(
    properties: Properties, add: Add, lead: dict[str, Any], ann: Person
) -> None:
    row = add("418 Maple Ave", *EVERYTHING, "--lead", "ada@example.com")
    assert list(row) == FIELDS
    stored = {
        "address_line_1": "418 Maple Ave",
        "address_line_2": "Unit 4",
        "state": "OH",
        "status": "under_contract",
        "property_type": "single_family",
        "bedrooms": 3,
        "bathrooms": "2.5",
        "square_feet": 1250,
        "lot_size": 10890,
        "purchase_price": "98000.00",
        "repair_estimate": "0.00",
        "longitude": "-84.191600",
        "notes": "Roof\nleaks",
        "lead_id": lead["id"],
        "user_id": str(ann.id),
    }
    assert {name: row[name] for name in stored} == stored
    about, paper = deal(ann, row["id"]), document(ann, "deed", "The deed", row["id"])
    shown = properties("show", "418 maple avenue", "--json").json
    assert list(shown) == [*FIELDS, "lead", "open_deals", "documents"]
    assert shown["lead"]["name"] == "Ada Quill"
    assert [each["id"] for each in shown["open_deals"]] == [about]
    assert [(each["id"], each["is_primary"]) for each in shown["documents"]] == [(paper, None)]
    again = properties(
        *("add", "--from-json", "-", "--allow-duplicate", "--json"), stdin=json.dumps(shown)
    ).json
    own = ("id", "created_at", "updated_at")
    assert {**again, **{name: row[name] for name in own}} == row


def test_every_way_to_name_a_property(properties: Properties, add: Add) -> None:
    row, flat = add("418 Maple Ave"), add("418 Maple Ave", "--address2", "Apt 4")
    add("12 Oak St"), add("12 Oak Ct")
    for way in (
        *(row["id"], row["id"][:9], "418 Maple Ave", "418 MAPLE AVENUE, Dayton"),
        *("418 maple ave dayton oh 45402", "418 Maple Ave., Dayton, OH 45402-1234"),
    ):
        assert properties("show", way, "--json").json["id"] == row["id"], way
    assert properties("show", "418 maple ave #4", "--json").json["id"] == flat["id"]
    done = properties("show", "12 oak", "--json")
    assert (done.code, done.error["code"]) == (5, "ambiguous_id")
    assert "(12 Oak St, Dayton, OH 45402)" in done.error["message"]
    assert "(12 Oak Ct, Dayton, OH 45402)" in done.error["message"]
    for way in ("ffff", "419 Maple Ave", "418 Maple Ave, Toledo", "418", "a\x00b", "\ud800"):
        done = properties("show", way, "--json")
        assert (done.code, done.error["hint"]) == (3, "See `doughy properties list`."), way
    both = properties("show", "-", "--json", stdin=f"{row['id']}\n{flat['id']}\tflat\n").json
    assert [each["id"] for each in both] == [row["id"], flat["id"]]


def test_what_narrows_the_list(
    properties: Properties, add: Add, lead: dict[str, Any], ann: Person
) -> None:
    add("1 Elm St", "--status", "prospect", "--arv", "100000", "--bedrooms", 2)
    owned = add("2 Elm St", "--lead", lead["id"], "--property-type", "condo", "--bathrooms", "1.5")
    deal(ann, owned["id"])
    toledo = ("--city", "Toledo", "--zip", "43604-1234", "--purchase-price", 5, "--notes", "100%")
    add("3 Elm St", *toledo, "--square-feet", 900, "--year-built", 1950)
    ann.sql("UPDATE re_properties SET property_type = 'Single Family' WHERE city = 'Toledo'")

    def found(*flags: object) -> list[str]:
        done = properties("list", *flags, "--json")
        assert done.code == 0, done.err
        return [row["address_line_1"][0] for row in done.json]

    assert found() == ["3", "2", "1"]
    assert found("--sort", "address_line_1", "--limit", 2) == ["1", "2"]
    assert found("--sort", "-arv", "--limit", 1) == ["1"]
    for flags, expected in (
        (["--status", "Prospect", "--status", "sold"], "1"),
        (["--type", "SFR"], "3"),
        (["--type", "condo", "--type", "single_family"], "32"),
        (["--city", "dayton"], "21"),
        (["--state", "oh"], "321"),
        (["--zip", "43604"], "3"),
        (["--min-price", "5", "--max-price", "5"], "3"),
        (["--min-arv", "$100,000"], "1"),
        (["--max-arv", "99,999"], ""),
        (["--without-arv"], "32"),
        (["--min-beds", 2], "1"),
        (["--max-baths", "1.5"], "2"),
        (["--min-square-feet", 900, "--max-square-feet", 901], "3"),
        (["--min-year", 1950, "--max-year", 1950], "3"),
        (["--lead", "ada@example.com"], "2"),
        (["--without-lead"], "31"),
        (["--with-deal"], "2"),
        (["--without-deal"], "31"),
        (["--search", "elm st, dayton"], "21"),
        (["--search", "100%"], "3"),
        (["--search", "_"], ""),
        (["--since", "-1d", "--until", "now", "--updated-since", "today", "--mine"], "321"),
    ):
        assert found(*flags) == list(expected), flags
    table = properties("list", "-o", "table", "--limit", 1)
    assert table.out.split()[:5] == ["ID", "ADDRESS", "CITY", "STATUS", "BEDS"]
    assert "1 of 3" in table.err
    assert properties("list", "--city", "Nowhere", "--json").out == "[]\n"


BAD_CONDITIONS: list[tuple[list[str], int, str]] = [
    (["--sort", "size"], 2, "cannot be sorted by 'size'"),
    (["--city", " "], 2, "is empty"),
    (["--zip", ""], 2, "is empty"),
    (["--min-arv", "NaN"], 2, "--min-arv: 'NaN' is not an amount"),
    (["--min-arv", "1", "--without-arv"], 2, "both --min-arv and --without-arv"),
    (["--min-beds", "3", "--max-beds", "2"], 2, "both --min-beds 3 and --max-beds 2"),
    (["--min-baths", "nan"], 2, "--min-baths: 'nan' is not a number of bathrooms"),
    (["--min-year", "-1"], 2, "--min-year: '-1' is not a whole number"),
    (["--max-beds", "two"], 2, "--max-beds: 'two' is not"),
    (["--min-beds", "9" * 5000], 0, ""),
    (["--with-deal", "--without-deal"], 2, "both --with-deal and --without-deal"),
    (["--since", "tomorrow"], 2, "in the future"),
    (["--lead", "ffff"], 3, "no lead 'ffff'"),
    (["--fields", "size"], 2, "no field 'size'"),
]


def test_bad_conditions_are_told(properties: Properties) -> None:
    for flags, code, words in BAD_CONDITIONS:
        done = properties("list", *flags)
        assert (done.code, words in done.err) == (code, True), (flags, done.err)


ADDRESS = ["--address", "1 Elm St", *PLACE]


BAD_VALUES: list[tuple[list[str], int, str]] = [
    ([], 2, "missing: address, city, state, zip"),
    (["--address", "1 Elm St"], 2, "missing: city, state, zip"),
    ([*ADDRESS, "--address", " "], 2, "address is empty"),
    ([*ADDRESS, "--city", "x" * 301], 2, "city is longer than 300"),
    ([*ADDRESS, "--bedrooms", "-1"], 2, "--bedrooms: '-1' is not a whole number of rooms"),
    ([*ADDRESS, "--bedrooms", "1" * 5000], 2, "--bedrooms"),
    ([*ADDRESS, "--bathrooms", "2.3"], 2, "not a number of bathrooms"),
    ([*ADDRESS, "--square-feet", "0"], 2, "not a number of square feet"),
    ([*ADDRESS, "--square-feet", "99999999999"], 2, "not a number of square feet"),
    ([*ADDRESS, "--lot-size", "two"], 2, "not a size such as"),
    ([*ADDRESS, "--year-built", "1799"], 2, "not a year from 1800"),
    ([*ADDRESS, "--arv", "NaN"], 2, "'NaN' is not an amount"),
    ([*ADDRESS, "--arv", "-5"], 2, "'-5' is not an amount from 0"),
    ([*ADDRESS, "--arv", "1e11"], 2, "not an amount from 0"),
    ([*ADDRESS, "--latitude", "91"], 2, "not a number of degrees from -90 to 90"),
    ([*ADDRESS, "--longitude", "Infinity"], 2, "not a number of degrees"),
    ([*ADDRESS, "--notes", "a\x00b"], 2, "cannot be stored"),
    ([*ADDRESS, "--mls-id", "\ud800"], 2, "cannot be stored"),
    ([*ADDRESS, "--lead", "nobody@example.com"], 3, "no lead"),
    (["--from-json", "missing.json"], 1, "missing.json"),
]


def test_bad_values_are_told(properties: Properties, ann: Person) -> None:
    for flags, code, words in BAD_VALUES:
        done = properties("add", *flags)
        assert (done.code, words in done.err) == (code, True), (flags, done.err)
    assert ann.sql("SELECT 1 FROM re_properties") == []


BAD_RECORDS = [
    ("", "not JSON"),
    ("[]", "holds no property"),
    ("[1]", "must be a JSON object"),
    ('{"adress_line_1": "x"}', "Did you mean address_line_1?"),
    ('{"city": 1}', "city must be a text"),
    ('{"arv": "x"}', "arv: 'x' is not an amount"),
    ('{"arv": 1e999999999}', "arv: '1E+999999999' is not an amount"),
    ('{"arv": true}', "arv must be a number"),
    ('{"arv": NaN}', "arv must be a number, not nan"),
    ('{"bedrooms": 2.5}', "bedrooms: '2.5' is not a whole number of rooms"),
    ('{"bedrooms": [2]}', "bedrooms must be a number"),
    ('{"square_feet": 1E+3}', "missing: address"),
]


def test_bad_records_are_told(properties: Properties) -> None:
    for record, words in BAD_RECORDS:
        done = properties("add", "--from-json", "-", stdin=record)
        assert (done.code, words in done.err) == (2, True), (record, done.err)


def test_what_is_there_is_not_added_again(properties: Properties, add: Add, ben: Person) -> None:
    row = add("418 North Maple Avenue", "--address2", "Apartment 4", "--parcel-number", "R72-1")
    again = ["add", "--address", "418 N MAPLE AVE. #4", *PLACE, "--json"]
    done = properties(*again)
    assert (done.code, done.error["code"]) == (5, "duplicate")
    assert f"Property {row['id'][:8]} (418 North Maple Avenue" in done.error["message"]
    assert "--allow-duplicate" in done.error["hint"]
    same_parcel = ["add", "--address", "1 Rear Rd", *PLACE, "--parcel-number", "r721", "--json"]
    assert properties(*same_parcel).error["code"] == "duplicate"
    # At one address two parcel numbers are two properties.
    assert properties(*again, "--parcel-number", "R72-2").code == 0
    assert properties(*again, "--allow-duplicate").code == 0
    assert properties(*again, person=ben).code == 0
    twins = json.dumps([{**row, "address_line_1": "9 Elm St", "parcel_number": None}] * 2)
    done = properties("add", "--from-json", "-", stdin=twins)
    assert done.code == 5, done.err
    assert len(properties("list", "--json").json) == 3


def test_whose_properties(properties: Properties, add: Add, ben: Person, admin: Person) -> None:
    row = add("418 Maple Ave")
    for way in (row["id"], "418 Maple Ave"):
        assert properties("show", way, person=ben).code == 3
    assert properties("list", "--json", person=ben).json == []
    support = ben.database.add("support@example.com", "support")
    for person in (admin, support):
        assert properties("show", "418 Maple Ave", "--json", person=person).code == 0
        assert len(properties("list", "--json", person=person).json) == 1
        assert properties("list", "--mine", "--json", person=person).json == []
        for arguments in (["edit", row["id"], "--arv", "1"], ["rm", row["id"], "-y"]):
            assert properties(*arguments, person=person).code == 8
        assert properties("edit", "--where-city", "Dayton", "--arv", 1, person=person).code == 3


def test_what_is_odd_is_shown_as_text(properties: Properties, add: Add) -> None:
    add("1 [red]Elm[/] St", "--address2", "\x1b[31mrot", "--notes", "🏚 \u202egnp", "--status", "é")
    table = properties("show", "1 [red]Elm", "-o", "table")
    assert table.code == 0, table.err
    assert "1 [red]Elm[/] St" in table.out
    assert r"\x1b[31mrot" in table.out
    assert r"🏚 \u202egnp" in table.out


def test_a_closed_pipe_ends_quietly(doughy: Program, ann: Person) -> None:
    ann.sql(
        "INSERT INTO re_properties (address_line_1, city, state, zip, notes)"
        " SELECT i || ' Elm St', 'Dayton', 'OH', '45402', repeat('x', 1000)"
        " FROM generate_series(1, 300) AS i"
    )
    with doughy.start("properties", "list", "-o", "jsonl", person=ann) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
