"""`leads import`: what is stored, what is said, and what happens to what cannot be taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.leads.importing.conftest import Export, Load, rejected

if TYPE_CHECKING:
    from tests.harness import Person, Program

LIST = """\
Index,First Name,Last Name,Company,Phone 1,Phone 2,Email 1,Email 2,Source,Deal Stage,Notes,Tags
1,Ada,Moss,"Moss, Ltd",570-921-8303x584,(449)291-6785,ADA@x.example,ada@home.example,W,Qualified,"T,
and dogs","seller; absentee"
2,Bo,Reed,,ask the wife,,,,Podcast,Nobody knows,,
"""


def test_everything_of_a_row_is_stored(load: Load, export: Export) -> None:
    done = load(LIST)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "list.csv: 2 read, 2 added.\n"
        "With them: 1 linked contact, 1 note, 2 timeline entries.\n"
        "Kept in the timeline, having no field: Index; --map says otherwise.\n"
        "Cannot be one, and kept in the timeline as typed: 1 phone number.\n"
        "Unknown words for a status, kept in the timeline: Nobody knows (1).\n"
    )
    ada, bo = export()
    (contact,) = ada.pop("contacts")
    contact.pop("id")
    assert contact == {
        "first_name": "Ada",
        "last_name": "Moss",
        "relation": "owner",
        "company": None,
        "job_title": None,
        "email": "ada@home.example",
        "phone": "+14492916785",
        "emails": None,
        "phones": None,
        "address": None,
        "sms_opt_status": "pending",
    }
    assert [note["text"] for note in ada.pop("notes")] == ["T,\nand dogs"]
    for varying in ("id", "user_id", "created_at", "updated_at"):
        ada.pop(varying)
    assert ada == {
        "name": "Ada Moss",
        "phone": "+15709218303;ext=584",
        "email": "ada@x.example",
        "company": "Moss, Ltd",
        "status": "qualified",
        "score": None,
        "tags": ["seller", "absentee"],
        "opt_status": "pending",
        "source": "W",
        "next_action": None,
        "next_action_due": None,
        "workspace_id": None,
        "is_deleted": False,
        "extra": [{"extra": {"Index": "1"}}],
    }
    assert (bo["phone"], bo["status"]) == (None, "new")
    assert bo["extra"] == [
        {
            "extra": {"Index": "2", "Deal Stage": "Nobody knows"},
            "unreadable_phones": ["ask the wife"],
        }
    ]


def test_a_second_run_adds_none(load: Load, export: Export) -> None:
    load(LIST)
    before = export()
    done = load(LIST)
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "list.csv: 2 read, 0 added, 2 there already.\n"
        "Which rows those are: --on-duplicate error lists them in the rejects file "
        "(with --dry-run, nothing is changed).\n"
    )
    assert export() == before
    assert "Which rows" not in load(LIST, "--on-duplicate", "update").err
    done = load(LIST, "--on-duplicate", "error", "--dry-run")
    assert done.code == 6
    assert [row["line"] for row in rejected(Path("list.rejects.csv"))] == ["2", "4"]


@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
def test_columns_that_were_not_recognised_are_named(flags: tuple[str, ...], load: Load) -> None:
    content = "Wer;Farbe;E-Mail\nAda;rot;a@example.com\n"
    done = load(content, *flags)
    assert done.code == 0
    assert "Kept in the timeline, having no field: Wer, Farbe; --map says otherwise." in done.err
    assert (
        "No column was taken for the name: leads are named by company, e-mail or phone. "
        '--map "Wer=name" …\n'
    ) in done.err
    assert "for the name" not in load(content, "--map", "Wer=name", *flags).err
    assert "for the name: leads are named" in load(content, "--preview").err


@pytest.mark.parametrize(
    ("header", "row", "name", "extra"),
    [
        ("Nom;Prénom;Téléphone;Société", "Moss;Ada;5709218303;Engines", "Ada Moss", []),
        ("Nombre;Apellidos;Teléfono;Empresa", "Ada;Moss;5709218303;Engines", "Ada Moss", []),
        ("Vorname;Nachname;Telefon;Firma", "Ada;Moss;5709218303;Engines", "Ada Moss", []),
        ("Nom;Telephone;Firma", "Ada Moss;5709218303;Engines", "Ada Moss", []),
        # Which name it is cannot be told, and neither is lost.
        (
            "Name;Vorname;Telefon;Firma",
            "Moss;Ada;5709218303;Engines",
            "Moss",
            [{"extra": {"Vorname": "Ada"}}],
        ),
        ("Name;First Name;Phone;Firma", "Ada Moss;Ada;5709218303;Engines", "Ada Moss", []),
    ],
)
def test_usual_headers_of_other_languages(
    header: str, row: str, name: str, extra: list[object], load: Load, export: Export
) -> None:
    assert load(f"{header}\n{row}\n").code == 0
    (lead,) = export()
    assert (lead["name"], lead["phone"], lead["company"]) == (name, "+15709218303", "Engines")
    assert lead["extra"] == extra


def test_nobody_else_sees_it(load: Load, export: Export, ben: Person) -> None:
    load(LIST)
    assert export(person=ben) == []
    assert load(LIST, person=ben).code == 0
    assert len(export(person=ben)) == 2


def test_the_summary_as_json(load: Load) -> None:
    done = load(LIST, "--json")
    assert done.code == 0
    assert done.json == {
        "file": "list.csv",
        "read": 2,
        "inserted": 2,
        "updated": 0,
        "skipped": 0,
        "rejected": 0,
        "contacts": 1,
        "notes": 1,
        "kept": 2,
        "unreadable_phones": 1,
        "unreadable_emails": 0,
        "unknown_statuses": {"Nobody knows": 1},
        "unknown_workspaces": 0,
        "unmatched": ["Index"],
        "rejects_file": None,
        "likely": [],
        "properties": 0,
        "properties_linked": 0,
        "properties_updated": 0,
        "properties_known": 0,
        "without_property": 0,
    }


@pytest.mark.parametrize("flags", [(), ("--json",), ("--quiet",)])
def test_rejected_rows_go_to_a_file_and_the_others_are_stored(
    flags: tuple[str, ...], load: Load, export: Export, tmp_path: Path
) -> None:
    done = load("Name,Score,Email\nAnna,200,a@example.com\nBert,5,b@example.com\n", *flags)
    assert done.code == 6
    assert [lead["name"] for lead in export()] == ["Bert"]
    assert rejected(tmp_path / "list.rejects.csv") == [
        {
            "line": "2",
            "column": "Score",
            "value": "200",
            "reason": "not a whole number from 0 to 100",
        }
    ]
    if flags == ("--json",):
        assert done.json["rejected"] == 1
        assert done.json["rejects_file"] == "list.rejects.csv"
        assert done.error == {
            "code": "done_in_part",
            "message": "1 of 2 rows were rejected.",
            "hint": "list.rejects.csv says which and why.",
        }
    else:
        assert "1 of 2 rows were rejected" in done.err
        assert "list.rejects.csv says which and why" in done.err


def test_no_rejects_no_file(load: Load, tmp_path: Path) -> None:
    load(LIST)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["list.csv"]


def test_standard_input(doughy: Program, ann: Person, export: Export, load: Load) -> None:
    lines = "".join(json.dumps({"name": name, "score": 7}) + "\n" for name in ("Al", "Bo"))
    done = doughy("leads", "import", "-", person=ann, stdin=lines + '{"name": "Cy", "score": 700}')
    assert done.code == 6
    assert "stdin.rejects.csv" in done.err
    assert Path("stdin.rejects.csv").is_file()
    assert [lead["score"] for lead in export()] == [7, 7]


def test_the_rejects_never_replace_the_file(load: Load, tmp_path: Path) -> None:
    content = "Name,Score\nAnna,200\n"
    done = load(content, "--rejects", "list.csv")
    assert done.code == 2
    assert "would replace list.csv itself" in done.err
    assert (tmp_path / "list.csv").read_text() == content
    assert load(content, "--rejects", tmp_path).code == 2
    assert load(content, "--rejects", "why.csv").code == 6
    assert rejected(tmp_path / "why.csv")


def test_a_dry_run_does_it_all_and_stores_nothing(load: Load, export: Export) -> None:
    done = load(LIST, "--dry-run", "--json")
    assert done.code == 0
    assert done.json["inserted"] == 2
    assert "nothing was saved" in done.err
    assert export() == []


def test_a_preview_needs_no_database(load: Load, doughy: Program, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST)
    done = doughy("leads", "import", tmp_path / "list.csv", "--preview")
    assert done.code == 0
    assert "First Name → first_name" in done.err
    assert "having no field: Index; --map says otherwise." in done.err
    assert "The first 2 rows:" in done.err
    assert "is not known without the database" in done.err
    assert done.out.splitlines()[0].split("\t")[:4] == [
        *("2", "Ada Moss", "+15709218303;ext=584", "ada@x.example"),
    ]
    shown = doughy("leads", "import", tmp_path / "list.csv", "--preview", "--json").json
    assert shown["columns"]["Deal Stage"] == "status"
    assert shown["leads"][1]["kept"]["unreadable_phones"] == ["ask the wife"]
    assert shown["rejects"] == []
    assert list(shown) == [
        *("file", "format", "encoding", "delimiter", "columns", "unmatched", "notes", "read"),
        *("rejected", "leads", "rejects"),
    ]


def test_a_preview_tells_what_would_be_rejected(load: Load, export: Export) -> None:
    done = load("Name,Score\nAnna,200\n", "--preview")
    assert done.code == 0
    assert "1 of these 1 rows would be rejected:" in done.err
    assert "Line 2, Score: not a whole number from 0 to 100." in done.err
    rows = "Ada,1\nBob,200\n,3\n" + "Cy,4\n" * 20 + "Dee,999\n"
    done = load("Name,Score\n" + rows, "--preview")
    assert done.code == 0
    assert len(done.out.splitlines()) == 8
    assert "The first 10 rows:\n2 of these 10 rows would be rejected:\n" in done.err
    assert "  Line 4: no name, company, e-mail or phone.\n" in done.err
    assert "Line 25" not in done.err
    assert load("Name\nAnna\n", "--preview", "--fields", "read").code == 2
    assert export() == []


def test_flags_for_all_rows(load: Load, export: Export) -> None:
    load(
        "Name,Lead Source,Stage,Tags\nAnna,Web,new,vip\nBert,,,\n",
        *("--source", "County list", "--status", "active", "--tag", "march"),
    )
    anna, bert = export()
    assert (anna["source"], anna["status"], anna["tags"]) == (
        *("County list", "active", ["vip", "march"]),
    )
    assert anna["extra"] == [{"extra": {"Stage": "new", "Lead Source": "Web"}}]
    assert (bert["source"], bert["tags"], bert["extra"]) == ("County list", ["march"], [])


def test_maps_are_given_saved_and_used(load: Load, export: Export, doughy: Program) -> None:
    content = "Who,Cell Line\nAnna,5709218303\n"
    assert load(content).code == 2
    done = load(content, "--map", "Who=name", "--map", "cell line=phone", "--save-map", "county")
    assert done.code == 0, done.err
    listed = doughy("leads", "import", "--use-map", "help")
    assert (listed.code, listed.out.split("\t")[0]) == (0, "county")
    # A file of the same provider may lack a column.
    assert load("Who,Age\nBert,50\n", "--use-map", "county").code == 0
    assert [lead["name"] for lead in export()] == ["Anna", "Bert"]
    assert load(content, "--use-map", "nobody").code == 3
    assert load(content, "--save-map", "../evil", "--map", "Who=name").code == 2
    assert load(content, "--save-map", "empty").code == 2


def test_a_saved_map_that_is_broken_is_named(load: Load, doughy: Program) -> None:
    folder = doughy.home / "config" / "maps"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text("Who = [")
    done = load("Who\nAnna\n", "--use-map", "bad")
    assert done.code == 2
    assert "bad.toml is not valid TOML" in done.err
    (folder / "bad.toml").write_text("Who = 1")
    assert load("Who\nAnna\n", "--use-map", "bad").code == 2


def test_a_region_for_phones(load: Load, export: Export) -> None:
    load("Name,Phone\nAnna,020 7946 0958\n", "--region", "gb")
    assert export()[0]["phone"] == "+442079460958"
    assert load("Name\nAnna\n", "--region", "XX").code == 2


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 1, "list.csv is empty"),
        (b"Name,Phone\n", 0, "has no rows below its header; nothing was imported"),
        (b"\x89PNG\r\n\x1a\n\0\0", 1, "list.csv"),
        (b"Name\nAnna\n\0\n", 1, "NUL"),
        (b'Name\n"Anna\n', 1, "a quote is opened and never closed"),
        (b"Name\n" + b"x" * 10_000_000, 1, "longer than"),
        (b"Name\nAnn\xe9\n\xc3\xa9\xff" + b"\n", 0, "2 added"),
        (b"Colour\nred\n", 2, "no column is a name, e-mail or phone"),
        (b"street,sale_date\n1 Elm,2026-01-02\n", 2, "goes into `doughy properties import FILE`"),
    ],
)
def test_bad_files_end_with_one_line(
    content: bytes, code: int, said: str, load: Load, ann: Person
) -> None:
    done = load(content)
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    if code:
        assert len([line for line in done.err.splitlines() if not line.startswith("  ")]) == 1
        assert ann.sql("SELECT count(*) FROM leads") == [(0,)]


def test_a_file_that_breaks_off_leaves_nothing(load: Load, export: Export, tmp_path: Path) -> None:
    done = load('Name,Score\nAnna,1\nBert,200\n"Cleo,3\n')
    assert done.code == 1
    assert export() == []
    # Besides doughy's own home, in which the export has kept its statement.
    assert {each.name for each in tmp_path.iterdir()} - {"home"} == {"list.csv"}


def test_a_folder_or_a_missing_file_is_a_usage_error(doughy: Program, tmp_path: Path) -> None:
    for file in (tmp_path, tmp_path / "none.csv"):
        done = doughy("leads", "import", file)
        assert done.code == 2
        assert done.err.startswith(f"doughy: cannot read {file}")


def test_a_full_disk_for_the_rejects_saves_nothing(load: Load, export: Export) -> None:
    done = load("Name,Score\nAnna,200\nBert,1\n", "--rejects", "/dev/full")
    assert done.code == 1
    assert "/dev/full cannot be written: No space left on device; nothing was saved" in done.err
    assert export() == []


def test_what_json_can_hold_and_the_database_cannot(load: Load, export: Export) -> None:
    lines = [
        '{"name": "Fine", "worth": {"deep": [1.5, null, "\\\\ \\t \\n"]}}',
        '{"name": "Big", "worth": 1e999999}',
        '{"name": "Not", "worth": NaN}',
        '{"name": "Nul\\u0000"}',
        '{"name": "Long", "worth": ' + "9" * 5000 + "}",
        '{"name": "Many", "worth": 1' + "0" * 4000 + "}",
    ]
    done = load("\n".join(lines), name="list.jsonl")
    assert done.code == 6
    assert [lead["name"] for lead in export()] == ["Fine", "Many"]
    assert export()[0]["extra"] == [{"extra": {"worth": {"deep": [1.5, None, "\\ \t \n"]}}}]


def test_a_broken_first_line_costs_itself_only(load: Load, export: Export) -> None:
    lines = '{"name": "Ada", \n{"name": "Bob"}\n'
    assert load(lines, name="list.jsonl").code == 6
    assert [lead["name"] for lead in export()] == ["Bob"]
    assert load(lines, "--format", "jsonl", name="list.txt").code == 6
    assert load(lines, name="list.json").code == 1
    # An array is read whatever the file is called.
    assert load(json.dumps([{"name": "Cy"}], indent=1), name="list.ndjson").code == 0
    assert [lead["name"] for lead in export()] == ["Bob", "Cy"]


def test_odd_characters_come_through(load: Load, export: Export) -> None:
    name = '\\N \\. "x" \t{a,"b"} =1+1 [red] \u202e ü 名'
    lead = {"name": name, "tags": ['a"b', "c\\d", "{e}"], "notes": ["\\.\nnext", name]}
    assert load(json.dumps(lead), name="list.jsonl").code == 0
    (stored,) = export()
    assert stored["name"] == name
    assert stored["tags"] == lead["tags"]
    assert [note["text"] for note in stored["notes"]] == lead["notes"]


def test_the_planner_hears_of_a_large_import(load: Load, ann: Person) -> None:
    size = "SELECT reltuples::integer FROM pg_class WHERE oid = 'leads'::regclass"
    load("Name\nOne\n")
    [(before,)] = ann.database.sql(size)
    assert before <= 0
    load("Name,Email\n" + "".join(f"n{i},e{i}@example.com\n" for i in range(12_000)))
    [(after,)] = ann.database.sql(size)
    assert after == pytest.approx(12_001, rel=0.1)
