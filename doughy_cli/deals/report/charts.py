"""The charts, as SVG of our own: bars, columns and dots need no library, and no script.

Nothing is told by colour alone: what is at risk is hatched, and every bar has its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from doughy_cli.deals.forecast.rows import CalibrationRow, ConversionRow, MonthRow
from doughy_cli.deals.forecast.wilson import ENOUGH
from doughy_cli.deals.report.markup import svg
from doughy_cli.deals.report.rows import StageSumRow
from doughy_cli.screens.words import spoken

WIDTH = 760.0
_LABELS = 150.0  # to the left of bars
_NUMBERS = 175.0  # to the right of them
_ROW = 34.0
_LONGEST = 20  # characters of a label
_AXES = tuple(map(Decimal, (1, 2, 3, 4, 6, 8, 10)))
_SUM_UNITS = (
    (Decimal(10) ** 12, "T"),
    (Decimal(10) ** 9, "B"),
    (Decimal(10) ** 6, "M"),
    (Decimal(1000), "k"),
)


def short_sum(value: Decimal) -> str:
    """Return `$1.2M`: an amount to look at, not to reckon with."""
    for size, unit in _SUM_UNITS:
        if value >= size:
            scaled = value / size
            return f"${scaled:,.0f}{unit}" if scaled >= 100 else f"${scaled:,.1f}{unit}"
    return f"${value:,.0f}"


def _label(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _chart(name: str, about: str, height: float, *parts: Element) -> Element:
    return svg(
        "svg",
        svg("title", name),
        svg("desc", about),
        *parts,
        viewbox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="img",
        aria_label=f"{name}. {about}",
    )


def _share(part: Decimal | int, whole: Decimal | int) -> float:
    return float(Decimal(part) / Decimal(whole)) if whole else 0.0


def pipeline_chart(stages: Sequence[StageSumRow]) -> Element:
    """Return the value of each stage's deals as a bar, and in it the weighted value."""
    most = max((each.value for each in stages), default=Decimal(0))
    room = WIDTH - _LABELS - _NUMBERS
    parts: list[Element] = []
    for place, each in enumerate(stages):
        top = place * _ROW
        middle = top + _ROW / 2 + 4
        value, weighted = room * _share(each.value, most), room * _share(each.weighted, most)
        numbers = f"{short_sum(each.value)} · ~{short_sum(each.weighted)} · {each.count:,}"
        parts += [
            _text(_LABELS - 10, middle, _label(spoken(each.stage)), "end", whole=each.stage),
            _bar(_LABELS, top + 6, value, _ROW - 12, "bar-value"),
            _bar(_LABELS, top + 12, weighted, _ROW - 24, "bar-weighted"),
            _text(_LABELS + value + 8, middle, numbers, "soft"),
        ]
    about = "Wide bars: value; narrow bars: weighted value; numbers: value, weighted, deals."
    return _chart("Pipeline by stage", about, max(len(stages), 1) * _ROW, *parts)


def _round_up(value: Decimal) -> Decimal:
    """Return a number that an axis can end at: 4, 6, 8 or 10 times a power of ten, or 2 or 3, so
    that its quarters can be read."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(10) ** value.adjusted()
    return next(step * power for step in _AXES if step * power >= value)


def months_chart(months: Sequence[MonthRow]) -> Element:
    """Return each month's deals as a column: committed, open and at risk above each other, with a
    stroke at the weighted value."""
    top, bottom, left, height = 26.0, 46.0, 62.0, 300.0
    room = height - top - bottom
    most = _round_up(max((each.value for each in months), default=Decimal(0)))
    slot = (WIDTH - left) / max(len(months), 1)
    width = min(slot * 0.66, 64.0)
    # With many months every other label would lie on its neighbour.
    every = max(1, round(52 / slot + 0.49))
    parts: list[Element] = [_hatch()]
    for step in range(5):
        y = top + room * (1 - step / 4)
        parts += [
            svg("line", x1=left, x2=WIDTH, y1=y, y2=y, class_="grid"),
            _text(left - 8, y + 4, short_sum(most * step / 4), "soft end"),
        ]
    for place, each in enumerate(months):
        x = left + slot * (place + 0.5)
        y = top + room
        for amount, name in (
            (each.committed, "bar-sure"),
            (each.open, "bar-open"),
            (each.at_risk, "bar-risk"),
        ):
            size = room * _share(amount, most)
            y -= size
            parts.append(_bar(x - width / 2, y, width, size, name))
            if name == "bar-risk" and size:
                parts.append(
                    svg("rect", x=x - width / 2, y=y, width=width, height=size, fill="url(#hatch)")
                )
        at = top + room * (1 - _share(each.weighted, most))
        parts.append(
            svg("line", x1=x - width / 2 - 4, x2=x + width / 2 + 4, y1=at, y2=at, class_="mark")
        )
        if place % every == 0:
            parts += [
                _text(x, height - bottom + 18, each.month, "soft middle"),
                _text(x, height - bottom + 34, f"{each.count:,}", "soft middle"),
            ]
    about = (
        "From below: committed, open, at risk (hatched). The stroke is the weighted value, the "
        "number below the count of deals."
    )
    return _chart("Forecast by month", about, height, *parts)


def funnel_chart(steps: Sequence[ConversionRow], won: int) -> Element:
    """Return how many deals came as far as each stage, and the share that went on."""
    rows = [(spoken(each.stage), each.reached, _went_on(each)) for each in steps]
    rows.append(("won", won, ""))
    most = max(count for _, count, _ in rows)
    room = WIDTH - _LABELS - _NUMBERS
    parts: list[Element] = []
    for place, (name, count, note) in enumerate(rows):
        top = place * _ROW
        width = room * _share(count, most)
        middle = top + _ROW / 2 + 4
        kind = "bar-sure" if name == "won" else "bar-value"
        parts += [
            _text(_LABELS - 10, middle, name, "end"),
            _bar(_LABELS + (room - width) / 2, top + 4, width, _ROW - 8, kind),
            # In the middle of narrow bars the number would not be read.
            _text(_LABELS + room + 10, middle, f"{count:,}", ""),
            _text(WIDTH, middle, note, "soft end"),
        ]
    about = "Bars: deals that came as far; to the right: how many, and the share that went on."
    return _chart("Funnel", about, len(rows) * _ROW, *parts)


def _went_on(step: ConversionRow) -> str:
    return "" if step.conversion is None else f"{step.conversion} % went on"


def calibration_chart(rows: Sequence[CalibrationRow]) -> Element:
    """Return what was said (across) against what came true (up), with the interval within which
    that share lies; on the dashed line both are the same."""
    left, top, size = 190.0, 14.0, 330.0
    height = top + size + 44
    parts: list[Element] = []
    for percent in range(0, 101, 25):
        x, y = left + size * percent / 100, top + size * (1 - percent / 100)
        parts += [
            svg("line", x1=left, x2=left + size, y1=y, y2=y, class_="grid"),
            svg("line", x1=x, x2=x, y1=top, y2=top + size, class_="grid"),
            _text(left - 8, y + 4, f"{percent} %", "soft end"),
            _text(x, top + size + 18, f"{percent} %", "soft middle"),
        ]
    parts += [
        svg("line", x1=left, y1=top + size, x2=left + size, y2=top, class_="ideal"),
        _text(left + size / 2, top + size + 38, "stated probability", "middle"),
        _text(left - 60, top + size / 2, "came true", "end"),
    ]
    for each in rows:
        if each.stated is None or each.rate is None or each.low is None or each.high is None:
            continue
        x = left + size * float(each.stated) / 100
        y, low, high = (
            top + size * (1 - float(value) / 100) for value in (each.rate, each.low, each.high)
        )
        few = each.rated < ENOUGH
        told = f"{each.name}: said {each.stated} %, {each.won} of {each.closed} won"
        parts += [
            svg("line", x1=x, x2=x, y1=low, y2=high, class_="reach"),
            svg("line", x1=x - 5, x2=x + 5, y1=low, y2=low, class_="reach"),
            svg("line", x1=x - 5, x2=x + 5, y1=high, y2=high, class_="reach"),
            svg("circle", svg("title", told), cx=x, cy=y, r=6.0,
                class_="dot-few" if few else "dot"),
            _text(x + 11, y + 4, f"{each.won}/{each.closed}", "soft"),
        ]  # fmt: skip
    about = (
        "A dot for each band: what was said across, what came true up, with its 95 % interval; "
        "won of closed beside it. A hollow dot has too few deals to go by."
    )
    return _chart("Calibration", about, height, *parts)


def _bar(x: float, y: float, width: float, height: float, name: str) -> Element:
    return svg("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=name)


def _text(x: float, y: float, words: str, name: str, *, whole: str = "") -> Element:
    title = svg("title", whole) if whole else None
    return svg("text", words, title, x=x, y=y, class_=name or None)


def _hatch() -> Element:
    return svg(
        "defs",
        svg(
            "pattern",
            svg("line", x1=0, y1=0, x2=0, y2=8, class_="hatch"),
            id="hatch",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        ),
    )
