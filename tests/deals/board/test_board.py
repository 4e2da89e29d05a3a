"""`doughy deals board`: how it is built and drawn, and what the program makes of it."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.cells import cell_len

from doughy_cli.deals.board.build import build
from doughy_cli.deals.board.rows import BoardCardRow, BoardRow, BoardStageRow
from doughy_cli.deals.screens.board import board_lines, fitting, legend
from doughy_cli.stages import STAGES
from tests.deals.conftest import own_deal
from tests.deals.forecast.test_outlook import deal

if TYPE_CHECKING:
    from tests.deals.conftest import Deals
    from tests.harness import Person

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIELDS = {
    BoardRow: ["as_of", "count", "value", "weighted", "stages"],
    BoardStageRow: ["stage", "count", "value", "weighted", "unrated", "deals"],
    BoardCardRow: [
        "id",
        "title",
        "estimated_value",
        "probability",
        "weighted",
        "expected_close_date",
        "days_in_stage",
        "age",
        "next_action",
        "next_action_due",
        "overdue",
    ],
}


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def board(*deals: tuple[Any, float]) -> BoardRow:
    return build([(row, ago(days)) for row, days in deals], NOW)


def plain(row: BoardRow, width: int, cards: int = 10) -> str:
    return "\n".join(line.plain.rstrip() for line in board_lines(row, width, cards))


def test_the_fields_are_an_api() -> None:
    for record, names in FIELDS.items():
        assert [each.name for each in fields(record)] == names


def test_columns_sums_and_ages() -> None:
    row = board(
        (deal(stage="analyzing"), 7),
        (deal(stage="analyzing", probability=None), 8),
        (deal(stage="analyzing", estimated_value=None), 15),
        (deal(stage="due diligence"), 1),
    )
    assert [each.stage for each in row.stages] == [*STAGES, "due diligence"]
    column = next(each for each in row.stages if each.stage == "analyzing")
    assert (column.count, column.unrated) == (3, 1)
    assert (column.value, column.weighted) == (Decimal("200000.00"), Decimal("40000.00"))
    assert {each.days_in_stage: each.age for each in column.deals} == {
        7: "fresh",
        8: "old",
        15: "very_old",
    }
    assert (row.count, row.value) == (4, Decimal("300000.00"))


def test_what_is_due_comes_first_and_marks_are_no_colour() -> None:
    row = board(
        (deal(title="Oak"), 40),
        (deal(title="Elm", next_action="Call", next_action_due=ago(-2)), 1),
        (deal(title="Maple", next_action="Walk it", next_action_due=ago(1)), 9),
    )
    text = plain(row, 80)
    assert [text.index(each) for each in ("Maple", "Elm", "Oak")] == sorted(
        text.index(each) for each in ("Maple", "Elm", "Oak")
    )
    assert re.search(r"Maple +\$100,000  9d ! +overdue Mar 9 Walk it", text)
    assert re.search(r"Oak +\$100,000  40d !! +no next action", text)
    assert "twice as long" in legend(row, 80).plain
    assert legend(board((deal(), 1)), 80).plain == ""


def test_narrow_is_stage_below_stage_and_wide_is_side_by_side() -> None:
    deals = [(deal(stage=stage, title=f"{number} {stage}"), 1) for number in range(3)
             for stage in STAGES]  # fmt: skip
    row = board(*deals)
    narrow = plain(row, 80, 2).splitlines()
    assert narrow[2].startswith("INITIAL CONTACT  3") and narrow[5] == "  + 1 more"
    wide = plain(row, 200, 2).splitlines()
    assert all(stage.upper().replace("_", " ") in wide[2] for stage in STAGES)
    folded = plain(row, 120, 2).splitlines()
    assert "OFFER SENT" in folded[2] and "NEGOTIATING" not in folded[2]
    assert plain(board(), 80).endswith("doughy deals add --lead ID")


titles = some.one_of(
    some.text(max_size=60),
    some.sampled_from(
        ["東京都渋谷区神南一丁目十二番地の家", "شارع الملك فهد", "\x1b[31mred", "a" * 300]
    ),
)
deals = some.builds(
    deal,
    title=titles,
    stage=some.sampled_from([*STAGES, "due diligence", "長い" * 30]),
    estimated_value=some.one_of(some.none(), some.decimals(0, 9999999999, places=2)),
    next_action=some.one_of(some.none(), titles),
    next_action_due=some.one_of(some.none(), some.just(NOW)),
)


@settings(deadline=None, max_examples=40)
@given(some.lists(deals, max_size=12), some.integers(60, 220), some.integers(5, 60))
def test_nothing_is_wider_or_higher_than_the_terminal(
    found: list[Any], width: int, lines: int
) -> None:
    row = board(*((each, 3.0) for each in found))
    drawn = board_lines(row, width, 10)
    assert all(cell_len(line.plain) <= width for line in drawn)
    assert not any("\x1b" in line.plain for line in drawn)
    assert len(fitting(row, width, lines)) <= lines


def test_the_board_of_the_database(deals: Deals, ann: Person, ben: Person) -> None:
    maple = own_deal(ann, "Maple", stage="analyzing", estimated_value=1000, probability=50)
    own_deal(ann, "Elm", stage="due diligence", estimated_value=5)
    own_deal(ann, "Gone", status="won", stage="closing", estimated_value=7)
    own_deal(ben, "Theirs")
    found = deals("board", "--json").json
    assert list(found) == FIELDS[BoardRow]
    assert (found["count"], found["value"], found["weighted"]) == (2, "1005.00", "500.00")
    column = next(each for each in found["stages"] if each["stage"] == "analyzing")
    assert (
        list(column) == FIELDS[BoardStageRow] and list(column["deals"][0]) == FIELDS[BoardCardRow]
    )
    assert column["deals"][0]["days_in_stage"] == 0
    piped = deals("board")
    lines = piped.out.splitlines()
    assert "--json has the deals" in piped.err and deals("board", "-o", "tsv").err == ""
    assert lines[2] == "analyzing\t1\t1000.00\t500.00" and lines[-1].startswith("due diligence\t1")
    drawn = deals("board", "-o", "table", "--stage", "analyzing", env={"COLUMNS": "80"}).out
    assert "Maple" in drawn and "Elm" not in drawn and "\x1b" not in drawn
    # Since when it is there: a move and a reopening count, other events do not.
    past = "UPDATE deal_events SET created_at = now() - interval '9 days' WHERE deal_id = %s"
    ann.database.sql(past, maple)
    ann.database.sql("UPDATE deals SET created_at = now() - interval '9 days' WHERE id = %s", maple)
    ann.sql("UPDATE deals SET probability = 60 WHERE id = %s", maple)
    assert _days(deals, maple) == 9
    ann.sql("UPDATE deals SET stage = 'offer_sent' WHERE id = %s", maple)
    assert _days(deals, maple) == 0
    theirs = deals("board", "--json", "--lead", str(uuid4()))
    assert theirs.code == 3
    assert deals("board", "--watch").code == 2
    assert "needs a terminal" in deals("board", "--watch").err
    assert deals("board", "--fields", "count").code == 2


def _days(deals: Deals, deal_id: str) -> int:
    found = deals("board", "--json").json
    cards = [card for stage in found["stages"] for card in stage["deals"]]
    [days] = [card["days_in_stage"] for card in cards if card["id"] == deal_id]
    return int(days)


@pytest.mark.parametrize("width", [60, 80, 99, 100, 120, 200])
def test_all_that_is_counted_is_shown_or_told(width: int) -> None:
    row = board(*((deal(title=f"No {number:02}"), 1.0) for number in range(30)))
    text = plain(row, width, 7)
    assert len(re.findall(r"No \d\d", text)) == 7 and "+ 23 more" in text
