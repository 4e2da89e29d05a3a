"""The rules of `deals next`, and that its document tells them right."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from doughy_cli.deals.following.activity import Activity
from doughy_cli.deals.following.reasons import missing, reasons
from doughy_cli.deals.following.thresholds import Thresholds
from doughy_cli.deals.rows import DealRow

DOCUMENT = (Path(__file__).parents[3] / "docs" / "deals-next.md").read_text()
NOW = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)  # a Friday


def deal(**values: Any) -> DealRow:
    empty = dict.fromkeys(each.name for each in dataclasses.fields(DealRow))
    kept = {"id": uuid4(), "title": "D", "stage": "negotiating", "created_at": NOW}
    return DealRow(**{**empty, **kept, **values})  # type: ignore[arg-type]


def why(row: DealRow, silent: timedelta, lacks: list[str] | None = None) -> list[tuple[str, str]]:
    activity = Activity(NOW - silent, NOW - silent)
    found = reasons(row, activity, lacks or [], Thresholds(), NOW)
    return [(each.why.value, each.words) for each in found]


def test_a_day_ends_where_the_person_is() -> None:
    at = NOW.replace
    assert why(deal(next_action_due=at(hour=14)), timedelta(0)) == [
        ("overdue", "overdue since 14:00")
    ]
    assert why(deal(next_action_due=at(hour=23)), timedelta(0)) == [("due", "due today")]
    assert why(deal(next_action_due=at(day=7, hour=0)), timedelta(0)) == []
    yesterday = deal(next_action_due=at(day=5, hour=23, minute=59), next_action="Call")
    assert why(yesterday, timedelta(0)) == [("overdue", "1 day overdue: Call")]


def test_the_edge_of_silence() -> None:
    assert why(deal(), timedelta(days=3)) == [("silent", "silent for 3 days (at negotiating: 3)")]
    assert why(deal(), timedelta(days=3, seconds=-1)) == []
    assert why(deal(stage="Own"), timedelta(days=7)) == [
        ("silent", "silent for 7 days (at Own: 7)")
    ]


def test_an_answer_ends_the_waiting() -> None:
    sent = NOW - timedelta(days=8)
    row = deal(stage="offer_sent")
    for after, expected in (
        (timedelta(0), ["unanswered"]),
        (timedelta(seconds=60), ["unanswered"]),
        (timedelta(seconds=61), ["silent"]),
        (timedelta(days=5), []),
    ):
        found = reasons(row, Activity(sent + after, sent), [], Thresholds(), NOW)
        assert [each.why for each in found] == expected


def test_what_is_missing() -> None:
    assert missing(deal(), None) == ["lead", "property", "next action"]
    whole = deal(lead_id=uuid4(), property_id=uuid4(), next_action="Call")
    assert missing(whole, None) == ["ARV"]
    assert missing(whole, 0) == []


def test_the_documents_example_is_right() -> None:
    row = deal(next_action="Call Ada", next_action_due=NOW.replace(day=3))
    found = reasons(row, Activity(NOW - timedelta(days=4), NOW), ["ARV"], Thresholds(), NOW)
    told = dict(re.findall(r"^    (\w+) +(.*)$", DOCUMENT, re.M))
    assert told == {
        "why": found[0].why,
        "also": ", ".join(each.why for each in found[1:]),
        "reason": "; ".join(each.words for each in found),
        "days": str(found[0].days),
    }


def test_the_documents_thresholds_are_the_usual_ones() -> None:
    shown = tomllib.loads(DOCUMENT.split("```toml\n")[1].split("```")[0])
    assert shown["deals"] == dataclasses.asdict(Thresholds())
