"""`leads import --match likely`: rows that likely are a lead that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.leads.importing.conftest import Export, Load, rejected

if TYPE_CHECKING:
    from tests.harness import Person

THERE = (
    "Name,Phone,Phone 2,Email,Company\nFranklin Galloway,5709218303,5709218304,f.g@gmail.com,Oak\n"
)
LIKELY = "Name,Phone,Email\nGalloway Franklin,5709218304,fg+x@gmail.com\n"


def test_by_default_only_what_is_the_same_is_a_duplicate(load: Load, export: Export) -> None:
    load(THERE)
    done = load(LIKELY, "--json")
    assert (done.json["inserted"], done.json["likely"]) == (1, [])
    assert len(export()) == 2


def test_what_is_likely_there_is_skipped_and_told(load: Load, export: Export) -> None:
    load(THERE)
    before = export()
    done = load(f"{LIKELY}Ada Quill,5709218305,\n", "--match", "likely", "--json")
    assert done.code == 0
    assert (done.json["inserted"], done.json["skipped"]) == (1, 1)
    (told,) = done.json["likely"]
    assert told == {
        "line": 2,
        "name": "Galloway Franklin",
        "lead": before[0]["id"],
        "first_line": None,
        "score": 99,
        "reasons": "e-mail, phone, first and last name swapped",
    }
    assert f"Line 2 (Galloway Franklin) is lead {told['lead'][:8]}: e-mail, phone" in done.err
    assert [lead["name"] for lead in export()] == ["Franklin Galloway", "Ada Quill"]


def test_as_an_error_it_is_rejected_with_the_reasons(load: Load, tmp_path: Path) -> None:
    load(THERE)
    done = load(LIKELY, "--match", "likely", "--on-duplicate", "error", "--json")
    assert (done.code, done.json["rejected"]) == (6, 1)
    (row,) = rejected(tmp_path / "list.rejects.csv")
    assert (row["line"], row["value"]) == ("2", "Galloway Franklin")
    assert row["reason"].startswith("likely lead ")
    assert row["reason"].endswith(": e-mail, phone, first and last name swapped")


def test_an_update_keeps_the_leads_name(load: Load, export: Export) -> None:
    load(THERE)
    content = "Name,Phone 2,Email,Score,Company\nF. Galloway,5709218304,,80,Oak Homes\n"
    done = load(content, "--match", "likely", "--on-duplicate", "update", "--json")
    assert (done.code, done.json["updated"], done.json["rejected"]) == (0, 1, 0)
    (lead,) = export()
    assert (lead["name"], lead["score"], lead["company"]) == ("Franklin Galloway", 80, "Oak Homes")


def test_rows_that_are_likely_an_earlier_row(load: Load, export: Export) -> None:
    content = (
        "Name,Phone,Phone 2,Score\n"
        "Ada Quill,5709218303,5709218304,\nA. Quill,5709218304,,7\nZoe Quill,5709218305,,\n"
    )
    for on_duplicate, score in (("skip", None), ("update", 7)):
        load("Name\n")
        done = load(content, "--match", "likely", "--on-duplicate", on_duplicate, "--json")
        assert done.code == 0, done.err
        told = [(each["line"], each["first_line"], each["lead"]) for each in done.json["likely"]]
        if on_duplicate == "skip":
            assert (done.json["inserted"], done.json["skipped"]) == (2, 1)
            assert told == [(3, 2, None)]
        assert [lead["score"] for lead in export() if lead["name"] == "Ada Quill"] == [score]
        assert [lead["name"] for lead in export()] == ["Ada Quill", "Zoe Quill"]


def test_who_is_as_likely_one_lead_as_another_is_rejected(
    load: Load, export: Export, tmp_path: Path
) -> None:
    load("Name,Email\nJohn Smith,smiths+john@x.example\nJane Smith,smiths+jane@x.example\n")
    for number, row in enumerate(("J. Smith,smiths@x.example", "J Smith,smiths+j@x.example")):
        done = load(f"Name,Email\n{row}\n", "--match", "likely", "--json")
        assert (done.code, done.json["rejected"], done.json["skipped"]) == (6, 1, 0)
        suffix = f"-{number}" if number else ""
        (reject,) = rejected(tmp_path / f"list.rejects{suffix}.csv")
        assert "(John Smith), and as likely lead " in reject["reason"]
        assert reject["reason"].endswith("(Jane Smith)")
    assert len(export()) == 2


def test_who_is_likely_two_leads_that_are_one_is_rejected(
    load: Load, export: Export, tmp_path: Path
) -> None:
    load("Name,Email\nAda Quill,a+1@x.example\nAda Quill,a+2@x.example\n")
    done = load("Name,Email\nAda Quill,a@x.example\n", "--match", "likely")
    assert done.code == 6
    (reject,) = rejected(tmp_path / "list.rejects.csv")
    assert reject["reason"].count("lead ") == 2
    # What the row says beside decides: here it is clearly the first.
    load(
        "Name,Email,Phone,Phone 2\nAda Quill,a+1@x.example,5709218303,\n",
        "--on-duplicate",
        "update",
    )
    done = load("Name,Email,Phone 2\nAda Quill,a@x.example,570-921-8303 x1\n", "--match", "likely")
    assert len(export()) == 2


def test_the_same_email_or_phone_decides_before_any_likeness(load: Load, export: Export) -> None:
    load("Name,Phone,Email\nAda Quill,5709218303,a@x.example\nAda Quill,,a+b@x.example\n")
    content = "Name,Email,Score\nAda Quill,a+b@x.example,9\n"
    done = load(content, "--match", "likely", "--on-duplicate", "update", "--json")
    assert (done.code, done.json["updated"], done.json["likely"]) == (0, 1, [])
    assert [lead["score"] for lead in export()] == [None, 9]


def test_a_row_goes_where_the_row_that_it_is_like_has_gone(load: Load, export: Export) -> None:
    # Row 2 is the lead by its phone, though its name says otherwise; row 3 is like row 2.
    load("Name,Phone\nZoe Moss,5709218303\n")
    content = (
        "Name,Phone,Email,Score\nAda Quill,5709218303,a@x.example,\nA. Quill,,a+1@x.example,7\n"
    )
    done = load(content, "--match", "likely", "--on-duplicate", "update", "--json")
    assert (done.code, done.json["inserted"], done.json["rejected"]) == (0, 0, 0)
    assert [lead["score"] for lead in export()] == [7]


def test_relatives_and_less_than_sure_are_new_leads(load: Load, export: Export) -> None:
    load(THERE)
    content = (
        "Name,Phone 2,Company\nFay Galloway,5709218304,Oak\nFranklin Galloway,,Oak\n"
        "Franklin Galloway,5709218399,\n"
    )
    done = load(content, "--match", "likely", "--json")
    assert (done.code, done.json["inserted"]) == (0, 3)


def test_other_peoples_leads_and_deleted_ones_are_not_likely(
    load: Load, export: Export, ann: Person, ben: Person, admin: Person
) -> None:
    load(THERE, person=ben)
    assert load(LIKELY, "--match", "likely", "--json", person=admin).json["inserted"] == 1
    load(THERE)
    ann.sql("UPDATE leads SET is_deleted = true")
    assert load(LIKELY, "--match", "likely", "--json").json["inserted"] == 1


def test_our_own_export_is_known_by_its_ids(load: Load, export: Export, tmp_path: Path) -> None:
    load("Name,Email\nAda Quill,a+1@x.example\nAda Quill,a+2@x.example\n")
    import json

    content = json.dumps(export())
    done = load(content, "--match", "likely", "--json", name="list.json")
    assert (done.code, done.json["skipped"], done.json["likely"]) == (0, 2, [])


def test_a_row_with_an_id_is_by_no_means_likely(load: Load) -> None:
    load(THERE)
    line = '{"id": "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c001", "name": "Galloway Franklin", "phones": '
    content = line + '["5709218309", "5709218304"], "email": "fg+x@gmail.com"}'
    done = load(content, "--match", "likely", "--json", name="list.jsonl")
    assert (done.json["inserted"], done.json["likely"]) == (1, [])


def test_an_empty_file_and_a_dry_run(load: Load, export: Export) -> None:
    assert load("Name,Email\n", "--match", "likely").code == 0
    load(THERE)
    done = load(LIKELY, "--match", "likely", "--dry-run", "--json")
    assert len(done.json["likely"]) == 1
    assert len(export()) == 1
