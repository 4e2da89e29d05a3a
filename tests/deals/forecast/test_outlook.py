"""What the active deals may bring: the sums of the forecast, without a database."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as some

from doughy_cli.deals.forecast.outlook import at_risk, months, rate, totals, weighted
from doughy_cli.deals.rows import DealRow

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
NOBODY = UUID(int=0)


def deal(**values: Any) -> DealRow:
    usual: dict[str, Any] = {
        "id": uuid4(),
        "title": "418 Maple Ave",
        "status": "active",
        "stage": "analyzing",
        "estimated_value": Decimal("100000.00"),
        "probability": 40,
        "user_id": NOBODY,
        "created_at": NOW,
        "updated_at": NOW,
    }
    nothing = dict.fromkeys(each.name for each in fields(DealRow))
    return DealRow(**{**nothing, **usual, **values})


def surety(silent: int = 0, **values: Any) -> tuple[str, list[str]]:
    found = rate(deal(**values), NOW - timedelta(days=silent), 14, NOW)
    return found.surety.value, found.reasons


def test_committed_open_and_at_risk() -> None:
    assert surety() == ("open", [])
    assert surety(stage="under_contract")[0] == surety(stage="closing")[0] == "committed"
    assert (surety(probability=90)[0], surety(probability=89)[0]) == ("committed", "open")
    today, yesterday = date(2026, 3, 10), date(2026, 3, 9)
    assert surety(expected_close_date=today)[0] == "open"
    late = surety(stage="closing", expected_close_date=yesterday)
    assert late == ("at_risk", ["was to close 1 day ago"])
    assert surety(next_action_due=NOW - timedelta(hours=1))[1] == ["next action overdue"]
    assert (surety(13)[0], surety(14)[1]) == ("open", ["silent for 14 days"])


def test_weighted_is_rounded_to_the_cent() -> None:
    assert weighted(Decimal("0.05"), 10) == Decimal("0.01")
    assert weighted(Decimal("1.00"), None) == weighted(None, 50) == Decimal("0.00")


values = some.one_of(some.none(), some.decimals(0, 10**9, places=2))
deals = some.builds(
    deal,
    estimated_value=values,
    probability=some.one_of(some.none(), some.integers(0, 100)),
    stage=some.sampled_from(["analyzing", "closing", "mine"]),
    expected_close_date=some.one_of(some.none(), some.dates(date(2026, 1, 1), date(2027, 1, 1))),
    next_action_due=some.one_of(some.none(), some.just(NOW - timedelta(days=1))),
)


@settings(deadline=None)
@given(some.lists(deals, max_size=20))
def test_everything_adds_up(found: list[DealRow]) -> None:
    rated = [rate(each, NOW, 14, NOW) for each in found]
    whole, parts = totals(rated), months(rated, NOW)
    for name in ("weighted", "committed", "open", "at_risk", "unrated", "unvalued", "count"):
        assert sum(getattr(each, name) for each in parts) == getattr(whole, name)
    assert sum(each.value for each in parts) == whole.best
    assert whole.best == whole.committed + whole.open + whole.at_risk
    assert whole.weighted <= whole.best
    names = [each.month for each in parts]
    assert names == sorted(
        names, key=lambda name: ({"overdue": 0, "no date": 2}.get(name, 1), name)
    )
    risks = at_risk(rated)
    assert all(each.reasons for each in risks)
    assert sum(each.estimated_value or 0 for each in risks) == whole.at_risk
