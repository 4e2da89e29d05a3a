"""Exported and imported again, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.importing.conftest import Export, Load

if TYPE_CHECKING:
    from tests.harness import Person, Program

FORMATS = ["csv", "tsv", "json", "jsonl"]
CONTACT = {
    "first_name": "Sam",
    "last_name": 'O"Neil\\',
    "relation": "spouse",
    "company": "Größe; Söhne",
    "job_title": "Nurse",
    "emails": ["sam@x.example", "sam2@x.example"],
    "phones": ["+13147450600", "+442079460958"],
    "address": {"city": "Reno", "lines": ["1", "2"]},
    "sms_opt_status": "opted_in",
}
RICH: list[dict[str, Any]] = [
    {
        "name": 'Ann "Bee" Lee, Jr.\n=1+1 [red]\t\\N',
        "phone": "+13147450599;ext=072",
        "email": "ann+x@x.example",
        "company": "Größe; Söhne | Co",
        "status": "unqualified",
        "score": 0,
        "tags": ["a b", 'quo"ted', "back\\slash", "名"],
        "opt_status": "opted_out",
        "source": "Direct, mail",
        "next_action": "Call\nback",
        "next_action_due": "2026-02-01T04:59:59.999999Z",
        "created_at": "2025-12-31T23:00:00.123456Z",
        "updated_at": "2026-01-01T00:00:00Z",
        "contacts": [CONTACT, {"first_name": "Al", "relation": "heir", "emails": [], "phones": []}],
        "notes": [
            {"text": "First, line\nsecond", "at": "2026-01-01T00:00:00.000001Z"},
            {"text": "[odd] \\. \u202e", "at": "2026-01-02T00:00:00Z"},
            {"text": "First, line\nsecond", "at": "2026-01-03T00:00:00Z"},
        ],
        "Motivation": {"level": 3.5, "why": [None, True]},
        "zip": "08541",
    },
    {"name": "In the bin", "email": "bin@x.example", "is_deleted": True, "notes": ["gone"]},
    {"name": "In the bin", "email": "bin@x.example", "is_deleted": True, "company": "Again"},
    {"name": "Alive", "email": "bin@x.example", "phone": "not a number"},
    {"name": "Twin", "created_at": "2025-01-01T00:00:00Z"},
    {"name": "Twin", "created_at": "2025-01-02T00:00:00Z"},
    {"name": "Bare"},
]


@pytest.fixture
def rich(load: Load, export: Export) -> list[dict[str, Any]]:
    """Ann's leads with everything that a lead can have; Sam is linked to two of them."""
    done = load("\n".join(map(json.dumps, RICH)), name="rich.jsonl")
    assert done.code == 0, done.err
    stored = export()
    assert len(stored) == len(RICH)
    return stored


@pytest.mark.parametrize("extension", FORMATS)
def test_into_another_persons_account(
    extension: str,
    rich: list[dict[str, Any]],
    doughy: Program,
    ann: Person,
    ben: Person,
    export: Export,
) -> None:
    file = _exported(doughy, ann, extension)
    done = doughy("leads", "import", file, "--json", person=ben)
    assert (done.code, done.json["inserted"]) == (0, len(RICH)), done.err
    assert _without_ids(export(person=ben)) == _without_ids(rich)
    assert not _ids(export(person=ben)) & _ids(rich)
    again = doughy("leads", "import", file, "--json", person=ben)
    assert (again.json["inserted"], again.json["skipped"]) == (0, len(RICH))
    assert export() == rich


@pytest.mark.parametrize("extension", FORMATS)
def test_back_after_everything_was_lost(
    extension: str, rich: list[dict[str, Any]], doughy: Program, ann: Person, export: Export
) -> None:
    file = _exported(doughy, ann, extension)
    ann.sql("DELETE FROM leads")
    ann.sql("DELETE FROM contacts")
    done = doughy("leads", "import", file, person=ann)
    assert done.code == 0, done.err
    assert export() == rich


@pytest.mark.parametrize("choice", ["skip", "update"])
def test_into_the_same_account_nothing_changes(
    choice: str, rich: list[dict[str, Any]], doughy: Program, ann: Person, export: Export
) -> None:
    file = _exported(doughy, ann, "csv")
    done = doughy("leads", "import", file, "--on-duplicate", choice, "--json", person=ann)
    assert done.code == 0, done.err
    assert (done.json["inserted"], done.json["updated"]) == (0, 0)
    assert (done.json["contacts"], done.json["notes"], done.json["kept"]) == (0, 0, 0)
    assert export() == rich


def test_a_contact_of_two_leads_stays_one(
    rich: list[dict[str, Any]], doughy: Program, ann: Person, ben: Person
) -> None:
    ann.sql(
        "INSERT INTO lead_contacts (lead_id, contact_id, relation)"
        " SELECT l.id, c.id, 'other' FROM leads AS l, contacts AS c"
        " WHERE l.name = 'Bare' AND c.first_name = 'Sam'"
    )
    file = _exported(doughy, ann, "json")
    assert doughy("leads", "import", file, person=ben).code == 0
    for count in ("SELECT count(*) FROM contacts", "SELECT count(*) FROM lead_contacts"):
        assert ben.sql(count) == ann.sql(count)


def _exported(doughy: Program, person: Person, extension: str) -> Path:
    file = Path(f"out.{extension}")
    done = doughy("leads", "export", file, "--with-deleted", person=person)
    assert done.code == 0, done.err
    return file


def _without_ids(leads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: value for key, value in lead.items() if key not in ("id", "user_id", "contacts")}
        | {"contacts": [{**contact, "id": None} for contact in lead["contacts"]]}
        for lead in leads
    ]


def _ids(leads: list[dict[str, Any]]) -> set[str]:
    return {lead["id"] for lead in leads} | {
        contact["id"] for lead in leads for contact in lead["contacts"]
    }
