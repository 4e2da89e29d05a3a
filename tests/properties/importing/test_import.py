"""`doughy properties import`: lists of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.properties.importing.conftest import Load, rejected

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program

# As a county's list of sales has it.
SALES = """\
street,city,zip,state,bedrooms,bathrooms,sq__ft,type,sale_date,price,latitude,longitude,agent
12 HIGH ST,SACRAMENTO,95838,CA,2,1,836,Residential,Wed May 21 00:00:00 EDT 2008,59222,38.6,-121.4,B
51 OMAHA CT,SACRAMENTO,95823,CA,0,0,0,Residential,Wed May 21 00:00:00 EDT 2008,68212,0,0,
7 CAMRAY CIR Unit C,CARMICHAEL,95608,CA,2,1,588,Condo,Fri May 16 00:00:00 EDT 2008,58000,,,N/A
8 ELM AVE,SACRAMENTO,95820,CA,3,2,1400,Unkown,Thu May 15 00:00:00 EDT 2008,$199_500,,,
12 High Street,Sacramento,95838,CA,2,1,836,Multi-Family,Wed May 21 00:00:00 EDT 2008,60000,,,
"""


def stored(person: Person, *columns: str) -> list[tuple[Any, ...]]:
    names = ", ".join(f"{each}::text" for each in columns)
    return person.sql(f"SELECT {names} FROM re_properties ORDER BY created_at")  # noqa: S608


def test_a_list_of_sales_is_read_as_it_is(load: Load, ann: Person, tmp_path: Path) -> None:
    content = SALES.replace("$199_500", "199500")
    before = load(content, "--dry-run", "--json")
    done = load(content, "--json")
    assert done.code == 0, done.err
    assert before.json == done.json == {
        "file": "list.csv",
        "read": 5,
        "inserted": 4,
        "updated": 0,
        "skipped": 1,
        "repeated": 1,
        "rejected": 0,
        "unknown_leads": 0,
        "unmatched": ["agent"],
        "rejects_file": None,
    }  # fmt: skip
    assert "list.csv: 5 read, 4 added, 1 again in the file." in done.err
    assert "Kept in the notes, having no field: agent" in done.err
    assert stored(
        ann, "address_line_1", "bedrooms", "square_feet", "property_type", "latitude"
    ) == [
        ("12 HIGH ST", "2", "836", "single_family", "38.600000"),
        ("51 OMAHA CT", None, None, "single_family", None),
        ("7 CAMRAY CIR Unit C", "2", "588", "condo", None),
        ("8 ELM AVE", "3", "1400", None, None),
    ]
    assert stored(ann, "purchase_price", "arv", "notes")[:2] == [
        ("59222.00", None, "Sale date: 2008-05-21\nagent: B"),
        ("68212.00", None, "Sale date: 2008-05-21"),
    ]
    again = load(content, "--json")
    assert (again.code, again.json["inserted"], again.json["skipped"]) == (0, 0, 5)
    assert again.json["repeated"] == 0
    assert not list(tmp_path.glob("*rejects*"))


def test_bad_rows_are_rejected_and_the_others_stored(load: Load, ann: Person) -> None:
    head = "Address,City,State,Zip,Beds,Baths,SqFt,Lot Size,Year,ARV,Lat,Sold Date\n"
    rows = {
        ",Dayton,OH,45402,,,,,,,,": ("Address", "no address line 1"),
        "1 Elm St,Dayton,OH,,,,,,,,,": ("Zip", "no zip"),
        "2 Elm St,Dayton,OH,45402,two,,,,,,,": ("Beds", "not a whole number of rooms"),
        "3 Elm St,Dayton,OH,45402,,NaN,,,,,,": ("Baths", "not a number of bathrooms such as"),
        "4 Elm St,Dayton,OH,45402,,,-5,,,,,": ("SqFt", "not a number of square feet"),
        "5 Elm St,Dayton,OH,45402,,,,2 barns,,,,": ("Lot Size", "not a size such as"),
        "6 Elm St,Dayton,OH,45402,,,,,1700,,,": ("Year", "not a year from 1800"),
        "7 Elm St,Dayton,OH,45402,,,,,,1e99,,": ("ARV", "not an amount such as"),
        "8 Elm St,Dayton,OH,45402,,,,,,,91,": ("Lat", "not a number of degrees"),
        "9 Elm St,Dayton,OH,45402,,,,,,,,soon": ("Sold Date", "not a date such as"),
        "0 Mill Run,Dayton,OH,45402,,,,,,,,": ("Address", "a street without a number can be"),
        f"1 {'x' * 300},Dayton,OH,45402,,,,,,,,": ("Address", "longer than 300 characters"),
    }
    content = head + "\n".join(rows) + "\n10 Elm St,Dayton,OH,45402,,,,,,,,\n"
    done = load(content, "--json")
    assert (done.code, done.json["inserted"], done.json["rejected"]) == (6, 1, len(rows))
    assert done.error["code"] == "done_in_part"
    found = rejected(done.json["rejects_file"])
    for number, (each, (column, reason)) in enumerate(zip(found, rows.values(), strict=True), 2):
        assert (each["line"], each["column"]) == (str(number), column), each
        assert each["reason"].startswith(reason), each
    assert stored(ann, "address_line_1") == [("10 Elm St",)]


HEAD = "Address,City,State,Zip,APN,Beds,Notes,Status\n"


def test_what_becomes_of_what_is_there(load: Load, ann: Person, ben: Person) -> None:
    first = HEAD + "1 N Elm St,Dayton,OH,45402,,2,Old,Prospect\n"
    second = HEAD + "1 North Elm Street,Dayton,OH,45402-1234,K-1,3,New,\n"
    assert load(first).code == 0
    assert load(first, person=ben).code == 0
    assert load(second, "--json").json["skipped"] == 1
    strict = load(second + second.splitlines()[1] + "\n", "--on-duplicate", "error", "--json")
    assert (strict.code, strict.json["rejected"]) == (6, 2)
    [(known,)] = stored(ann, "id")
    for each in rejected(strict.json["rejects_file"]):
        assert each["reason"] == f"property {known[:8]} is the same property"
    updated = load(second, "--on-duplicate", "update", "--status", "Under Contract", "--json")
    assert (updated.code, updated.json["updated"]) == (0, 1)
    assert stored(ann, "bedrooms", "parcel_number", "notes", "status") == [
        ("3", "K-1", "Old\nNew", "under_contract")
    ]
    assert stored(ben, "bedrooms", "notes") == [("2", "Old")]
    again = load(second, "--on-duplicate", "update", "--json")
    assert (again.json["updated"], again.json["skipped"]) == (0, 1)
    # Two parcels at one address are two, and the same parcel is one, wherever it is said to be.
    more = HEAD + "1 N Elm St,Dayton,OH,45402,K-2,,,\nRear Rd,Dayton,OH,45402,k2,,,\n"
    assert load(more, "--json").json["inserted"] == 1


def test_how_a_file_is_understood(load: Load, ann: Person) -> None:
    shown = load(SALES, "--preview", "--json")
    assert shown.code == 0, shown.err
    assert shown.json["columns"]["sq__ft"] == "square_feet"
    assert shown.json["columns"]["price"] == "purchase_price"
    assert shown.json["properties"][0]["property_type"] == "single_family"
    assert shown.json["rejects"][0]["column"] == "price"
    table = load(SALES, "--preview", "-o", "csv")
    assert table.code == 0
    mapped = load("Where,Town,ST,Plz\n1 Elm St,Dayton,OH,45402\n", "--map", "Where=address_line_1")
    assert mapped.code == 6
    assert load(
        "Where,Town,ST,Plz\n1 Elm St,Dayton,OH,45402\n",
        *("--map", "Where=address_line_1", "--map", "ST=state", "--map", "Plz=zip"),
        *("--save-map", "county"),
    ).code == 0  # fmt: skip
    assert load("Where,Town,ST,Plz\n2 Elm,Dayton,OH,45402\n", "--use-map", "county").code == 0
    assert stored(ann, "address_line_1") == [("1 Elm St",), ("2 Elm",)]
    line = 'Situs Address,Owner Name\n"3 Elm St, Dayton, OH 45402",Bo\n'
    owners = load(line)
    assert owners.code == 0, owners.err
    assert "doughy leads import --with-properties" in owners.err
    assert stored(ann, "city", "notes")[-1] == ("Dayton", "Owner Name: Bo")


def test_files_that_are_none(load: Load, doughy: Program, ann: Person) -> None:
    for content, flags, code, words in (
        ("", [], 1, "empty"),
        ("Name,Phone\nBo,1\n", [], 2, "no column is an address"),
        (HEAD, [], 0, "has no rows below its header"),
        (b"PK\x03\x04zip", [], 1, "Excel"),
        (HEAD, ["--map", "Adress=zip"], 2, "not a column of the file"),
        (HEAD, ["--use-map", "none"], 3, "no map"),
        (HEAD, ["--status", " "], 2, "status is empty"),
        (HEAD, ["--preview", "--fields", "read"], 2, "--fields is for the summary"),
    ):
        done = load(content, *flags)
        assert (done.code, words in done.err) == (code, True), (content, done.err)
    missing = doughy("properties", "import", "missing.csv", person=ann)
    assert (missing.code, "cannot read missing.csv" in missing.err) == (2, True)
    assert stored(ann, "id") == []
