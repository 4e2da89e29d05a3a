"""`leads import --with-properties`: owners, their properties, and what joins them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.importing.conftest import Export, Load, rejected

if TYPE_CHECKING:
    from tests.harness import Person

FLAG = "--with-properties"
# As PropStream has it: the address is the property's.
LIST = """\
Address,Unit #,City,State,Zip,County,APN,Owner Occupied,Owner 1 First Name,Owner 1 Last Name,\
Mailing Address,Mailing City,Mailing State,Mailing Zip,Property Type,Bedrooms,Total Bathrooms,\
Building Sqft,Lot Size Sqft,Effective Year Built,Est. Value,Latitude,Longitude,Email,Score Card
418 Maple Ave,,Dayton,OH,45402,Montgomery,R72-1,No,Ada,Quill,9 Hill Rd,Toledo,OH,43604,\
Single Family,3,1.5,"1,250",4200,1918,"$148,000",39.7589,-84.1916,ada@x.example,A
1207 Harbor St,Unit 4,Toledo,OH,43604,Lucas,,No,Ada,Quill,9 Hill Road,Toledo,OH,43604,\
Condo,0,0,0,0,0,0,0,0,,B
56 Cedar Ct,,Akron,OH,44308,Summit,,Yes,Ben,Moss,,,,,Duplex,,,,,,,,,,
"""
HEAD = "Owner Name,Property Address,Property City,Property State,Property Zip"


def properties(person: Person) -> list[tuple[Any, ...]]:
    """The properties with the names of their owners, in the order of the file."""
    return person.sql(
        "SELECT l.name, p.address_line_1, p.zip FROM re_properties AS p"
        " LEFT JOIN leads AS l ON l.id = p.lead_id ORDER BY p.created_at"
    )


def test_leads_properties_and_links_are_stored(load: Load, export: Export, ann: Person) -> None:
    done = load(LIST, FLAG)
    assert done.code == 0, done.err
    assert done.err.splitlines()[:2] == [
        "list.csv: 3 read, 2 added, 1 updated.",
        "Properties: 3 added.",
    ]
    assert properties(ann) == [
        ("Ada Quill", "418 Maple Ave", "45402"),
        ("Ada Quill", "1207 Harbor St", "43604"),
        ("Ben Moss", "56 Cedar Ct", "44308"),
    ]
    assert ann.sql(
        "SELECT address_line_2, bedrooms, bathrooms::text, square_feet, lot_size, year_built,"
        " property_type, parcel_number, latitude::text, longitude::text, notes, arv"
        " FROM re_properties ORDER BY created_at LIMIT 2"
    ) == [
        (None, 3, "1.5", 1250, 4200, 1918, "single_family", "R72-1", "39.758900", "-84.191600",
         "County: Montgomery\nOwner Occupied: No\nEst. Value: $148,000", None),
        ("Unit 4", None, None, None, None, None, "condo", None, None, None,
         "County: Lucas\nOwner Occupied: No\nEst. Value: 0", None),
    ]  # fmt: skip
    ada, ben = export()
    mailing = {"address_line_1": "9 Hill Rd", "city": "Toledo", "state": "OH", "zip": "43604"}
    # What both rows say of her is kept, the second row's too.
    second = {**mailing, "address_line_1": "9 Hill Road"}
    assert ada["extra"] == [
        {"extra": {"Score Card": "A"}, "mailing_address": mailing},
        {"extra": {"Score Card": "B"}, "mailing_address": second},
    ]
    assert ben["extra"] == []


def test_imported_twice_it_adds_nothing(load: Load, export: Export, ann: Person) -> None:
    load(LIST, FLAG)
    before = export(), properties(ann)
    for flags in ([], ["--on-duplicate", "update"]):
        again = load(LIST, FLAG, *flags, "--json")
        assert (again.code, again.json["inserted"], again.json["properties"]) == (0, 0, 0)
        assert (again.json["skipped"], again.json["properties_known"]) == (3, 3)
        assert (export(), properties(ann)) == before
    strict = load(LIST, FLAG, "--on-duplicate", "error", "--json")
    assert (strict.code, strict.json["rejected"]) == (6, 3)


def test_the_counts_are_told(load: Load, ann: Person) -> None:
    content = f"{HEAD}\nAda,1 Elm St,Dayton,OH,45402\nBen,2 Elm St,Dayton,OH,\nCy,,,,\n"
    done = load(content, FLAG, "--json")
    assert {name: done.json[name] for name in list(done.json)[-5:]} == {
        "properties": 1,
        "properties_linked": 0,
        "properties_updated": 0,
        "properties_known": 0,
        "without_property": 2,
    }
    assert "2 new leads without a property: a property needs" in done.err


def test_an_address_without_all_its_parts_is_kept(load: Load, export: Export) -> None:
    """Nor is a road without a number a property, unless its parcel is known."""
    load(
        f"{HEAD},Beds,APN\n"
        "Ada,1 Elm St,Dayton,OH,,3,\n"
        "Ben,0 Mill Run,Dayton,OH,45402,,\n"
        "Cy,0 Mill Run,Dayton,OH,45402,,K1\n"
        "Di,0 Mill Run,Dayton,OH,45402,,K2\n",
        FLAG,
    )
    kept = {lead["name"]: lead["extra"] for lead in export()}
    elm = {"address_line_1": "1 Elm St", "city": "Dayton", "state": "OH"}
    assert kept["Ada"] == [{"extra": {"Beds": "3"}, "address": elm}]
    assert kept["Ben"][0]["address"]["address_line_1"] == "0 Mill Run"
    assert kept["Cy"] == kept["Di"] == []


@pytest.mark.parametrize(
    ("first", "second", "leads"),
    [
        ("Ada,a@x.example,,9 Hill Rd", "A. Quill,A@X.example,,1 Low Rd", 1),
        ("Ada,,570-921-8303,", "Quill,,(570) 921-8303,", 1),
        ("Ada,,,9 Hill Rd", "ADA,,,9 HILL ROAD", 1),
        ("Ada,,570-921-8303,9 Hill Rd", "Ada,,570-921-8304,9 Hill Rd", 1),
        ("Ada,,,9 Hill Rd", "Ada,,,8 Hill Rd", 2),
        ("Ada,,,9 Hill Rd", "Ben,,,9 Hill Rd", 2),
        ("Occupant,,,", "Occupant,,,", 2),
    ],
)
def test_rows_of_one_owner(load: Load, ann: Person, first: str, second: str, leads: int) -> None:
    head = "Name,Email,Phone,Mailing Address,Mailing City,Situs Address,Situs City,State,Zip"
    rows = [
        f"{each},Toledo,{number} Elm St,Dayton,OH,45402"
        for number, each in ((1, first), (2, second))
    ]
    content = "\n".join([head, *rows, ""])
    for _ in range(2):
        assert load(content, FLAG).code == 0
        assert ann.sql("SELECT count(*) FROM leads") == [(leads,)]
        assert ann.sql("SELECT count(*), count(DISTINCT lead_id) FROM re_properties") == [
            (2, leads),
        ]


def test_a_second_phone_of_an_owner_is_kept(load: Load, export: Export) -> None:
    rows = ("Ada,5709218303,9 Hill Rd,1 Elm St", "Ada,5709218304,9 Hill Rd,2 Elm St")
    head = "Name,Phone,Mailing Address,Property Address,City,State,Zip,Mailing Zip"
    load("\n".join([head, *(f"{each},Dayton,OH,45402,43604" for each in rows), ""]), FLAG)
    (ada,) = export()
    assert ada["phone"] == "+15709218303"
    assert ada["extra"][1]["phone"] == "+15709218304"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("1 North Elm Street,Apt 4,", "1 N. ELM ST #4,,", 1),
        ("1 Elm St,,K-12", "1 Elm Rear,,K12", 1),
        ("1 Elm St,,", "1 Elm St,,K12", 1),
        ("1 Elm St,,K12", "1 Elm St,,", 1),
        ("1 Elm St,,K12", "1 Elm St,,K13", 2),
        ("1 Elm St,Apt 1,", "1 Elm St,Apt 2,", 2),
        ("1 Elm St,,", "1 Elm Ct,,", 2),
    ],
)
def test_one_property_is_not_doubled(
    load: Load, ann: Person, first: str, second: str, count: int
) -> None:
    """Neither within a file nor when it is there already."""
    head = "Name,Property Address,Property Unit,APN,City,State,Zip"
    rows = [f"{name},{each},Dayton,OH,45402" for name, each in (("Ada", first), ("Ben", second))]
    load("\n".join([head, *rows, ""]), FLAG)
    assert len(properties(ann)) == count
    for row in rows:
        load(f"{head}\n{row}\n", FLAG)
        assert len(properties(ann)) == count
    assert ann.sql("SELECT count(*) FROM leads") == [(2,)]


def test_what_is_there_gets_its_owner(load: Load, ann: Person) -> None:
    """A lead that is there gets a property, and a property that is there its lead."""
    load("Name,Email\nAda,a@x.example\n")
    ann.sql(
        "INSERT INTO re_properties (address_line_1, city, state, zip, bedrooms, notes)"
        " VALUES ('1 Elm Street', 'Dayton', 'OH', '45402-1234', 2, 'Mine')"
    )
    head = f"{HEAD},Email,Beds,County"
    content = f"{head}\nAda Q,1 Elm St,Dayton,OH,45402,a@x.example,4,Pike\n"
    done = load(content, FLAG, "--json")
    assert (done.json["updated"], done.json["properties_linked"]) == (1, 1)
    assert properties(ann) == [("Ada", "1 Elm Street", "45402-1234")]
    assert ann.sql("SELECT bedrooms FROM re_properties") == [(2,)]
    updated = load(content, FLAG, "--on-duplicate", "update", "--json")
    assert (updated.json["updated"], updated.json["properties_updated"]) == (1, 1)
    assert ann.sql("SELECT bedrooms, address_line_1, notes FROM re_properties") == [
        (4, "1 Elm St", "Mine\nCounty: Pike")
    ]


def test_error_refuses_only_rows_that_bring_nothing_new(load: Load, ann: Person) -> None:
    content = f"{HEAD},Email\nAda,1 Elm St,Dayton,OH,45402,a@x.example\n"
    load(content, FLAG)
    more = f"{content}Ada,2 Elm St,Dayton,OH,45402,a@x.example\n"
    done = load(more, FLAG, "--on-duplicate", "error", "--json")
    assert (done.code, done.json["rejected"], done.json["properties"]) == (6, 1, 1)
    assert [each["line"] for each in rejected(Path("list.rejects.csv"))] == ["2"]


def test_other_peoples_properties_play_no_part(load: Load, ann: Person, ben: Person) -> None:
    content = f"{HEAD}\nAda,1 Elm St,Dayton,OH,45402\n"
    assert load(content, FLAG, person=ben).code == 0
    assert load(content, FLAG, "--json").json["properties"] == 1
    assert len(properties(ann)) == len(properties(ben)) == 1


@pytest.mark.parametrize(
    ("header", "value", "reason"),
    [
        ("Beds", "three", "not a whole number of rooms"),
        ("Beds", "2.5", "not a whole number of rooms"),
        ("Beds", "-1", "not a whole number of rooms"),
        ("Baths", "2.3", "not a number of bathrooms such as 2 or 2.5"),
        ("SqFt", "large", "not a number of square feet"),
        ("Lot Size", "2 barns", "not a size such as 7,400 or 0.17 acres"),
        ("Year Built", "1799", "not a year from 1800 to "),
        ("ARV", "1e9", "not an amount such as 250000 or $250,000"),
        ("ARV", "10000000000", "not an amount such as 250000 or $250,000"),
        ("Latitude", "91", "not a number of degrees from -90 to 90"),
        ("Longitude", "NaN", "not a number of degrees from -180 to 180"),
    ],
)
def test_bad_values_are_rejected(
    load: Load, ann: Person, header: str, value: str, reason: str
) -> None:
    row = "1 Elm St,Dayton,OH,45402"
    done = load(f"{HEAD},{header}\nAda,{row},{value}\nBen,2{row},\n", FLAG)
    assert done.code == 6, done.err
    (found,) = rejected(Path("list.rejects.csv"))
    assert (found["line"], found["column"], found["value"]) == ("2", header, value)
    assert found["reason"].startswith(reason)
    assert properties(ann) == [("Ben", "21 Elm St", "45402")]


@pytest.mark.parametrize(
    ("header", "value", "column", "stored"),
    [
        ("Beds", "3.0", "bedrooms", "3"),
        ("Baths", "2.25", "bathrooms", "2.3"),
        ("SqFt", "1,250 sq. ft.", "square_feet", "1250"),
        ("SqFt", "N/A", "square_feet", None),
        ("Lot Size", "0.25", "lot_size", "10890"),
        ("Lot Acres", "1.5", "lot_size", "65340"),
        ("Lot Size", "7405.2", "lot_size", "7405"),
        ("ARV", "$250,000.50", "arv", "250000.50"),
        ("Repairs", "0", "repair_estimate", None),
        ("Longitude", "-84.19160049", "longitude", "-84.191600"),
        ("APN", "unknown", "parcel_number", None),
    ],
)
def test_values_are_read_as_lists_write_them(
    load: Load, ann: Person, header: str, value: str, column: str, stored: str | None
) -> None:
    done = load(f'{HEAD},{header}\nAda,1 Elm St,Dayton,OH,45402,"{value}"\n', FLAG)
    assert done.code == 0, done.err
    assert ann.sql(f"SELECT {column}::text FROM re_properties") == [(stored,)]  # noqa: S608


@pytest.mark.parametrize(
    ("head", "row", "zip_code"),
    [
        ("Name,Site Address", '"1 Elm St, Dayton, OH 45402"', "45402"),
        ("Name,Address,City,State,Zip", "1 Elm St,Boston,MA,2139", "02139"),
        ("Name,Address,City,State,Zip", "1 Elm St,Boston,MA,2139.0", "02139"),
    ],
)
def test_addresses_as_lists_write_them(
    load: Load, ann: Person, head: str, row: str, zip_code: str
) -> None:
    assert load(f"{head}\nAda,{row}\n", FLAG).code == 0
    assert properties(ann) == [("Ada", "1 Elm St", zip_code)]


def test_a_dry_run_and_a_preview_store_nothing(load: Load, ann: Person) -> None:
    assert "Properties: 3 added." in load(LIST, FLAG, "--dry-run").err
    shown = load(LIST, FLAG, "--preview", "--json")
    assert shown.json["columns"]["Address"] == "address_line_1"
    assert shown.json["columns"]["Mailing Address"] == "mailing_address"
    assert shown.json["leads"][0]["property"]["square_feet"] == 1250
    assert properties(ann) == ann.sql("SELECT 1 FROM leads") == []


def test_without_the_flag_it_is_hinted_at(load: Load, ann: Person) -> None:
    content = f"{HEAD},Beds\nAda,1 Elm St,Dayton,OH,45402,3\n"
    for flags in ([], ["--preview"]):
        done = load(content, *flags)
        assert "Property Address: --with-properties makes properties" in done.err
    assert properties(ann) == []
    assert "--with-properties" not in load("Name,Address\nAda,1 Elm St\n").err
