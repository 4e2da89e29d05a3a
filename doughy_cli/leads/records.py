"""Leads as JSON, as `doughy leads show --json` prints them, for `leads add --from-json`."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from doughy_cli.errors import Usage, quoted
from doughy_cli.leads.fields import SETTABLE
from doughy_cli.leads.rows import LeadDetailRow, LeadExportRow

# What a record says about that lead's own life; a new lead begins its own.
_ITS_OWN = {each.name for each in fields(LeadDetailRow)} - set(SETTABLE)
_EXPORTED = {each.name for each in fields(LeadExportRow)}

_LONGEST = 16_000_000  # characters


def read_records(source: str) -> tuple[list[dict[str, Any]], bool]:
    """Return the leads in the JSON file `source` (`-`: stdin), and whether it is an array.

    Only the fields that a new lead can be given are returned, and no nulls. Raises Usage
    for what is not JSON, not an object, or has a field that leads do not have.
    """
    try:
        content = json.loads(_read(source))
    except (ValueError, RecursionError) as error:
        raise Usage(f"{_named(source)} is not JSON: {error}.") from error
    listed = isinstance(content, list)
    if content == []:
        raise Usage(f"{_named(source)} holds no lead.")
    return [_record(each) for each in (content if listed else [content])], listed


def _read(source: str) -> str:
    """Return the text of `source`; raise Usage if it is too long to be a few leads."""
    if source == "-":
        text = sys.stdin.read(_LONGEST + 1)
    else:
        with Path(source).open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise Usage(
            f"{_named(source)} is too long for --from-json: {_LONGEST // 1_000_000} MB at most.",
            "`doughy leads import` takes files of any length.",
        )
    return text


def refuse_twins(records: Iterable[Mapping[str, Any]]) -> None:
    """Raise Usage if two new leads have the same e-mail or phone."""
    for field in ("email", "phone"):
        seen: set[str] = set()
        for record in records:
            value = record.get(field)
            if value in seen:
                raise Usage(f"Two of the leads have the {field} {value}.")
            seen |= {value} if value else set()


def _record(record: Any) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise Usage("Each lead must be a JSON object, as `doughy leads show --json` prints it.")
    for name in record:
        if name in SETTABLE or name in _ITS_OWN:
            continue
        if name in _EXPORTED:
            raise Usage("This is a record of `doughy leads export`.", "Give it to `leads import`.")
        near = difflib.get_close_matches(name, SETTABLE, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(SETTABLE)}."
        raise Usage(f"A lead has no field {quoted(name)}.", hint)
    return {name: record[name] for name in SETTABLE if record.get(name) is not None}


def _named(source: str) -> str:
    return "What stdin holds" if source == "-" else source
