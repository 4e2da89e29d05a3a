"""Properties as JSON, as `doughy properties show --json` prints them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from doughy_cli import records
from doughy_cli.properties.fields import SETTABLE
from doughy_cli.properties.rows import PropertyDetailRow

_KIND = records.Kind(
    noun="property",
    nouns="properties",
    settable=SETTABLE,
    # What a record says about that property's own life; a new one begins its own.
    its_own={each.name for each in fields(PropertyDetailRow)} - set(SETTABLE),
)


def read_records(source: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the properties in the JSON file `source`; see `doughy_cli.records`."""
    return records.read_records(source, _KIND)


def read_seen(source: str) -> dict[UUID, dict[str, Any]]:
    """Return the records in the JSON file `source` as they were read, by their ids."""
    return records.read_seen(source, _KIND)
