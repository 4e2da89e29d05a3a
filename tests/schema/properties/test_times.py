"""Times beyond Python's calendar, which anybody can store, end nobody's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("infinity", "9999-12-29T00:00:00Z"),
        ("-infinity", "0001-01-03T00:00:00Z"),
        ("200000-01-01", "9999-12-29T00:00:00Z"),
        ("0044-03-15 BC", "0001-01-03T00:00:00Z"),
        ("9999-12-28 12:00Z", "9999-12-28T12:00:00Z"),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_any_time_is_read(
    doughy: Program, ann: Person, admin: Person, stored: str, read: str, zone: str
) -> None:
    ann.sql(
        "INSERT INTO leads (name, next_action_due, created_at) VALUES ('Lee', %s, %s)",
        *(stored, stored),
    )
    done = doughy("leads", "list", "--json", person=admin, env={"TZ": zone})
    assert done.code == 0, done.err
    assert [row["next_action_due"] for row in done.json] == [read]
    assert doughy("leads", "list", "-o", "table", person=ann, env={"TZ": zone}).code == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_last_day_can_be_given(doughy: Program, ann: Person, zone: str) -> None:
    due = ["--next-action-due", "9999-12-31"]
    done = doughy("leads", "add", "--name", "Lee", *due, "--json", person=ann, env={"TZ": zone})
    assert done.code == 0, done.err
    assert done.json["next_action_due"].startswith("9999-12-")
