"""What our own export writes, CSV or JSON, is the same leads again when it is imported."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import datetime
from typing import Any

import pytest

from doughy_cli.intake.headers import match_headers
from doughy_cli.intake.sheet import read_sheet
from doughy_cli.intake.source import Source
from doughy_cli.leads.detail_rows import LeadExportRow
from doughy_cli.leads.importing.fields import FIELDS
from doughy_cli.leads.importing.incoming import IncomingLead, LeadTally
from doughy_cli.leads.importing.lead_reader import LeadReader, incoming_leads
from doughy_cli.output import csv_cell

FULL: dict[str, Any] = {
    "id": "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c001",
    "name": 'Ann "Bee" Lee, Jr.\n= [red]',
    "phone": "+13147450599;ext=072",
    "email": "ann+x@example.com",
    "company": "Größe; Söhne | Co",
    "status": "unqualified",
    "score": 0,
    "tags": ["a, b", "c;d", "plain"],
    "opt_status": "opted_out",
    "source": "Direct, mail",
    "next_action": "Call",
    "next_action_due": "2026-02-01T04:59:59.999999Z",
    "workspace_id": "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c002",
    "user_id": "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c004",
    "is_deleted": True,
    "created_at": "2025-12-31T23:00:00.123456Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "contacts": [
        {
            "first_name": "Sam",
            "last_name": "Lee",
            "relation": "spouse",
            "company": None,
            "job_title": "Nurse",
            "emails": ["sam@example.com"],
            "phones": ["+13147450600"],
            "address": {"city": "Reno"},
            "sms_opt_status": "pending",
        }
    ],
    "notes": [
        {"text": "First, line\nsecond", "at": "2026-01-01T00:00:00.000001Z"},
        {"text": "[odd]", "at": "2026-01-02T00:00:00Z"},
    ],
    "extra": [{"extra": {"Index": "1"}, "unreadable_phones": ["ask"]}, {"address": {"zip": "1"}}],
}
BARE: dict[str, Any] = dict.fromkeys(FULL) | {
    "id": "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c003",
    "name": "Bob",
    "status": "new",
    "tags": [],
    "is_deleted": False,
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "contacts": [],
    "notes": [],
    "extra": [],
}


def as_csv(rows: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(FULL))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: csv_cell(value) for name, value in row.items()})
    return stream.getvalue()


def as_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def exported(lead: IncomingLead) -> dict[str, Any]:
    """The lead written down again."""
    # Whose it is, is not taken from a file.
    row = {name: getattr(lead, name) for name in FULL if name != "user_id"}
    for name in ("next_action_due", "created_at", "updated_at"):
        row[name] = row[name] and stamp(row[name])
    row["tags"] = list(lead.tags or ())
    row["notes"] = [{"text": note.text, "at": note.at and stamp(note.at)} for note in lead.notes]
    row["extra"] = list(lead.past_imports)
    row["contacts"] = [
        {
            name: list(value) if isinstance(value := getattr(contact, name), tuple) else value
            for name in FULL["contacts"][0]
        }
        for contact in lead.contacts
    ]
    return row


def test_these_are_all_the_fields_of_the_export() -> None:
    assert set(FULL) == {field.name for field in dataclasses.fields(LeadExportRow)}


@pytest.mark.parametrize("write", [as_csv, as_lines, json.dumps])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_nothing_is_lost(write: Any, encoding: str) -> None:
    sheet = read_sheet(Source(io.BytesIO(write([FULL, BARE]).encode(encoding)), "x"))
    tally = LeadTally()
    reader = LeadReader(match_headers(sheet.headers, FIELDS))
    leads = list(incoming_leads(sheet.records(), reader, print, tally))
    expected = [{key: row[key] for key in row if key != "user_id"} for row in (FULL, BARE)]
    assert [exported(lead) for lead in leads] == expected
    assert [lead.metadata() for lead in leads] == [{}, {}]
    assert tally.rejected == 0
