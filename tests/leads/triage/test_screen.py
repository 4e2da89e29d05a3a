"""Screens, drawn without a terminal: every line fits, whatever is in the lead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from doughy_cli.leads.conversations.rows import TimelineRow
from doughy_cli.leads.triage.editor import Line
from doughy_cli.leads.triage.keys import ACTIONS, ANYWAY, BINDINGS, OUTCOMES
from doughy_cli.leads.triage.rows import CardContactRow, CardDealRow, ScoreReasonRow, TriageRow
from doughy_cli.leads.triage.screen.frame import frame
from doughy_cli.leads.triage.view import LEAST, Page, Prompt, View
from doughy_cli.screens.parts import Pen, ends
from doughy_cli.screens.words import ago, due, money

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
ID = UUID("1a2b3c4d-0000-4000-8000-000000000000")
SIZES = [(80, 24), (120, 40), LEAST, (200, 60)]
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def card(text: str = "Ada Quill", **more: Any) -> TriageRow:
    """A lead with `text` wherever a text can be."""
    return TriageRow(
        **{
            **{"id": ID, "name": text, "phone": text, "email": text, "company": text},
            **{"status": "new", "score": 70, "tags": [text], "opt_status": None, "source": text},
            **{"next_action": text, "next_action_due": NOW - timedelta(days=2)},
            **{"workspace_id": None, "user_id": ID, "is_deleted": False},
            **{"created_at": NOW, "updated_at": NOW, "due": True, "temperature": "cold"},
            **{"priority": 50, "staleness_points": 16, "status_points": 24},
            **{"consent_points": 5, "value_points": 5, "last_contact_at": NOW},
            **{"last_channel": "call", "last_heard_at": None, "attempts": 1},
            **{"open_deals": 1, "open_value": Decimal(5)},
            "score_reasons": [ScoreReasonRow(NOW, "score_reason", text)],
            "deals": [CardDealRow(ID, text, text, Decimal("120000"), text, NOW, text)],
            "contacts": [CardContactRow(ID, text, "spouse", text, text)],
            "timeline": [moment(text)] * 30,
            **more,
        }
    )


def moment(text: str) -> TimelineRow:
    """A note."""
    return TimelineRow(
        **{"kind": "note", "at": NOW, "channel": None, "direction": None, "type": "note_added"},
        **{"summary": text, "text": text, "id": ID, "by": None, "deal_id": None},
        **{"duration_secs": None, "withdrawn": False},
    )


def view(row: TriageRow | None = None, **more: Any) -> View:
    given = {"page": Page.card, "now": NOW, "about": "--status new", "left": 8, "total": 10}
    return View(**{**given, "card": row or card(), **more})  # type: ignore[arg-type]


def drawn(shown: View, size: tuple[int, int] = (80, 24), *, color: bool = True) -> list[str]:
    return frame(Pen(color=color), shown, *size).lines


def plain(lines: list[str]) -> list[str]:
    return [_ESCAPES.sub("", line) for line in lines]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill",
        "李小龍" * 40,
        "محمد علي",
        "e\u0301" * 100,
        "👩‍👩‍👧‍👦" * 30,
        "x" * 500,
        "\x1b[31mred\x07\u202e\r\nnext",
        "[bold]markup[/bold] :smile:",
    ],
)
def test_every_line_fits_whatever_is_in_it(text: str, size: tuple[int, int]) -> None:
    lines = plain(drawn(view(card(text), message=text), size))
    assert len(lines) == size[1]
    assert max(map(cell_len, lines)) <= size[0]
    assert not any(harmful in line for line in lines for harmful in "\x1b\x07\r\n\u202e")


@settings(deadline=None, max_examples=60)
@given(
    st.text(max_size=60),
    st.integers(1, 140),
    st.integers(1, 45),
    st.sampled_from(["card", "prompt", "question", "help"]),
)
def test_no_text_and_no_size_breaks_a_frame(text: str, columns: int, lines: int, what: str) -> None:
    shown = view(card(text), message=text)
    if what == "prompt":
        shown = replace(shown, prompt=Prompt("Note", "hint", Line.of(text * 5)))
    elif what != "card":
        shown = replace(shown, page=Page(what), lines=(text, "", text))
    found = frame(Pen(color=True), shown, columns, lines)
    assert len(found.lines) == lines
    assert all(cell_len(line) <= columns for line in plain(found.lines))
    if found.cursor:
        assert found.cursor[0] < columns
        assert found.cursor[1] < lines


def test_markup_is_text() -> None:
    assert "[bold]x[/bold] :smile:" in "\n".join(plain(drawn(view(card("[bold]x[/bold] :smile:")))))


def test_the_card_says_all_that_it_must() -> None:
    row = card("Ada Quill", tags=["vip", "two words"], company="Quill LLC", source="list.csv")
    text = "\n".join(plain(drawn(view(row), (200, 60))))
    for each in (
        *("Ada Quill", "new · cold", "Quill LLC", "list.csv", "vip, two words", "70 · Ada Quill"),
        *("due first · 50 = silence 16 + status 24", "consent 5 + deals 5", "pending"),
        *("just now by call · never heard · 1 attempt since", "overdue by 2 days"),
        *(
            "$120,000",
            "spouse",
            "2026-03-04 12:00  note  Ada Quill",
            "8 left of 10",
            "--status new",
        ),
    ):
        assert each in text, each


def test_it_scrolls_as_far_as_the_card_goes() -> None:
    pen = Pen(color=False)
    first = frame(pen, view(), 80, 24)
    assert "more lines" in plain(first.lines)[-4]
    last = frame(pen, view(scroll=10_000), 80, 24)
    assert 0 < last.scroll < 100
    assert "to its beginning" in plain(last.lines)[-4]


def test_the_keys_fit_in_two_lines_at_80_columns() -> None:
    lines = plain(drawn(view()))
    assert all(f"{each.key} {each.word}" in "\n".join(lines[-2:]) for each in BINDINGS if each.word)


def test_nothing_left_shows_what_can_still_be_done() -> None:
    lines = plain(drawn(view(page=Page.finished, card=None, lines=("Nothing is left.",))))
    assert lines[-2].strip() == "b back  u undo  q quit"


def test_help_fits_a_usual_terminal() -> None:
    lines = plain(drawn(view(page=Page.help)))
    assert "more lines" not in "".join(lines)
    assert all(any(each.help in line for line in lines) for each in BINDINGS)


def test_help_scrolls_where_it_does_not_fit() -> None:
    found = frame(Pen(color=False), view(page=Page.help, scroll=10_000), *LEAST)
    lines = plain(found.lines)
    assert found.scroll > 0
    assert any(line.strip().startswith(BINDINGS[-1].key) for line in lines)
    assert "Down and up scroll" in lines[-1]


def test_a_column_begins_where_it_must_whatever_the_terminal_thinks_of_a_name() -> None:
    pen = Pen(color=False, screen=True)
    lines = frame(pen, view(card("👩‍👩‍👧‍👦 Quill", phone="1")), 80, 24).lines
    assert "\x1b[70G\x1b[1mnew\x1b[0m · cold" in lines[2]
    assert "\x02" not in "".join([*lines, *drawn(view()), Pen(color=False, plain=True).write(ends(
        Text("a"), Text("b"), 9))])  # fmt: skip


def test_what_belongs_together_is_not_torn() -> None:
    row = card("Ada", next_action="Walk the property with the roofer, and bring it", tags=[])
    lines = [line.strip() for line in plain(drawn(view(row), LEAST))]
    assert "+ consent 5 + deals 5" in lines
    lines = [line.strip() for line in plain(drawn(view(row), (60, 40)))]
    assert "Mon 2026-03-02 12:00, overdue by 2 days" in lines


def test_what_failed_is_marked_without_colour() -> None:
    assert " ! No" in plain(drawn(view(message="No", failed=True), color=False))[-3]
    assert "\x1b[3" not in "".join(drawn(view(), color=False))


def test_a_small_terminal_says_so() -> None:
    assert plain(drawn(view(), (30, 5)))[:3] == ["Too small:", "30×5,", "needs 60×16."]


def test_each_key_does_one_thing() -> None:
    keys = [key for each in BINDINGS for key in (each.key, *each.also)]
    assert len(keys) == len(set(keys)) == len(ACTIONS)
    assert len(set(OUTCOMES.values())) == len(OUTCOMES)
    assert ANYWAY not in {*ACTIONS, *OUTCOMES}


def test_the_document_has_the_programs_keys() -> None:
    text = (Path(__file__).parents[3] / "docs" / "triage.md").read_text()
    rows = re.findall(r"^\| (`.*?`) \| (.*?) \|$", text, re.M)
    shown = [(", ".join(f"`{k}`" for k in (b.key, *b.also)), b.help) for b in BINDINGS]
    calls = [(f"`{key}`", outcome.replace("_", " ")) for key, outcome in OUTCOMES.items()]
    assert rows == [*shown, *calls]


def test_times_and_money() -> None:
    assert ago(NOW - timedelta(hours=25), NOW) == "1 day ago"
    assert ago(NOW + timedelta(minutes=5), NOW) == "in 5 minutes"
    assert due(NOW + timedelta(days=1, hours=2), NOW) == "Thu 2026-03-05 14:00, tomorrow"
    assert due(NOW.replace(hour=23, minute=59), NOW) == "Wed 2026-03-04, today"
    assert due(NOW - timedelta(hours=2), NOW) == "Wed 2026-03-04 10:00, overdue by 2 hours"
    assert [money(Decimal(each)) for each in ("5", "1234.5")] == ["$5", "$1,234.50"]
