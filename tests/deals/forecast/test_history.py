"""What timelines say of deals, and how well words about chances have held: without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from doughy_cli.deals.forecast.calibration import brier, by_band, by_stage
from doughy_cli.deals.forecast.history import (
    Happened,
    History,
    Known,
    Stay,
    histories,
    telling,
)
from doughy_cli.deals.forecast.passage import conversion, time_in_stage
from doughy_cli.deals.forecast.wilson import interval, percent

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(number: float) -> datetime:
    return NOW - timedelta(days=100) + timedelta(days=number)


def made(
    status: str, stage: str, probability: int | None, *events: tuple[float, Any, Any]
) -> History:
    """Return the history of a deal made on day 0; events are (day, before, after)."""
    deal = Known(uuid4(), status, stage, probability, day(0))
    told = [Happened(deal.id, day(at), before, after) for at, before, after in events]
    return histories([deal], reversed(told))[0]


def created(**after: Any) -> tuple[float, Any, Any]:
    return 0, {}, {"status": "active", "stage": "initial_contact", "probability": 10, **after}


def moved(at: float, before: str, after: str) -> tuple[float, Any, Any]:
    return at, {"stage": before}, {"stage": after}


def stated(at: float, before: int | None, after: int | None) -> tuple[float, Any, Any]:
    return at, {"probability": before}, {"probability": after}


def ended(at: float, after: str, before: str = "active") -> tuple[float, Any, Any]:
    return at, {"status": before}, {"status": after}


def test_a_deal_from_beginning_to_won() -> None:
    found = made(
        *("won", "offer_sent", 100),
        created(),
        moved(10, "initial_contact", "analyzing"),
        stated(12, 10, 40),
        moved(20, "analyzing", "offer_sent"),
        stated(21, 40, 60),
        ended(30, "won"),
        stated(30, 60, 100),  # winning sets it, in the same moment
    )
    assert found.stays == [
        Stay("initial_contact", day(0), day(10), "move"),
        Stay("analyzing", day(10), day(20), "move"),
        Stay("offer_sent", day(20), day(30), "won"),
    ]
    assert found.stated == 60
    assert found.stated_in == {"initial_contact": 10, "analyzing": 40, "offer_sent": 60}
    assert (found.closed, found.won, found.furthest) == (True, True, 3)


def test_going_back_archiving_and_reopening() -> None:
    found = made(
        *("active", "analyzing", 30),
        created(),
        moved(5, "initial_contact", "negotiating"),
        moved(8, "negotiating", "analyzing"),
        ended(10, "archived"),
        ended(50, "active", "archived"),
    )
    assert [(stay.stage, stay.end) for stay in found.stays] == [
        ("initial_contact", "move"),
        ("negotiating", "move"),
        ("analyzing", "archived"),
        ("analyzing", None),
    ]
    assert found.stays[-1].since == day(50)
    assert found.furthest == 4


def test_a_timeline_that_does_not_go_back_to_the_beginning() -> None:
    without = made("lost", "closing", 0)
    assert (without.stays, without.stated, without.stated_in) == ([], None, {})
    later = made("active", "closing", 50, moved(40, "analyzing", "closing"))
    assert [stay.stage for stay in later.stays] == ["analyzing", "closing"]
    assert later.stays[0].since == day(0)
    odd = made("active", "closing", 50, (3, {"stage": None}, {"stage": "closing"}))
    assert odd.stays[-1].stage == "closing"


def closed(stated_last: int | None, *, won: bool, count: int = 1) -> list[History]:
    return [
        made(
            *("won" if won else "lost", "initial_contact", 100 if won else 0),
            created(probability=stated_last),
            ended(9, "won" if won else "lost"),
        )
        for _ in range(count)
    ]


def test_calibration_by_band_with_its_verdicts() -> None:
    deals = [
        *closed(10, won=True, count=9),  # said 10 %, and 9 of 12 came true
        *closed(10, won=False, count=3),
        *closed(50, won=True, count=6),
        *closed(50, won=False, count=6),
        *closed(90, won=True, count=3),
        *closed(90, won=False, count=9),
        *closed(70, won=True, count=9),
        *closed(None, won=True, count=2),
    ]
    rows = {each.name: each for each in by_band(deals)}
    assert {name: each.verdict for name, each in rows.items()} == {
        "0–19 %": "too cautious",
        "20–39 %": "too few",
        "40–59 %": "fits",
        "60–79 %": "too few",
        "80–100 %": "too hopeful",
    }
    assert (rows["0–19 %"].won, rows["0–19 %"].closed) == (9, 12)
    assert rows["0–19 %"].rate == Decimal("75.0") and rows["0–19 %"].stated == Decimal("10.0")
    assert rows["20–39 %"].rate is None and rows["20–39 %"].low is None
    [stage] = by_stage(deals)
    assert (stage.name, stage.closed, stage.rated) == ("initial_contact", 47, 45)
    assert brier(closed(80, won=True) + closed(40, won=False)) == Decimal("0.1000")
    assert brier(closed(None, won=True)) is None


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [  # from the formula's own paper's successors: the tables of Newcombe, 1998
        (81, 263, "25.5", "36.6"),
        (15, 148, "6.2", "16.0"),
        (0, 20, "0.0", "16.1"),
        (1, 29, "0.6", "17.2"),
    ],
)
def test_wilsons_interval(hits: int, cases: int, low: str, high: str) -> None:
    assert interval(hits, cases) == (Decimal(low), Decimal(high))


@settings(deadline=None)
@given(some.integers(1, 5000).flatmap(lambda n: some.tuples(some.integers(0, n), some.just(n))))
def test_the_interval_holds_the_share_that_was_seen(seen: tuple[int, int]) -> None:
    hits, cases = seen
    low, high = interval(hits, cases) or (Decimal(0), Decimal(0))
    share = percent(hits, cases)
    assert share is not None and 0 <= low <= share <= high <= 100
    assert interval(0, 0) is None and percent(0, 0) is None


def test_time_in_stage_and_conversion() -> None:
    deals = [
        made(*("active", "analyzing", 10), created(), moved(10, "initial_contact", "analyzing")),
        made(
            *("won", "analyzing", 100),
            created(),
            moved(30, "initial_contact", "analyzing"),
            ended(40, "won"),
        ),
        made(*("lost", "initial_contact", 0), created(), ended(20, "lost")),
        made(*("active", "initial_contact", 10), created()),
        made(*("active", "own stage", 10), created(stage="own stage")),
    ]
    times = {each.stage: each for each in time_in_stage(deals, NOW)}
    first = times["initial_contact"]
    assert (first.stays, first.median, first.longest) == (3, Decimal("20.0"), Decimal("30.0"))
    assert (first.here, first.median_here) == (1, Decimal("100.0"))
    assert list(times)[-1] == "own stage" and times["closing"].stays == 0
    rows = {each.stage: each for each in conversion(deals)}
    start = rows["initial_contact"]
    assert (start.reached, start.went_on, start.ended, start.waiting) == (4, 2, 1, 1)
    assert start.conversion == Decimal("66.7")
    assert (rows["analyzing"].reached, rows["analyzing"].went_on) == (2, 1)
    # A won deal has passed all stages; nothing else came as far.
    assert (rows["closing"].reached, rows["closing"].conversion) == (1, Decimal("100.0"))


@settings(deadline=None)
@given(
    some.lists(
        some.tuples(
            some.floats(0, 99),
            some.sampled_from(["status", "stage", "probability", "x"]),
            some.sampled_from(
                ["active", "won", "lost", "archived", "closing", "y", None, 40, 101, True]
            ),
        ),
        max_size=12,
    )
)
def test_no_timeline_breaks_it(events: list[tuple[float, str, Any]]) -> None:
    told = [(at, telling({name: value}), telling({name: value})) for at, name, value in events]
    found = made("active", "closing", 40, *told)
    for stay in found.stays:
        assert stay.until is None or stay.since <= stay.until
    assert isinstance(found.known.id, UUID)
    time_in_stage([found], NOW)
    conversion([found])
    by_band([found])
