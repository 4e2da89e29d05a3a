"""Deals as JSON, as `doughy deals show --json` prints them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from doughy_cli import records
from doughy_cli.deals.fields import SETTABLE
from doughy_cli.deals.rows import DealDetailRow

_KIND = records.Kind(
    noun="deal",
    nouns="deals",
    settable=SETTABLE,
    # What a record says about that deal's own life; a new one begins its own.
    its_own={each.name for each in fields(DealDetailRow)} - set(SETTABLE),
)
_POINTING = {"lead_id": "lead", "property_id": "property"}


def read_records(source: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the deals in the JSON file `source`, and whether it is an array; see
    `doughy_cli.records`. The ids of lead and property are under `lead` and `property`."""
    found, listed = records.read_records(source, _KIND)
    return [{_POINTING.get(name, name): each[name] for name in each} for each in found], listed


def read_seen(source: str) -> dict[UUID, dict[str, Any]]:
    """Return the records in the JSON file `source` as they were read, by their ids."""
    return records.read_seen(source, _KIND)
