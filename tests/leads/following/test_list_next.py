"""`doughy leads list --next`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Program
    from tests.leads.conftest import Add, Leads

FIELDS = [
    *("id", "name", "phone", "email", "company", "status", "score", "tags", "opt_status"),
    *("source", "next_action", "next_action_due", "workspace_id", "user_id", "is_deleted"),
    *("created_at", "updated_at", "due", "temperature", "priority", "staleness_points"),
    *("status_points", "consent_points", "value_points", "last_contact_at", "last_channel"),
    *("last_heard_at", "attempts", "open_deals", "open_value"),
]


def test_its_fields_are_these(leads: Leads, add: Add) -> None:
    add("Ada", "--next-action", "Call", "--next-action-due", "today")
    [row] = leads("list", "--next", "--json").json
    assert list(row) == FIELDS
    assert leads("list", "--fields", "help", "--next").out.split() == FIELDS
    parts = ("staleness_points", "status_points", "consent_points", "value_points")
    assert row["priority"] == sum(row[part] for part in parts) == 75
    assert (row["due"], row["temperature"], row["open_value"]) == (True, "warm", "0")


def test_filters_and_limits_narrow_it(leads: Leads, add: Add) -> None:
    for name in ("Ada", "Ben", "Cy"):
        add(name, "--tag", name)
    assert len(leads("list", "--next", "--limit", 2, "--json").json) == 2
    assert [row["name"] for row in leads("list", "--next", "--tag", "Ben", "--json").json] == [
        "Ben"
    ]


def test_it_has_an_order_of_its_own(leads: Leads) -> None:
    done = leads("list", "--next", "--sort", "name")
    assert (done.code, "--next has an order" in done.err) == (2, True)


@pytest.mark.parametrize("config", ["[next]\nodd = 1", "[next]\nstaleness = -1"])
def test_a_bad_configuration_is_told(leads: Leads, doughy: Program, config: str) -> None:
    folder = doughy.home / "config"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(config)
    done = leads("list", "--next")
    assert (done.code, "config.toml: [next]" in done.err) == (2, True), done.err
