"""`doughy deals forecast` on a database."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from doughy_cli.deals.forecast.rows import (
    CalibrationRow,
    ConversionRow,
    ForecastRow,
    MonthRow,
    RiskRow,
    TimeRow,
    TotalsRow,
)
from tests.deals.conftest import own_deal

if TYPE_CHECKING:
    from tests.deals.conftest import Add, Deals
    from tests.harness import Person

SUMS = "weighted committed open at_risk unrated unvalued"
FIELDS = {
    ForecastRow: "as_of totals months at_risk won lost brier by_band by_stage time_in_stage"
    " conversion",
    TotalsRow: f"count best {SUMS}",
    MonthRow: f"month count value {SUMS}",
    RiskRow: "id title stage estimated_value probability expected_close_date reasons",
    CalibrationRow: "name closed won rate low high rated stated verdict",
    TimeRow: "stage stays median longest here median_here",
    ConversionRow: "stage reached went_on ended waiting conversion low high",
}


def test_the_fields_are_an_api() -> None:
    for record, names in FIELDS.items():
        assert [each.name for each in fields(record)] == names.split()


def test_without_deals_it_says_so(deals: Deals) -> None:
    found = deals("forecast", "--json").json
    assert (found["months"], found["totals"]["best"], found["brier"]) == ([], "0.00", None)
    assert "No deals to forecast" in deals("forecast", "-o", "table").out
    assert deals("forecast").out == ""


def test_from_the_timeline_to_the_forecast(
    deals: Deals, add: Add, ann: Person, ben: Person
) -> None:
    maple = add("Maple", "--estimated-value", 1000, "--probability", 30)["id"]
    deals("edit", maple, "--probability", 70, "--expected-close-date", "2099-05-01")
    won = add("Elm", "--estimated-value", 500, "--probability", 60)["id"]
    deals("move", won, "closing", "--yes")
    deals("win", won, "--reason", "Closed early")
    lost = add("Oak", "--probability", 20)["id"]
    deals("lose", lost, "--reason", "Sold to another")
    late = add("Late", "--estimated-value", 10, "--expected-close-date", "2020-01-01")["id"]
    own_deal(ben, "Theirs", estimated_value=9)
    found = deals("forecast", "--json").json
    assert list(found) == FIELDS[ForecastRow].split()
    assert found["totals"] == {
        "count": 2,
        "best": "1010.00",
        "weighted": "700.00",
        "committed": "0.00",
        "open": "1000.00",
        "at_risk": "10.00",
        "unrated": 1,
        "unvalued": 0,
    }
    assert [each["month"] for each in found["months"]] == ["overdue", "2099-05"]
    [risk] = found["at_risk"]
    assert risk["id"] == late and risk["reasons"][0].startswith("was to close ")
    assert (found["won"], found["lost"]) == (1, 1)
    # 60 and 20 were said; that winning and losing set them to 100 and 0 came after.
    bands = {each["name"]: each for each in found["by_band"]}
    assert (bands["60–79 %"]["won"], bands["20–39 %"]["closed"]) == (1, 1)
    assert bands["80–100 %"]["closed"] == bands["0–19 %"]["closed"] == 0
    assert found["brier"] == "0.1000"
    by_stage = {each["name"]: each for each in found["by_stage"]}
    assert (by_stage["initial_contact"]["closed"], by_stage["closing"]["won"]) == (2, 1)
    steps = {each["stage"]: each for each in found["conversion"]}
    assert (steps["initial_contact"]["reached"], steps["initial_contact"]["ended"]) == (4, 1)
    assert deals("forecast").out.splitlines()[0].startswith("overdue\t1\t10.00\t0.00\t0.00\t0.00")
    drawn = deals("forecast", "-o", "table", env={"COLUMNS": "80"}).out
    assert "too few" in drawn and "Not in weighted: 1 without a probability." in drawn
    assert all(len(line) <= 80 for line in drawn.splitlines())
    # Whatever anybody writes into the timeline of their own deal, it goes on.
    ann.sql(
        "INSERT INTO deal_events (deal_id, event_type, metadata) VALUES "
        """(%s, 'value_changed', '{"before": 7, "after": {"probability": "x", "stage": 1}}')""",
        maple,
    )
    again = deals("forecast", "--json", "--search", "maple")
    assert (again.json["totals"]["count"], again.json["won"]) == (1, 0)
    assert deals("forecast", "--json", "--status", "won").json["totals"]["count"] == 0
    assert deals("forecast", "--fields", "won").code == 2
