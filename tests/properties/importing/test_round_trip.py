"""Exporting and importing again loses nothing, in any format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.properties.conftest import PLACE
from tests.properties.test_properties import EVERYTHING

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.properties.conftest import Add, Properties

MINE = ("lead_id", "user_id")


@pytest.mark.parametrize("extension", ["json", "jsonl", "csv", "tsv"])
def test_nothing_is_lost(
    properties: Properties,
    add: Add,
    lead: dict[str, Any],
    ann: Person,
    ben: Person,
    tmp_path: Path,
    extension: str,
) -> None:
    add("418 Maple Ave", *EVERYTHING, "--lead", lead["id"])
    add("418 Maple Ave", "--address2", "Unit 4", "--allow-duplicate", "--notes", "[1] a: b\n\n, ;")
    add("Mill Run", "--bedrooms", 0, "--arv", 0, "--latitude", 0, "--property-type", "A-frame")
    add("🏚 Straße 1", "--mls-id", "n/a-1", "--parcel-number", "0", "--purchase-price", "0.01")
    ann.sql("UPDATE re_properties SET property_type = 'Single Family', status = 'To Do'"
            " WHERE address_line_2 IS NULL")  # fmt: skip
    file = tmp_path / f"all.{extension}"
    assert properties("export", file).err == f"4 properties written to {file}.\n"
    before = properties("list", "--json", "--sort", "id").json
    again = properties("import", file, "--json")
    assert (again.code, again.json["inserted"], again.json["skipped"]) == (0, 0, 4)
    # Somebody else, who may not see these ids: all comes in, as theirs and under other ids.
    theirs = properties("import", file, "--json", person=ben)
    assert (theirs.code, theirs.json["inserted"]) == (0, 4), theirs.err
    assert theirs.json["unknown_leads"] == 1
    found = properties("list", "--json", "--sort", "created_at", person=ben).json
    assert {each["user_id"] for each in found} == {str(ben.id)}
    assert {each["id"] for each in found}.isdisjoint(each["id"] for each in before)

    def kept(row: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in ("id", *MINE)}

    by_time = sorted(before, key=lambda each: each["created_at"])
    assert [kept(each) for each in found] == [kept(each) for each in by_time]
    properties("rm", "-", "-y", stdin="".join(f"{each['id']}\n" for each in before))
    back = properties("import", file)
    assert back.code == 0, back.err
    assert properties("list", "--json", "--sort", "id").json == before


def test_where_an_export_goes(properties: Properties, add: Add, tmp_path: Path) -> None:
    add("1 Elm St", "--arv", 1), properties("add", "--address", "2 Elm St", *PLACE)
    assert properties("export", "--without-arv").out.count("\n") == 2
    assert len(json.loads(properties("export", "-o", "json").out)) == 2
    file = tmp_path / "all.csv"
    file.write_text("mine")
    assert properties("export", file).code == 2
    assert file.read_text() == "mine"
    assert properties("export", file, "--yes", "--fields", "id,arv").code == 0
    assert file.read_text().startswith("id,arv\n")
    for target in (tmp_path, tmp_path / "all.xlsx"):
        assert properties("export", target).code == 2
