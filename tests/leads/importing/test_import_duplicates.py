"""Duplicates: which rows are, and what `--on-duplicate` does with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.importing.conftest import BLOCKED, Export, Load, rejected, wait_for

if TYPE_CHECKING:
    from tests.harness import Person, Program

THERE = "Name,Email,Phone\nAnna,anna@example.com,5709218303\nBert,bert@example.com,5709218304\n"


@pytest.fixture
def names(export: Export) -> Any:
    """The names of Ann's leads, in order."""
    return lambda: sorted(lead["name"] for lead in export())


@pytest.mark.parametrize(
    "row",
    ["Annie,ANNA@example.com,", "Annie,,(570) 921-8303", "Annie,anna@example.com,5709218304"],
)
def test_the_same_email_or_phone_is_a_duplicate(row: str, load: Load, names: Any) -> None:
    load(THERE)
    done = load(f"Name,Email,Phone\n{row}\nCleo,cleo@example.com,\n", "--json")
    assert (done.code, done.json["inserted"], done.json["skipped"]) == (0, 1, 1)
    assert names() == ["Anna", "Bert", "Cleo"]


def test_within_a_file_each_row_is_compared_with_those_that_were_taken(
    load: Load, names: Any
) -> None:
    # Bea is Ann's duplicate and is not stored, so her phone is free for Cleo.
    done = load("Name,Email,Phone\nAnn,a@x.example,\nBea,a@x.example,5709218303\nCleo,,5709218303")
    assert done.code == 0
    assert names() == ["Ann", "Cleo"]


def test_rows_that_say_the_same_are_one_lead_the_second_time_too(load: Load, names: Any) -> None:
    content = "Name,Company,City\nOccupant,Mill,Troy\nOccupant,Mill,Troy\n"
    for inserted in (1, 0):
        done = load(content, "--on-duplicate", "update", "--json")
        assert (done.code, done.json["inserted"], done.json["rejected"]) == (0, inserted, 0)
    assert names() == ["Occupant"]


def test_as_an_error_duplicates_are_rejected_and_the_rest_is_stored(
    load: Load, names: Any, tmp_path: Path
) -> None:
    load(THERE)
    content = (
        "Who,Mail,Phone\nAnnie,anna@example.com,\nCleo,c@x.example,\n"
        "Clea,c@x.example,\nDora,,5709218304\n"
    )
    done = load(content, "--map", "Who=name", "--on-duplicate", "error", "--json")
    assert done.code == 6
    assert (done.json["inserted"], done.json["rejected"], done.json["skipped"]) == (1, 3, 0)
    rows = [tuple(row.values()) for row in rejected(tmp_path / "list.rejects.csv")]
    assert [row[:3] for row in rows] == [
        ("2", "Mail", "anna@example.com"),
        ("4", "Mail", "c@x.example"),
        ("5", "Phone", "+15709218304"),
    ]
    assert rows[0][3].startswith("lead ")
    assert rows[0][3].endswith(" has this e-mail")
    assert rows[1][3] == "line 3 has this e-mail"
    assert rows[2][3].endswith(" has this phone")
    assert names() == ["Anna", "Bert", "Cleo"]


def test_update_overwrites_what_the_file_gives_and_nothing_else(load: Load, export: Export) -> None:
    lead = {"name": "Anna", "email": "anna@example.com", "company": "Old", "score": 5}
    more = {"tags": ["a", "b"], "notes": ["first"], "source": "Web", "next_action": "Call"}
    load(json.dumps(lead | more), name="list.json")
    before = export()[0]
    load(
        "Name,Email,Company,Score,Tags,Notes,Phone,Phone 2,Age\n"
        'Anna Lee,anna@example.com,,80,"b, c",first,5709218303,5709218304,50\n'
        "anna@example.com,anna@example.com,,,c,second,,,50\n",
        *("--on-duplicate", "update"),
    )
    (after,) = export()
    changed = {name: after[name] for name in after if after[name] != before[name]}
    changed.pop("updated_at")
    (contact,) = changed.pop("contacts")
    assert contact["phone"] == "+15709218304"
    assert [note["text"] for note in changed.pop("notes")] == ["first", "second"]
    assert changed == {
        "name": "Anna Lee",  # of a row without a name nothing is made up
        "score": 80,
        "tags": ["a", "b", "c"],
        "phone": "+15709218303",
        "extra": [{"extra": {"Age": "50"}}],
    }


def test_an_update_twice_changes_nothing_more(load: Load, export: Export) -> None:
    content = (
        "Name,Email,Email 2,Phone,Notes,Age\nAnna,a@x.example,b@x.example,5709218303,Hello,50\n"
        "Bert,b2@x.example,,5709218304,,\nNobody,,,,Hello,51\n"
    )
    load(content)
    before = export()
    done = load(content, "--on-duplicate", "update", "--json")
    assert (done.code, done.json["updated"], done.json["skipped"]) == (0, 0, 3)
    assert export() == before


def test_the_last_row_of_a_file_decides_an_update(load: Load, export: Export) -> None:
    content = "Name,Email,Score\nAnna,a@x.example,1\nAnna,a@x.example,2\nAnna,a@x.example,\n"
    done = load(content, "--on-duplicate", "update", "--json")
    assert (done.json["inserted"], done.json["updated"]) == (1, 2)
    assert [lead["score"] for lead in export()] == [2]


def test_no_list_takes_an_opt_out_back(load: Load, export: Export) -> None:
    load("Name,Email,Do Not Contact\nAnna,a@x.example,yes\n")
    load("Name,Email,Consent\nAnna,a@x.example,yes\n", "--on-duplicate", "update")
    assert export()[0]["opt_status"] == "opted_out"


def test_the_second_number_of_an_opt_out_is_one_too(load: Load, export: Export) -> None:
    load("Name,Phone,Phone 2,DNC\nAnna,5709218303,5709218304,yes\n")
    assert export()[0]["contacts"][0]["sms_opt_status"] == "opted_out"


def test_a_row_that_is_two_leads_is_not_taken_by_an_update(
    load: Load, export: Export, tmp_path: Path
) -> None:
    load(THERE)
    before = export()
    done = load(
        "Name,Email,Phone\nBoth,anna@example.com,5709218304\n", "--on-duplicate", "update", "--json"
    )
    assert (done.code, done.json["rejected"], done.json["updated"]) == (6, 1, 0)
    (row,) = rejected(tmp_path / "list.rejects.csv")
    assert "the e-mail is that of lead " in row["reason"]
    assert "the phone is that of lead " in row["reason"]
    assert export() == before


def test_an_update_gives_a_new_phone_to_one_lead_only(
    load: Load, export: Export, tmp_path: Path
) -> None:
    load("Name,Email\nAnna,anna@example.com\nBert,bert@example.com\n")
    done = load(
        "Name,Email,Phone\nAnna,anna@example.com,5709218399\nBert,bert@example.com,5709218399\n",
        *("--on-duplicate", "update"),
    )
    assert done.code == 6
    assert {lead["name"]: lead["phone"] for lead in export()} == {
        "Anna": "+15709218399",
        "Bert": None,
    }
    (row,) = rejected(tmp_path / "list.rejects.csv")
    assert (row["line"], row["reason"]) == ("3", "an earlier row gives this phone to another lead")


def test_what_is_in_the_bin_does_not_block(load: Load, export: Export, ann: Person) -> None:
    load(THERE)
    ann.sql("UPDATE leads SET is_deleted = true")
    done = load(THERE, "--json")
    assert done.json["inserted"] == 2
    assert [lead["is_deleted"] for lead in export()].count(False) == 2


def test_rows_without_phone_and_email_are_known_by_all_that_they_say(
    load: Load, names: Any
) -> None:
    content = (
        "Name,Company,Address\nOccupant,,1 Elm St\nOccupant,,2 Elm St\noccupant,,2 Elm St\n"
        "Occupant,Acme,\nPlain,,\n"
    )
    first = load(content, "--json").json
    assert (first["inserted"], first["skipped"]) == (4, 1)
    second = load(content + "Occupant,,3 Elm St\n", "--json").json
    assert (second["inserted"], second["skipped"]) == (1, 5)


def test_the_contact_of_another_lead_does_not_block(load: Load, names: Any) -> None:
    load("Name,Email,Email 2\nAnna,a@x.example,shared@x.example\n")
    load("Name,Email\nBert,shared@x.example\n")
    assert names() == ["Anna", "Bert"]


def test_an_id_of_somebody_elses_lead_is_replaced_silently(
    load: Load, export: Export, ann: Person, ben: Person
) -> None:
    load("Name,Email\nSecret,secret@x.example\n", person=ben)
    ((taken,),) = ben.sql("SELECT id FROM leads")
    free = "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c001"
    lines = [{"id": str(taken), "name": "Anna"}, {"id": free, "name": "Bert"}]
    lines.append({"id": str(taken), "name": "Anna again"})
    content = "\n".join(map(json.dumps, lines))
    done = load(content, "--json", name="list.jsonl")
    assert (done.code, done.json["inserted"], done.json["skipped"]) == (0, 2, 1)
    stored = {lead["name"]: lead["id"] for lead in export()}
    assert stored["Bert"] == free
    assert stored["Anna"] != str(taken)
    assert load(content, "--json", name="list.jsonl").json["inserted"] == 0
    assert [lead["name"] for lead in export(person=ben)] == ["Secret"]
    done = load(content, "--on-duplicate", "update", "--json", name="list.jsonl")
    assert (done.code, done.json["rejected"]) == (0, 0)


def test_a_known_id_is_the_same_lead_whatever_else_the_row_says(
    load: Load, export: Export, ann: Person
) -> None:
    load(THERE)
    ((lead_id,),) = ann.sql("SELECT id FROM leads WHERE name = 'Anna'")
    row = json.dumps({"id": str(lead_id), "name": "Anna Lee", "email": "new@x.example"})
    assert load(row, "--json", name="list.json").json["inserted"] == 0
    done = load(row, "--on-duplicate", "update", "--json", name="list.json")
    assert done.json["updated"] == 1
    assert {lead["email"] for lead in export()} == {"new@x.example", "bert@example.com"}


def test_an_admin_does_not_meet_other_peoples_leads(
    load: Load, export: Export, admin: Person, ann: Person
) -> None:
    load(THERE)
    done = load(THERE, "--on-duplicate", "update", "--json", person=admin)
    assert done.json["inserted"] == 2
    assert ann.sql("SELECT count(*) FROM leads") == [(2,)]


def test_a_workspace_of_somebody_else_is_left_out_and_counted(
    load: Load, export: Export, ann: Person, ben: Person
) -> None:
    ((own,),) = ann.sql("INSERT INTO workspaces (name) VALUES ('w') RETURNING id")
    ((other,),) = ben.sql("INSERT INTO workspaces (name) VALUES ('w') RETURNING id")
    lines = [{"name": name, "workspace_id": str(w)} for name, w in (("A", own), ("B", other))]
    done = load("\n".join(map(json.dumps, lines)), "--json", name="list.jsonl")
    assert done.code == 0
    assert done.json["unknown_workspaces"] == 1
    assert {lead["name"]: lead["workspace_id"] for lead in export()} == {"A": str(own), "B": None}


def test_another_session_that_is_first_wins(
    load: Load, names: Any, ann: Person, doughy: Program, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text("Name,Email\nLate,a@x.example\nFree,b@x.example\n")
    with ann.connect() as connection:
        connection.autocommit = False
        connection.execute("INSERT INTO leads (name, email) VALUES ('First', 'a@x.example')")
        process = doughy.start("leads", "import", tmp_path / "list.csv", "--json", person=ann)
        wait_for(ann, BLOCKED)
        connection.commit()
    out, _ = process.communicate()
    assert process.returncode == 0
    assert (json.loads(out)["inserted"], json.loads(out)["skipped"]) == (1, 1)
    assert names() == ["First", "Free"]
