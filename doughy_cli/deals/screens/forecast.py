"""The forecast as lines: the months, what stood behind such numbers so far, and the stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.text import Text

from doughy_cli.deals.forecast.rows import (
    CalibrationRow,
    ConversionRow,
    ForecastRow,
    RiskRow,
    TimeRow,
)
from doughy_cli.screens.parts import LABEL, cut, ends, joined, shown
from doughy_cli.screens.words import dollars, spoken

_RISKS = 10  # deals at risk that are named
_NARROW = 90  # cells below which the least telling columns are left out
_GAP = "  "
_VERDICTS = {"too hopeful": "bold red", "too cautious": "yellow", "fits": "green"}


def forecast_lines(row: ForecastRow, width: int) -> list[Text]:
    """Return the forecast in lines of at most `width` cells."""
    if not row.totals.count and not row.conversion[0].reached:
        return [Text("No deals to forecast. To add one: doughy deals add --lead ID")]
    parts = (
        _outlook(row, width),
        _risks(row.at_risk, width),
        _calibration(row, width),
        _passage(row.time_in_stage, row.conversion, width),
    )
    lines: list[Text] = []
    for part in parts:
        lines += [*([Text()] if lines and part else []), *part]
    return [cut(line, width) for line in lines]


def _title(words: str, more: str = "") -> Text:
    return joined(Text(words, style="bold"), Text(f"  {more}" if more else "", style=LABEL))


def _outlook(row: ForecastRow, width: int) -> list[Text]:
    all_of = row.totals
    rows = [
        (each.month, f"{each.count:,}", *map(dollars, (each.value, each.weighted, each.committed,
                                                       each.open, each.at_risk)))
        for each in row.months
    ]  # fmt: skip
    rows.append(
        ("all", f"{all_of.count:,}", *map(dollars, (all_of.best, all_of.weighted,
                                                    all_of.committed, all_of.open, all_of.at_risk)))
    )  # fmt: skip
    heads = ("month", "deals", "best", "weighted", "committed", "open", "at risk")
    lines = [
        ends(_title("Forecast"), Text(f"{row.as_of:%Y-%m-%d %H:%M}", style=LABEL), width),
        *_table(heads, rows, last_bold=True, width=width),
    ]
    missing = [
        f"{count:,} without a {what}"
        for count, what in ((all_of.unrated, "probability"), (all_of.unvalued, "value"))
        if count
    ]
    if missing:
        lines.append(Text(f"Not in weighted: {', '.join(missing)}.", style=LABEL))
    return lines


def _risks(risks: Sequence[RiskRow], width: int) -> list[Text]:
    if not risks:
        return []
    lines = [_title(f"At risk: {len(risks):,}", "the most valuable first")]
    title = max(width // 3, 20)
    for each in risks[:_RISKS]:
        name = cut(shown(each.title), title)
        lines.append(
            joined(
                Text(f"{str(each.id)[:8]}{_GAP}", style=LABEL),
                name,
                Text(" " * (title - name.cell_len)),
                Text(f"{dollars(each.estimated_value) or '–':>12}{_GAP}"),
                Text(", ".join(each.reasons), style="red"),
            )
        )
    if len(risks) > _RISKS:
        lines.append(Text(f"+ {len(risks) - _RISKS:,} more; --json has them all", style=LABEL))
    return lines


def _calibration(row: ForecastRow, width: int) -> list[Text]:
    closed = row.won + row.lost
    if not closed:
        return [_title("Calibration"), Text("No deal was won or lost yet: nothing to go by.")]
    score = "" if row.brier is None else f", Brier score {row.brier}"
    lines = [_title("Calibration", f"{row.won:,} won, {row.lost:,} lost{score}")]
    for what, rows in (("said last", row.by_band), ("in stage", row.by_stage)):
        cells = [_calibrated(each) for each in rows if each.closed]
        heads = (what, "closed", "won", "came true", "95 % within", "said", "verdict")
        lines += _table(heads, cells, width=width) if cells else []
    return lines


def _calibrated(row: CalibrationRow) -> tuple[str, ...]:
    within = "" if row.low is None else f"{row.low}–{row.high}"
    return (
        spoken(row.name),
        f"{row.closed:,}",
        f"{row.won:,}",
        _percent(row.rate),
        within,
        _percent(row.stated),
        row.verdict,
    )


def _passage(times: Iterable[TimeRow], steps: Iterable[ConversionRow], width: int) -> list[Text]:
    by_stage = {each.stage: each for each in steps}
    rows: list[tuple[str, ...]] = []
    for time in times:
        step = by_stage.get(time.stage)
        rows.append(
            (
                spoken(time.stage),
                f"{time.here:,}",
                _days(time.median_here),
                _days(time.median),
                _days(time.longest),
                f"{step.reached:,}" if step else "",
                f"{step.went_on:,}" if step else "",
                f"{step.ended:,}" if step else "",
                _percent(step.conversion) if step else "",
                f"{step.low}–{step.high}" if step and step.low is not None else "",
            )
        )
    heads: tuple[str, ...] = (
        *("stage", "here", "for days", "usual", "longest", "reached", "went on", "ended"),
        *("converted", "95 % within"),
    )
    if width < _NARROW:
        keep = (0, 1, 2, 3, 5, 6, 7, 8)
        heads = tuple(heads[each] for each in keep)
        rows = [tuple(row[each] for each in keep) for row in rows]
    return [_title("Stages", "days are medians"), *_table(heads, rows, width=width)]


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{value} %"


def _days(value: Decimal | None) -> str:
    return "–" if value is None else f"{value}"


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, width: int, last_bold: bool = False
) -> list[Text]:
    """Return rows of cells under their heads: the first to the left, numbers to the right."""
    texts = [[shown(each) for each in row] for row in rows]
    widths = [
        max([len(head), *(row[place].cell_len for row in texts)])
        for place, head in enumerate(heads)
    ]
    # The names give way: numbers that are cut would be other numbers.
    spare = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    widths[0] = max(widths[0] - max(spare, 0), 10)
    lines = [_cells([Text(head.upper(), style=LABEL) for head in heads], widths)]
    for number, row in enumerate(texts, 1):
        if last_bold and number == len(texts):
            for each in row:
                each.stylize("bold")
        row[-1].stylize(_VERDICTS.get(row[-1].plain, ""))
        lines.append(_cells(row, widths))
    return lines


def _cells(row: Sequence[Text], widths: Sequence[int]) -> Text:
    parts = []
    for place, (text, width) in enumerate(zip(row, widths, strict=True)):
        text = cut(text, width)
        blank = Text(" " * (width - text.cell_len))
        parts += [text, blank] if place == 0 else [Text(_GAP), blank, text]
    return joined(*parts)
