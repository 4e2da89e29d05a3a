"""docs/forecast.md: its examples are what the program computes."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from doughy_cli.deals.following.thresholds import Thresholds
from doughy_cli.deals.forecast.outlook import rate, totals, weighted
from doughy_cli.deals.forecast.wilson import interval, percent
from doughy_cli.deals.pace import ELSEWHERE, USUAL_DAYS
from tests.deals.forecast.test_outlook import deal

TEXT = (Path(__file__).parents[3] / "docs" / "forecast.md").read_text()
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_the_deals_add_up_as_the_document_says() -> None:
    line = re.compile(
        r"^    (.+?)  +(\w+) +\$([\d,.]+) × (\d+) % = +\$([\d,.]+)  (\w+) +closes (\S+)$", re.M
    )
    rated = []
    for title, stage, value, chance, weight, surety, closes in line.findall(TEXT):
        made = deal(
            title=title,
            stage=stage,
            estimated_value=amount(value),
            probability=int(chance),
            expected_close_date=date.fromisoformat(closes),
        )
        rated.append(rate(made, NOW, Thresholds().silent_after(stage), NOW))
        assert rated[-1].surety == surety, title
        assert weighted(amount(value), int(chance)) == amount(weight), title
    assert len(rated) == 4
    sums = r"^    best \$(.+), weighted \$(.+), committed \$(.+), open \$(.+), at risk \$(.+)$"
    said = re.search(sums, TEXT, re.M)
    assert said
    found = asdict(totals(rated))
    names = ("best", "weighted", "committed", "open", "at_risk")
    assert [found[name] for name in names] == [amount(each) for each in said.groups()]


def test_the_intervals_are_right() -> None:
    examples = re.findall(r"(\d+) of (\d+) won: ([\d.]+) %, within ([\d.]+)–([\d.]+) %", TEXT)
    assert len(examples) == 2
    for hits, cases, share, low, high in examples:
        assert percent(int(hits), int(cases)) == Decimal(share)
        assert interval(int(hits), int(cases)) == (Decimal(low), Decimal(high))


def test_the_days_of_the_stages_are_right() -> None:
    rows = re.findall(r"^\| ([\w, ]+) \| (\d+) \|$", TEXT, re.M)
    said = {stage: int(days) for names, days in rows for stage in re.findall(r"\w+_?\w+", names)}
    assert {stage: said[stage] for stage in USUAL_DAYS} == USUAL_DAYS
    assert said["own"] == ELSEWHERE
