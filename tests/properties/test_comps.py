"""`doughy properties comps` and the rule behind it, and `properties docs`."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from doughy_cli.properties.comps.distance import Place, box, miles
from doughy_cli.properties.comps.rows import RuleRow
from doughy_cli.properties.comps.rule import House, compare, says_little
from doughy_cli.property_lists.sales import sale_date
from tests.properties.conftest import PLACE, document

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.properties.conftest import Add, Properties

TODAY = date(2026, 3, 4)
RULE = RuleRow(Decimal(1), 6, None, None, any_type=False, with_arv=False, today=TODAY)


def house(number: int, **changes: Any) -> House:
    values: dict[str, Any] = {
        "id": UUID(int=number),
        "address": f"{number} Elm St",
        "zip": "45402",
        "place": Place(Decimal("39.75"), Decimal("-84.19")),
        "property_type": "single_family",
        "square_feet": 1000,
        "bedrooms": 3,
        "year_built": 1950,
        "sold": TODAY,
        "price": Decimal(100_000),
        "price_of": "purchase_price",
        "arv": None,
    }
    return House(**{**values, **changes})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("0", "0"), ("0", "0"), "0.00"),
        (("0", "0"), ("0", "1"), "69.09"),
        # Los Angeles and New York, by the airports: 2,475 miles is what pilots say.
        (("33.9425", "-118.4081"), ("40.6399", "-73.7787"), "2469.12"),
        (("90", "0"), ("-90", "0"), "12436.79"),
        (("0", "-180"), ("0", "180"), "0.00"),
    ],
)
def test_distances(one: tuple[str, str], other: tuple[str, str], expected: str) -> None:
    places = [Place(Decimal(north), Decimal(east)) for north, east in (one, other)]
    away = miles(*places)
    assert abs(away - Decimal(expected)) <= Decimal("0.6"), away
    assert miles(*reversed(places)) == away
    low, high = box(places[0], away + 1)
    assert low.latitude <= places[1].latitude <= high.latitude
    assert low.longitude <= places[1].longitude <= high.longitude


def test_what_is_quite_the_same_has_all_points() -> None:
    row = compare(house(1), [house(2)], RULE)
    [comp] = row.comps
    assert (comp.score, comp.distance_miles) == (100, 0)
    assert [(part.name, part.points, part.of) for part in comp.parts] == [
        ("distance", 35, 35),
        ("size", 30, 30),
        ("beds", 15, 15),
        ("age", 10, 10),
        ("date", 10, 10),
    ]
    assert row.price_per_square_foot
    assert row.price_per_square_foot.median == 100


@pytest.mark.parametrize(
    ("changes", "part", "points"),
    [
        ({"square_feet": 1200}, "size", "15.0"),
        ({"square_feet": 800}, "size", "15.0"),
        ({"square_feet": 1400}, "size", "0.0"),
        ({"square_feet": 5000}, "size", "0.0"),
        ({"bedrooms": 4}, "beds", "7.5"),
        ({"bedrooms": 0}, "beds", "0.0"),
        ({"bedrooms": None}, "beds", "0.0"),
        ({"year_built": 1935}, "age", "5.0"),
        ({"year_built": None}, "age", "0.0"),
        ({"sold": date(2025, 3, 4)}, "date", "5.0"),
        ({"sold": date(2026, 4, 1)}, "date", "10.0"),
        ({"sold": None}, "date", "0.0"),
        ({"place": None}, "distance", "17.5"),
        # 0.5 miles north.
        ({"place": Place(Decimal("39.757234"), Decimal("-84.19"))}, "distance", "17.5"),
    ],
)
def test_the_points_of_each_part(changes: dict[str, Any], part: str, points: str) -> None:
    [comp] = compare(house(1), [house(2, **changes)], RULE).comps
    assert {each.name: str(each.points) for each in comp.parts}[part] == points
    assert comp.score == sum(each.points for each in comp.parts)


def test_what_is_left_out_and_why() -> None:
    near = [
        house(2, price=None),
        house(3, square_feet=None),
        house(4, property_type="condo"),
        house(5, place=Place(Decimal(40), Decimal("-84.19"))),
        house(6, place=None, zip="43604"),
        house(7, year_built=1900),
        house(8, year_built=None),
        house(9, sold=date(2020, 1, 1)),
        house(10, property_type=None),
        house(11, place=None, zip="45402-1234"),
        house(12, bedrooms=5),
    ]
    rule = RuleRow(Decimal(1), 2, 20, date(2025, 1, 1), any_type=False, with_arv=False, today=TODAY)
    row = compare(house(1), near, rule)
    assert row.left_out == {
        **{"without_price": 1, "without_square_feet": 1, "another_type": 1, "too_far": 2},
        **{"another_age": 2, "sold_before": 1, "less_alike": 1},
    }
    assert (row.near, [comp.id.int for comp in row.comps]) == (11, [10, 12])
    without = compare(house(1, square_feet=None), [house(2)], RULE)
    assert without.value is None
    assert without.price_per_square_foot
    nothing = compare(house(1), [], RULE)
    assert (nothing.comps, nothing.price_per_square_foot, nothing.value) == ([], None, None)


def test_where_the_day_of_a_sale_is_found() -> None:
    for notes, found in (
        ("Sale date: 2008-05-21", date(2008, 5, 21)),
        ("County: X\nLast Sale Date: 5/21/2008\nSold Date: 2009-01-02", date(2009, 1, 2)),
        ("Last Sale Recording Date: Wed May 21 00:00:00 EDT 2008", date(2008, 5, 21)),
        ("Sale date: soon", None),
        ("sale date", None),
        (None, None),
    ):
        assert sale_date(notes) == found, notes


def test_the_worked_example(properties: Properties, ann: Person, tmp_path: Path) -> None:
    """docs/comps.md: its list, its command and what that shows."""
    page = (Path(__file__).parents[2] / "docs" / "comps.md").read_text()
    example, shown = re.findall(r"```(?:csv|text)\n(.*?)```", page, re.S)[:2]
    file = tmp_path / "sales.csv"
    file.write_text(example)
    assert properties("import", file).code == 0
    done = properties("comps", "1 Elm St", "-o", "table", env={"COLUMNS": "80"})
    assert done.code == 0, done.err
    ids = dict(ann.sql("SELECT id::text, address_line_1 FROM re_properties"))
    out = re.sub(r"^[0-9a-f]{8}", "........", done.out, flags=re.M)
    lines = [line.rstrip() for line in (out + done.err).splitlines()]
    assert lines == [line.rstrip() for line in shown.splitlines()]
    assert len(ids) == 8


def test_sales_of_long_ago_say_little() -> None:
    from doughy_cli.properties.comps.words import next_step, told

    long_ago = [house(number, sold=date(2008, 5, number)) for number in (1, 2, 3)]
    found = compare(house(9), long_ago, RULE)
    assert "The newest sale is of 2008-05-03: prices are not what they were then." in " ".join(
        told(found)
    )
    assert (says_little(found), next_step(found)) == (True, None)
    found = compare(house(9), [*long_ago, house(4)], RULE)
    assert not says_little(found)
    assert "newest" not in " ".join(told(found))
    assert next_step(found)


def test_comps_in_json(properties: Properties, add: Add, ann: Person, ben: Person) -> None:
    place = ("--latitude", "39.75", "--longitude", "-84.19")
    row = add("1 Elm St", "--square-feet", 1000, *place)
    sold = ("--square-feet", 900, "--purchase-price", "90000.01")
    one = add("2 Elm St", *sold, *place, "--notes", "Sale date: 2026-01-31")
    two = add("3 Elm St", *sold)
    add("4 Elm St", "--square-feet", 800, "--arv", 80000)
    theirs = ("--address", "5 Elm St", *PLACE, *sold)
    assert properties("add", *theirs, person=ben).code == 0
    done = properties("comps", row["id"][:8], "--json")
    assert done.code == 0, done.err
    assert list(done.json) == [
        *("subject", "rule", "near", "left_out", "comps", "price_per_square_foot", "value"),
    ]
    assert [each["id"] for each in done.json["comps"]] == [one["id"], two["id"]]
    assert [each["distance_by"] for each in done.json["comps"]] == ["coordinates", "zip"]
    assert done.json["comps"][0]["sold"] == "2026-01-31"
    assert list(done.json["comps"][0]["parts"][0]) == ["name", "subject", "comp", "points", "of"]
    assert done.json["left_out"] == {"without_price": 1}
    assert done.json["price_per_square_foot"]["median"] == "100.00"
    assert done.json["value"]["median"] == "100000.00"
    more = properties("comps", "1 elm st", "--with-arv", "--json").json
    assert [each["price_of"] for each in more["comps"]][-1] == "arv"
    only = properties("comps", "1 elm st", "--fields", "value", "--json").json
    assert list(only) == ["value"]
    for flags in (["--radius", "0.1"], ["--number", "1"], ["--sold-since", "2026-01-01"]):
        assert len(properties("comps", "1 elm st", *flags, "-o", "jsonl").json["comps"]) < 3
    alone = properties("comps", "5 elm st", "--json", person=ben)
    assert (alone.code, alone.json["comps"]) == (0, [])
    assert properties("comps", row["id"], person=ben).code == 3
    for flags in (
        *(["--radius", "nan"], ["--radius", "0"], ["--radius", "-1"], ["--radius", "1e9"]),
        *(["--radius", "x"], ["--number", "0"], ["--age", "-1"], ["--sold-since", "tomorrow"]),
        ["--fields", "size"],
    ):
        assert properties("comps", row["id"], *flags).code == 2, flags


def test_which_documents_are_there(
    properties: Properties, add: Add, ann: Person, ben: Person
) -> None:
    row, other = add("1 Elm St"), add("2 Elm St")
    document(ann, "inspection", "Roof", row["id"])
    document(ann, "inspection", "Pipes", row["id"])
    document(ann, "deed", "Other deed", other["id"])
    package = document(ann, "contract", "Package")
    for each in (row, other):
        ann.sql("INSERT INTO re_property_documents VALUES (%s, %s)", each["id"], package)
    done = properties("docs", "1 elm st", "--json")
    assert done.code == 0, done.err
    papers = {each["type"]: each for each in done.json}
    assert len(papers) == 16
    assert (papers["inspection"]["count"], papers["inspection"]["title"]) == (2, "Roof, Pipes")
    assert papers["contract"]["documents"][0]["is_primary"] is False
    assert (papers["deed"]["there"], papers["deed"]["documents"]) == (False, [])
    assert "Research: 1 of 6 types of documents; missing: appraisal" in done.err
    assert "Transaction: 1 of 8" in done.err
    missing = properties("docs", "1 elm st", "--phase", "research", "--missing", "--json")
    assert [each["type"] for each in missing.json][:2] == ["appraisal", "title_search"]
    assert "Transaction" not in missing.err
    assert properties("docs", row["id"], person=ben).code == 3
    assert properties("docs", row["id"], "--sort", "type").code == 2
    assert properties("docs", row["id"], "--phase", "closing").code == 2
