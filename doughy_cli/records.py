"""Records as JSON, as `show --json` prints them, for `add --from-json`."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from doughy_cli.errors import Usage, quoted

_LONGEST = 16_000_000  # characters


@dataclass(frozen=True, slots=True)
class Kind:
    """What records of one domain are: the word for one and for its command (`lead`, `leads`),
    the fields that a new one can be given, those that say something of its own life, and those
    that only its export has."""

    noun: str
    nouns: str
    settable: Sequence[str]
    its_own: Collection[str]
    exported: Collection[str] = ()


def read_records(source: str, kind: Kind) -> tuple[list[dict[str, Any]], bool]:
    """Return the records in the JSON file `source` (`-`: stdin), and whether it is an array.

    Only the fields that a new record can be given are returned, and no nulls; numbers that are
    no whole ones are decimals. Raises Usage for what is not JSON, not an object, or has a field
    that there is none of.
    """
    content, listed = read_objects(source, kind)
    return [_record(each, kind) for each in content], listed


def read_objects(source: str, kind: Kind) -> tuple[list[dict[str, Any]], bool]:
    """Return the objects in the JSON file `source`, as they are, and whether it is an array."""
    try:
        content = json.loads(_read(source, kind), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Usage(f"{_named(source)} is not JSON: {error}.") from error
    listed = isinstance(content, list)
    if content == []:
        raise Usage(f"{_named(source)} holds no {kind.noun}.")
    objects = content if listed else [content]
    if not all(isinstance(each, dict) for each in objects):
        raise Usage(
            f"Each {kind.noun} must be a JSON object, as `doughy {kind.nouns} show --json` prints "
            "it."
        )
    return objects, listed


def read_seen(source: str, kind: Kind) -> dict[UUID, dict[str, Any]]:
    """Return the records in the JSON file `source` as they were read, by their ids. Raises Usage
    for what `show --json` has not written."""
    objects, _ = read_objects(source, kind)
    try:
        return {UUID(each["id"]): each for each in objects}
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Usage(
            f"{source} is not what `doughy {kind.nouns} show ID --json` writes: it has no id."
        ) from None


def _read(source: str, kind: Kind) -> str:
    """Return the text of `source`; raise Usage if it is too long to be a few records."""
    if source == "-":
        text = sys.stdin.read(_LONGEST + 1)
    else:
        with Path(source).open(encoding="utf-8-sig") as file:
            text = file.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise Usage(
            f"{_named(source)} is too long for --from-json: {_LONGEST // 1_000_000} MB at most.",
            f"`doughy {kind.nouns} import` takes files of any length.",
        )
    return text


def _record(record: dict[str, Any], kind: Kind) -> dict[str, Any]:
    for name in record:
        if name in kind.settable or name in kind.its_own:
            continue
        if name in kind.exported:
            raise Usage(
                f"This is a record of `doughy {kind.nouns} export`.",
                f"Give it to `{kind.nouns} import`.",
            )
        near = difflib.get_close_matches(name, kind.settable, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(kind.settable)}."
        raise Usage(f"A {kind.noun} has no field {quoted(name)}.", hint)
    return {name: record[name] for name in kind.settable if record.get(name) is not None}


def _named(source: str) -> str:
    return "What stdin holds" if source == "-" else source
