"""Rows that name a lead which was merged away: they are the lead that took its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.importing.conftest import Export, Load, rejected

if TYPE_CHECKING:
    from tests.harness import Person, Program

HEAD = "Name,Email,Phone,Company,Status,City\n"
ANNA = "Anna Lee,anna@example.com,5709218303,Mill,new,Troy\n"
ANNIE = "Annie Lee,annie@example.com,5709218304,Lee & Co,active,Lima\n"
BERT = "Bert,bert@example.com,,,new,Troy\n"
OCCUPANT = "Occupant,,,Mill,new,Xenia\n"


@pytest.fixture
def live(export: Export) -> Any:
    """The leads that are not deleted, by name."""
    return lambda: {lead["name"]: lead for lead in export() if not lead["is_deleted"]}


@pytest.fixture
def merged(load: Load, doughy: Program, ann: Person, export: Export) -> dict[str, str]:
    """Annie, who was merged into Anna, and an Occupant who was merged into Annie before."""
    load(HEAD + ANNA + ANNIE + BERT + OCCUPANT)
    ids = {lead["name"]: lead["id"] for lead in export()}
    for target, source in (("Annie Lee", "Occupant"), ("Anna Lee", "Annie Lee")):
        done = doughy("leads", "merge", ids[target], ids[source], "--yes", person=ann)
        assert done.code == 0, done.err
    return ids


@pytest.mark.parametrize("flags", [[], ["--on-duplicate", "update"], ["--match", "likely"]])
def test_the_same_list_again_adds_none(
    merged: dict[str, str], load: Load, export: Export, flags: list[str]
) -> None:
    before = export()
    done = load(HEAD + ANNA + ANNIE + BERT + OCCUPANT, *flags, "--json")
    assert (done.code, done.json["inserted"], done.json["updated"]) == (0, 0, 0), done.err
    assert export() == before


def test_what_is_news_goes_to_the_lead_that_took_its_place(
    merged: dict[str, str], load: Load, live: Any
) -> None:
    rows = "Ann,annie@example.com,,Lee & Co,qualified,Lima\n,,5709218304,New Mill,active,Lima\n"
    done = load(HEAD + rows, "--tag", "again", "--on-duplicate", "update", "--json")
    assert (done.code, done.json["inserted"], done.json["updated"]) == (0, 0, 2), done.err
    found = live()
    assert sorted(found) == ["Anna Lee", "Bert"]
    anna = found["Anna Lee"]
    assert (anna["email"], anna["phone"]) == ("anna@example.com", "+15709218303")
    assert (anna["status"], anna["company"], anna["tags"]) == ("qualified", "New Mill", ["again"])


def test_an_id_is_followed_too(merged: dict[str, str], load: Load, live: Any) -> None:
    row = f"{merged['Annie Lee']},Annie Lee,77\n"
    done = load(f"id,name,score\n{row}", "--on-duplicate", "update", "--json")
    assert (done.json["inserted"], done.json["updated"]) == (0, 1), done.err
    assert live()["Anna Lee"]["score"] == 77


def test_as_an_error_it_is_told_whose_row_it_is(
    merged: dict[str, str], load: Load, tmp_path: Path
) -> None:
    done = load(HEAD + ANNIE + OCCUPANT, "--on-duplicate", "error", "--json")
    assert (done.code, done.json["inserted"], done.json["rejected"]) == (6, 0, 2)
    reasons = [row["reason"] for row in rejected(tmp_path / "list.rejects.csv")]
    anna = f"lead {merged['Anna Lee'][:8]}"
    assert reasons == [f"{anna} has this e-mail", f"{anna} is the same lead"]


def test_a_row_of_two_leads_is_refused(
    merged: dict[str, str], load: Load, tmp_path: Path, live: Any
) -> None:
    row = "X,bert@example.com,5709218304,,,\n"
    done = load(HEAD + row, "--on-duplicate", "update", "--json")
    assert (done.code, done.json["inserted"], done.json["rejected"]) == (6, 0, 1)
    [reject] = rejected(tmp_path / "list.rejects.csv")
    assert merged["Anna Lee"][:8] in reject["reason"] and merged["Bert"][:8] in reject["reason"]
    assert sorted(live()) == ["Anna Lee", "Bert"]


def test_where_nobody_is_left_the_row_is_a_new_lead(
    merged: dict[str, str], load: Load, doughy: Program, ann: Person, live: Any
) -> None:
    doughy("leads", "rm", merged["Anna Lee"], person=ann)
    done = load(HEAD + ANNIE, "--json")
    assert (done.code, done.json["inserted"]) == (0, 1)
    assert sorted(live()) == ["Annie Lee", "Bert"]


def test_another_persons_merge_plays_no_part(
    merged: dict[str, str], load: Load, admin: Person
) -> None:
    done = load(HEAD + ANNIE, "--json", person=admin)
    assert (done.code, done.json["inserted"]) == (0, 1)


OWNERS = (
    "Owner Name,Email,Mailing Address,Mailing City,Mailing State,Mailing Zip,"
    "Property Address,Property City,Property State,Property Zip\n"
)
HOME = "9 Elm St,Troy,OH,45373"


def test_owners_are_followed_with_their_properties(
    load: Load, doughy: Program, ann: Person, export: Export, live: Any
) -> None:
    first = f"Bo Hart,,{HOME},1 Oak St,Troy,OH,45373\n"
    load(
        OWNERS + first + f"B Hart,b@example.com,{HOME},2 Oak St,Troy,OH,45373\n",
        "--with-properties",
    )
    ids = {lead["name"]: lead["id"] for lead in export()}
    doughy("leads", "merge", ids["B Hart"], ids["Bo Hart"], "--yes", person=ann)
    more = f"Bo Hart,,{HOME},3 Oak St,Troy,OH,45373\n"
    done = load(OWNERS + first + more, "--with-properties", "--json")
    assert (done.code, done.json["inserted"], done.json["properties"]) == (0, 0, 1), done.err
    assert list(live()) == ["B Hart"]
    owned = ann.sql("SELECT count(*) FROM re_properties WHERE lead_id = %s", ids["B Hart"])
    assert owned == [(3,)]
