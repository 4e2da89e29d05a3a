"""What a person reads who types a value that no lead can have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program

MILLION = "x" * 1_000_000
FLAGS = [
    ("score", ["--score", "101"]),
    ("score", ["--score", "-1"]),
    ("score", ["--score", str(2**70)]),
    ("score", ["--score", "NaN"]),
    ("name", ["--name", "a\0b"]),
    ("name", ["--name", "a\udcff"]),
    ("name", ["--name", MILLION]),
    ("name", ["--name", " \u2003"]),
    ("company", ["--company", "\0"]),
    ("source", ["--source", MILLION]),
    ("status", ["--status", "nonsense"]),
    ("opt-status", ["--opt-status", "maybe"]),
    ("next-action-due", ["--next-action-due", "31.31.2026"]),
    ("tag", ["--tag", "x" * 101]),
    ("tag", ["--tag", "\0"]),
    ("email", ["--email", f"{MILLION}@example.com"]),
    ("phone", ["--phone", "12"]),
]
FIELDS: list[tuple[str, Any]] = [
    ("score", 2**70),
    ("score", 1.5),
    ("score", "50"),
    ("score", True),
    ("score", float("nan")),
    ("name", "a\0"),
    ("name", "\ud800"),
    ("name", MILLION),
    ("name", {"first": "Lee"}),
    ("status", "NEW"),
    ("opt_status", ""),
    ("tags", "hot"),
    ("tag", ["x" * 101]),
    ("tag", ["\0"]),
    ("tag", [None]),
    ("next_action_due", "300000-01-01"),
    ("next_action_due", 7),
    ("workspace_id", 7),
]


@pytest.mark.parametrize(("field", "flags"), FLAGS, ids=lambda each: str(each)[:40])
def test_flags(doughy: Program, ann: Person, field: str, flags: list[str]) -> None:
    told(doughy, ann, field, "leads", "add", "--name", "Lee", *flags, "--json")


@pytest.mark.parametrize(("field", "value"), FIELDS, ids=lambda each: str(each)[:40])
def test_fields_of_json(doughy: Program, ann: Person, field: str, value: Any) -> None:
    name = "tags" if field == "tag" else field
    record = json.dumps({"name": "Lee", name: value})
    told(doughy, ann, field, "leads", "add", "--from-json", "-", "--json", stdin=record)


def told(doughy: Program, ann: Person, field: str, *arguments: str, stdin: str = "") -> None:
    done = doughy(*arguments, person=ann, stdin=stdin)
    assert done.code == 2, done.err
    said = f"{done.error['message']} {done.error['hint']}"
    assert field in said.replace("_", "-") or field in said, said
    assert len(said) < 500
    assert ann.sql("SELECT count(*) FROM leads") == [(0,)]
