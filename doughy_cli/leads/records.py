"""Leads as JSON, as `doughy leads show --json` prints them, for `leads add --from-json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from doughy_cli import records
from doughy_cli.errors import Usage
from doughy_cli.leads.detail_rows import LeadDetailRow, LeadExportRow
from doughy_cli.leads.fields import SETTABLE

_KIND = records.Kind(
    noun="lead",
    nouns="leads",
    settable=SETTABLE,
    # What a record says about that lead's own life; a new lead begins its own.
    its_own={each.name for each in fields(LeadDetailRow)} - set(SETTABLE),
    exported={each.name for each in fields(LeadExportRow)},
)


def read_records(source: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the leads in the JSON file `source`; see `doughy_cli.records`."""
    return records.read_records(source, _KIND)


def refuse_twins(leads: Iterable[Mapping[str, Any]]) -> None:
    """Raise Usage if two new leads have the same e-mail or phone."""
    for field in ("email", "phone"):
        seen: set[str] = set()
        for lead in leads:
            value = lead.get(field)
            if value in seen:
                raise Usage(f"Two of the leads have the {field} {value}.")
            seen |= {value} if value else set()
