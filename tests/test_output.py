"""Rows as table, TSV, JSON, JSON lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import pytest

from doughy_cli import table
from doughy_cli.options import Flags, Format
from doughy_cli.output import Output, cell, plain, visible
from doughy_cli.wrapping import wrapped


@dataclass(frozen=True)
class Row:
    TABLE: ClassVar = ("id", "name", "price")

    id: UUID
    name: str | None
    price: Decimal | None
    tags: list[str]
    seen: datetime | None


ROW = Row(
    UUID("0123abcd-0000-4000-8000-000000000001"),
    "Alma\tReyes",
    Decimal("1200.50"),
    ["a", "b"],
    datetime(2026, 1, 31, 12, 0, tzinfo=timezone(timedelta(hours=2))),
)
EMPTY = Row(UUID("0123abcd-0000-4000-8000-000000000002"), None, None, [], None)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(rows: list[Row], stdout: io.StringIO | None = None, **flags: Any) -> tuple[str, str]:
    out, err = stdout or io.StringIO(), io.StringIO()
    Output(Flags(**flags), out, err).rows(Row, rows, lambda: 412)
    return out.getvalue(), err.getvalue()


def test_json_has_every_field_in_order_with_nulls_and_exact_decimals() -> None:
    out, _ = written([ROW, EMPTY], json=True)
    first, second = json.loads(out)
    assert first == {
        "id": "0123abcd-0000-4000-8000-000000000001",
        "name": "Alma\tReyes",
        "price": "1200.50",
        "tags": ["a", "b"],
        "seen": "2026-01-31T10:00:00Z",
    }
    assert list(first) == ["id", "name", "price", "tags", "seen"]
    assert second["name"] is None
    assert second["tags"] == []


def test_an_empty_list_is_an_empty_array() -> None:
    assert written([], json=True)[0] == "[]\n"
    assert written([], output=Format.jsonl)[0] == ""
    assert written([], output=Format.csv)[0] == "id,name,price,tags,seen\n"


def test_fields_narrow_every_format_and_keep_their_order() -> None:
    wanted = ("price", "id")
    assert list(json.loads(written([ROW], json=True, fields=wanted)[0])[0]) == ["price", "id"]
    assert written([ROW], output=Format.csv, fields=wanted)[0].startswith("price,id\n")
    assert written([ROW], output=Format.tsv, fields=wanted)[0].startswith("1200.50\t0123abcd-")


def test_a_pipe_gets_tsv_in_full_without_a_tab_inside_a_cell() -> None:
    out, _ = written([ROW])
    assert out == "0123abcd-0000-4000-8000-000000000001\tAlma\\tReyes\t1200.50\n"


def test_csv_reads_back_as_the_same_values() -> None:
    out, _ = written([ROW, EMPTY], output=Format.csv)
    first, second = csv.DictReader(io.StringIO(out))
    assert first["name"] == "Alma\tReyes"
    assert json.loads(first["tags"]) == ["a", "b"]
    assert second["name"] == second["tags"] == ""


def test_a_terminal_gets_a_table_with_short_ids_and_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out, err = written([ROW] * 50, Terminal())
    assert "0123abcd " in out
    assert "0123abcd-" not in out
    assert "\x1b" not in out
    assert err == "50 of 412, --all shows the rest\n"


def test_colour_is_used_on_a_terminal_only_and_can_be_forced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "CLICOLOR_FORCE", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert Output(Flags(), Terminal()).color(Terminal())
    assert not Output(Flags()).color(io.StringIO())
    assert not Output(Flags(no_color=True)).color(Terminal())
    monkeypatch.setenv("CLICOLOR_FORCE", "1")
    assert Output(Flags()).color(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Output(Flags()).color(Terminal())
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.delenv("CLICOLOR_FORCE")
    monkeypatch.setenv("TERM", "dumb")
    assert not Output(Flags()).color(Terminal())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb", "a\\nb"),
        ("\x9b2J", "\\x9b2J"),
        ("abc\u202etxt", "abc\\u202etxt"),
        ("José 田中 👍🏽", "José 田中 👍🏽"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("[red]x[/red]", "[red]x[/red]"),
    ],
)
def test_what_could_act_on_a_terminal_is_shown_as_what_it_is(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_json_never_carries_a_raw_control_character() -> None:
    row = Row(ROW.id, "\x1b]0;x\x07\x9b2J\x7f", None, [], None)
    out, _ = written([row], json=True)
    assert not any(ord(each) < 32 or 127 <= ord(each) < 160 for each in out.replace("\n", ""))
    assert json.loads(out)[0]["name"] == row.name


def test_plain_values() -> None:
    assert plain(datetime(2026, 1, 1, 0, 0, 0, 5, UTC)) == "2026-01-01T00:00:00.000005Z"
    assert plain(date(2026, 1, 1)) == "2026-01-01"
    assert plain({"a": [Decimal("1.10")]}) == {"a": ["1.10"]}


@pytest.mark.parametrize(
    ("width", "shown", "left_out"),
    [
        ("12", "0123abcd", "columns NAME, PRICE"),
        ("20", "Alma", "column PRICE"),
        ("60", "1200.50", ""),
    ],
)
def test_a_narrow_terminal_gets_the_columns_there_is_room_for(
    width: str, shown: str, left_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out, err = written([ROW], Terminal(), no_color=True)
    assert "0123abcd" in out and shown in out
    assert max(map(len, out.splitlines())) <= int(width)
    said = f"Left out for want of width: the {left_out}\n"
    assert (said in err) is bool(left_out)


def test_phones_stay_whole_and_what_is_empty_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "58")
    screen = Terminal()
    columns = ["id", "name", "phone", "next_action", "next_action_due"]
    row = ["0123abcd", "Alma Reyes of the Elm Street", "+16178325100x805", "", ""]
    left_out = table.print_table(columns, [row], screen, color=False)
    assert left_out == []
    heading, line = screen.getvalue().splitlines()
    assert heading.split() == ["ID", "NAME", "PHONE", "NEXT", "…", "DUE"]
    assert "Alma Reyes o" in line and line.rstrip().endswith("+16178325100x805")
    assert cell("+16178325100;ext=805", short=True) == "+16178325100x805"
    assert cell("+16178325100;ext=805") == "+16178325100;ext=805"


def test_messages_on_a_terminal_break_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    screen = Terminal()
    said = "Not ready: 1 Elm St lacks a deed. See `doughy deals ready 0123abcd`.\n  A hint"
    assert wrapped(said, io.StringIO()) == said
    assert wrapped(said, screen).splitlines() == [
        *("Not ready: 1 Elm St lacks a", "deed. See", "`doughy deals ready 0123abcd`."),
        "  A hint",
    ]
    for whole in ("Next: doughy leads restore 0123abcd 4567abcd", f"{'name':20}{'what it is':20}"):
        assert wrapped(whole, screen) == whole
