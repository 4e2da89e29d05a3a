"""`doughy leads dupes`, among stored leads and in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.conftest import Add, Leads
from tests.leads.duplicates.conftest import Named
from tests.leads.importing.conftest import Load

if TYPE_CHECKING:
    from tests.harness import Person, Program

LIST = (
    "First Name,Last Name,Phone,Email,Company\n"
    "Franklin,Galloway,(570) 921-8303,frank.g@gmail.com,Proctor and Bell\n"
    "Ada,Quill,570 555 0199,ada@x.example,\n"
    "Franklin,G.,570.921.8303,,\n"
    "Galloway,Franklin,,frankg+list@gmail.com,Proctor & Bell LLC\n"
    "Fay,Galloway,5709218303,,\n"
)


def test_a_group_as_json(leads: Leads, add: Add) -> None:
    one = add("William Quill", "--phone", "5709218303", "--email", "will@x.example")
    other = add("Quill, Bill", "--email", "will+homes@x.example", "--company", "Oak")
    add("Ada Moss", "--phone", "5709218304")
    done = leads("dupes", "--json")
    assert done.code == 0
    (group,) = done.json
    assert list(group) == ["score", "reasons", "leads"]
    assert group["score"] == 99
    assert group["reasons"] == ["same e-mail will@x.example", "nickname"]
    assert list(group["leads"][0]) == [
        *("id", "line", "name", "email", "phone", "company", "status", "created_at"),
        *("score", "reasons"),
    ]
    shared = ("id", "name", "email", "phone", "company", "status", "created_at")
    for lead, stored in zip(group["leads"], (one, other), strict=True):
        assert {name: lead[name] for name in shared} == {name: stored[name] for name in shared}
        assert (lead["line"], lead["score"]) == (None, 99)
        assert [each["field"] for each in lead["reasons"]] == ["name", "email"]
        assert set(lead["reasons"][0]) == {"field", "how", "value", "weight"}


def test_none(leads: Leads, add: Add) -> None:
    add("Ada Moss", "--phone", "5709218304")
    done = leads("dupes", "--json")
    assert (done.code, done.json) == (0, [])
    done = leads("dupes", "-o", "table")
    assert (done.code, done.out, done.err) == (0, "", "No likely duplicates.\n")
    assert leads("dupes").err == "No likely duplicates.\n"  # in a pipe as well


def test_second_phones_and_emails_count(load: Load, dupes: Named, ann: Person) -> None:
    load(
        "Name,Phone,Phone 2,Email,Email 2\nAda Quill,5709218303,5709218304,a@x.example,b@x.example"
    )
    load("Name,Phone\nA. Quill,5709218304\n")
    assert dupes() == [["Ada Quill", "A. Quill"]]
    # Somebody else's number is not the lead's.
    ann.sql("UPDATE lead_contacts SET relation = 'spouse'")
    assert dupes() == []


def test_addresses_of_imports_count(load: Load, dupes: Named) -> None:
    load("Name,Address,Zip\nAda Quill,1 Elm Street,95814\nZoe Quill,1 Elm Street,95814\n")
    load("Name,Address,Zip,Phone\nQuill Ada,1 Elm St.,95814,5709218303\n")
    assert dupes() == [["Ada Quill", "Quill Ada"]]


def test_deleted_leads_are_left_out_unless_asked_for(leads: Leads, add: Add, dupes: Named) -> None:
    gone = add("Ada Quill", "--phone", "5709218303")
    assert leads("rm", gone["id"]).code == 0
    add("A. Quill", "--phone", "5709218303")
    assert dupes() == []
    assert dupes("--where-with-deleted") == [["Ada Quill", "A. Quill"]]
    assert dupes("--where-deleted") == [["Ada Quill", "A. Quill"]]


def test_conditions_are_for_one_lead_of_a_group(add: Add, dupes: Named) -> None:
    add("Ada Quill", "--email", "a@x.example", "--status", "active")
    add("Ada Quill", "--email", "a+1@x.example", "--status", "new")
    add("Bea Moss", "--email", "b@x.example", "--status", "new")
    add("Bea Moss", "--email", "b+1@x.example", "--status", "new")
    assert dupes("--where-status", "active") == [["Ada Quill", "Ada Quill"]]
    assert len(dupes("--where-status", "new")) == 2
    assert dupes("--where-search", "nobody") == []


def test_each_persons_leads_are_compared_with_their_own(
    dupes: Named, add: Add, ben: Person, admin: Person
) -> None:
    add("Ada Quill", "--phone", "5709218303")
    add("A. Quill", "--phone", "5709218303", person=ben)
    add("Bea Moss", "--email", "b@x.example", person=ben)
    add("B. Moss", "--email", "b+1@x.example", person=ben)
    assert dupes() == []
    assert dupes(person=ben) == [["Bea Moss", "B. Moss"]]
    assert dupes(person=admin) == [["Bea Moss", "B. Moss"]]
    assert dupes("--where-mine", person=admin) == []


def test_a_higher_score_shows_less(add: Add, dupes: Named) -> None:
    add("Ada Quill", "--company", "Oak", "--phone", "5709218303")
    add("Ada Quill", "--company", "Oak LLC", "--email", "a@x.example")
    assert dupes() == [["Ada Quill", "Ada Quill"]]
    assert dupes("--min-score", 99) == []


def test_who_may_be_either_is_named_and_in_no_group(leads: Leads, add: Add) -> None:
    add("John Smith", "--email", "smiths@x.example")
    add("Jane Smith", "--email", "smiths+1@x.example")
    add("J. Smith", "--email", "smiths+2@x.example")
    done = leads("dupes", "--json")
    assert (done.code, done.json) == (0, [])
    assert "1 could not be decided" in done.err
    assert "(J. Smith) is as likely " in done.err
    assert "(John Smith) as " in done.err


def test_limits_and_orders_are_of_groups(leads: Leads, add: Add) -> None:
    # The first group is the less sure one: a name and a company.
    add("Cleo Lane", "--company", "Oak", "--phone", "5709218303")
    add("Cleo Lane", "--company", "Oak", "--email", "cleo@x.example")
    for name in ("Ada Quill", "Bea Moss"):
        for tag in ("", "+1", "+2"):
            add(name, "--email", f"{name[:3]}{tag}@x.example")
    falling = [group["score"] for group in leads("dupes", "--json").json]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] < falling[0]
    rising = [group["score"] for group in leads("dupes", "--json", "--sort", "score").json]
    assert rising == falling[::-1]
    done = leads("dupes", "--json", "--limit", 2)
    assert [len(group["leads"]) for group in done.json] == [3, 3]
    assert "2 of 3 groups" in done.err
    for kind in ("table", "tsv", "csv"):
        done = leads("dupes", "-o", kind, "--limit", 1)
        assert len([line for line in done.out.splitlines() if "Ada Quill" in line]) == 3
        assert "Bea Moss" not in done.out
    done = leads("dupes", "--sort", "name")
    assert (done.code, done.out) == (2, "")


def test_a_table_has_a_row_for_each_lead(leads: Leads, add: Add) -> None:
    one = add("Ada Quill", "--email", "a@x.example", "--phone", "5709218303")
    add("Quill Ada", "--email", "a+1@x.example")
    done = leads("dupes", "-o", "table", env={"COLUMNS": "80"})
    heading, first, second = done.out.splitlines()
    assert heading.split() == ["ID", "GROUP", "SCORE", "NAME", "PHONE", "WHY"]
    assert first.split()[:6] == [one["id"][:8], "1", "99", "Ada", "Quill", "+15709218303"]
    assert "first" in second
    assert all(len(line) <= 80 for line in done.out.splitlines())
    assert done.err.splitlines()[0] == "1 group of 2 in all."
    tsv = leads("dupes").out.splitlines()
    assert [line.split("\t")[1:3] for line in tsv] == [["1", "99"], ["1", "99"]]
    assert leads("dupes", "-o", "csv").out.startswith("id,line,group,score,name,")


def test_fields_are_those_of_the_record(leads: Leads, add: Add) -> None:
    add("Ada Quill", "--email", "a@x.example")
    add("Ada Quill", "--email", "a+1@x.example")
    assert leads("dupes", "--json", "--fields", "score").json == [{"score": 99}]
    assert leads("dupes", "--fields", "help").out.split() == ["score", "reasons", "leads"]


def test_a_file_is_grouped_by_lines(in_file: Named) -> None:
    assert in_file(LIST) == [[2, 4, 5]]


def test_lines_are_held_against_the_leads_that_are_there(
    in_file: Named, add: Add, leads: Leads
) -> None:
    there = add("F. Galloway", "--email", "frankg@gmail.com", "--company", "Proctor Bell")
    add("Bea Moss", "--email", "b@x.example")
    add("Bea Moss", "--email", "b+1@x.example")  # no line is like these two
    assert in_file(LIST) == [["F. Galloway", 2, 4, 5]]
    (group,) = leads("dupes", "--file", "list.csv", "--json").json
    assert [lead["id"] for lead in group["leads"]] == [there["id"], None, None, None]
    table = leads("dupes", "--file", "list.csv", "-o", "table").out.splitlines()
    assert table[0].split() == ["LINE", "ID", "GROUP", "SCORE", "NAME", "WHY"]
    assert table[1].split()[0] == there["id"][:8]
    assert table[2].split()[0] == "2"


def test_other_peoples_leads_play_no_part_in_a_file(
    in_file: Named, add: Add, ben: Person, admin: Person
) -> None:
    add("Ada Quill", "--phone", "5705550199", person=ben)
    assert in_file(LIST) == in_file(LIST, person=admin) == [[2, 4, 5]]


def test_a_file_is_read_as_an_import_reads_it(in_file: Named) -> None:
    content = "Wer;Tel\nJosé Peña;0621 123456\nJose Pena;+49621123456\n"
    flags = ("--map", "Wer=name", "--region", "DE", "--encoding", "latin-1", "--delimiter", ";")
    assert in_file(content.encode("latin-1"), *flags) == [[2, 3]]
    rows = [
        {"name": "Ada Quill", "phones": ["5709218303"]},
        {"name": "A. Quill", "phone": "5709218303"},
    ]
    assert in_file("\n".join(map(json.dumps, rows)), name="list.jsonl") == [[1, 2]]


def test_an_id_of_another_program_is_no_evidence(in_file: Named) -> None:
    content = "Account Id,Index,Name,Email\nX1,1,Ada Quill,a@x.example\nX1,1,Bea Moss,b@x.example\n"
    assert in_file(content) == []
    assert in_file(content.replace("Account Id", "Id")) == []


def test_rows_that_cannot_be_leads_are_counted(leads: Leads, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Name,Score,Email\nAda Quill,high,a@x.example\nAda Quill,5,a@x.example\n")
    done = leads("dupes", "--file", file, "--json")
    assert (done.code, done.json) == (0, [])
    assert "1 of 2 rows cannot be leads" in done.err


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (["--file", "missing.csv"], 2, "cannot read missing.csv"),
        (["--file", "numbers.csv"], 2, "no column is a name"),
        (["--file", "numbers.csv", "--where-status", "new"], 2, "a list is compared with all"),
        (["--encoding", "latin-1"], 2, "--encoding is for a list"),
        (["--min-score", "100"], 2, "100"),
        (["--where-min-score", "9", "--where-unscored"], 2, "No lead fits both"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    flags: list[str], code: int, words: str, leads: Leads, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("numbers.csv").write_text("A,B\n1,2\n")
    done = leads("dupes", *flags)
    assert (done.code, done.out) == (code, "")
    assert words in done.err.splitlines()[0]


def test_a_file_that_breaks_off_is_refused(leads: Leads, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text('[{"name": "Ada"}, {"name": ')
    done = leads("dupes", "--file", file)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) <= 2


def test_control_characters_are_shown(leads: Leads, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name, email) VALUES (%s, 'a@x.example')", "Ada Quill \x1b[")
    ann.sql("INSERT INTO leads (name, email) VALUES ('Ada Quill', 'a+1@x.example')")
    for kind in ("table", "tsv"):
        done = leads("dupes", "-o", kind)
        assert "Quill" in done.out
        assert "\x1b" not in done.out


def test_the_help_loads_nothing_heavy(doughy: Program, tmp_path: Path) -> None:
    from tests.test_light_start import HEAVY, loaded, tops

    modules = loaded("leads", "dupes", "--help", env=doughy.environment(None))
    assert not tops(modules) & HEAVY


def test_contacts_with_odd_json_do_not_stop_it(add: Add, dupes: Named, ann: Person) -> None:
    lead = add("Ada Quill")
    odd: list[Any] = [{"number": "(570) 921-8303"}, 5, None, ["x"], "no phone"]
    ((contact,),) = ann.sql(
        "INSERT INTO contacts (first_name, phones, emails) VALUES ('Ada', %s, '7') RETURNING id",
        json.dumps(odd),
    )
    ann.sql(
        "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, 'owner')",
        lead["id"], contact,
    )  # fmt: skip
    add("A. Quill", "--phone", "5709218303")
    assert dupes() == [["Ada Quill", "A. Quill"]]
