"""The page: numbers at the top, then a chart and its table for each question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib.resources import files
from xml.etree.ElementTree import Element

from doughy_cli.deals.forecast.rows import CalibrationRow, ForecastRow, RiskRow
from doughy_cli.deals.report.charts import (
    calibration_chart,
    funnel_chart,
    months_chart,
    pipeline_chart,
)
from doughy_cli.deals.report.markup import Part, document, node
from doughy_cli.deals.report.rows import ReportContent
from doughy_cli.deals.rows import DealRow
from doughy_cli.screens.words import dollars, spoken

NAMED = 25  # deals at risk, and of the largest
# The page asks nobody for anything, and nothing in it is run.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(content: ReportContent) -> str:
    """Return the page as HTML, complete in itself."""
    forecast = content.forecast
    empty = not forecast.totals.count and not forecast.conversion[0].reached
    parts = [_none()] if empty else _sections(content)
    html = node(
        "html",
        _head(),
        node("body", _header(content), *parts),
        lang="en",
    )
    return document(html)


def _head() -> Element:
    style = files("doughy_cli.deals.report").joinpath("style.css").read_text("utf-8")
    return node(
        "head",
        node("meta", charset="utf-8"),
        node("meta", name="viewport", content="width=device-width, initial-scale=1"),
        node("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        node("title", "Pipeline report"),
        _style(style),
    )


def _style(css: str) -> Element:
    made = Element("style")
    made.text = css  # not made visible: line ends are meant
    return made


def _header(content: ReportContent) -> Element:
    what = "a part of the deals" if content.narrowed else "all deals"
    when = f"{content.forecast.as_of:%Y-%m-%d %H:%M}"
    return node(
        "header",
        node("h1", "Pipeline report"),
        node("p", f"{when} · {content.whose} · {what}", class_="soft", dir="auto"),
    )


def _none() -> Element:
    return node("p", "There are no deals yet, so there is nothing to show.")


def _sections(content: ReportContent) -> list[Element]:
    forecast = content.forecast
    return [
        _tiles(forecast),
        *_section(
            "Pipeline",
            "The active deals by stage. Weighted is value × probability.",
            pipeline_chart(content.stages),
            _table(
                ("Stage", "Deals", "Value", "Weighted"),
                [
                    (spoken(each.stage), f"{each.count:,}", dollars(each.value),
                     dollars(each.weighted))
                    for each in content.stages
                ],
            ),
        ),
        *_section(
            "Forecast",
            "The active deals by the month in which they are expected to close.",
            months_chart(forecast.months) if forecast.months else None,
            _months(forecast),
        ),
        *_section(
            "Funnel",
            "All deals: how many came as far as a stage, and how many went on from there.",
            funnel_chart(forecast.conversion, forecast.won),
            _passage(forecast),
        ),
        *_calibration(forecast),
        *_risks(forecast.at_risk),
        *_largest(content.largest),
    ]  # fmt: skip


def _section(name: str, about: str, chart: Element | None, *more: Part) -> list[Element]:
    figure = None
    if chart is not None:
        caption = next((each.text for each in chart if each.tag == "desc"), "")
        figure = node("figure", chart, node("figcaption", caption))
    body = node("section", node("h2", name), node("p", about, class_="soft"), figure, *more)
    return [body]


def _tiles(forecast: ForecastRow) -> Element:
    total = forecast.totals
    tiles = (
        ("active deals", f"{total.count:,}"),
        ("best, if all are won", dollars(total.best)),
        ("weighted", dollars(total.weighted)),
        ("committed", dollars(total.committed)),
        ("open", dollars(total.open)),
        ("at risk", dollars(total.at_risk)),
    )
    items = [node("li", node("b", value), node("span", name)) for name, value in tiles]
    return node("ul", *items, class_="tiles")


def _months(forecast: ForecastRow) -> Element:
    heads = ("Month", "Deals", "Best", "Weighted", "Committed", "Open", "At risk")
    rows = [
        (each.month, f"{each.count:,}", *map(dollars, (each.value, each.weighted, each.committed,
                                                       each.open, each.at_risk)))
        for each in forecast.months
    ]  # fmt: skip
    return _table(heads, rows)


def _passage(forecast: ForecastRow) -> Element:
    steps = {each.stage: each for each in forecast.conversion}
    rows = []
    for time in forecast.time_in_stage:
        step = steps.get(time.stage)
        within = f"{step.low}–{step.high} %" if step and step.low is not None else "–"
        counts = (step.reached, step.went_on, step.ended) if step else ("–",) * 3
        converted = "–" if step is None else _percent(step.conversion)
        rows.append(
            (spoken(time.stage), *(f"{each:,}" if isinstance(each, int) else each
                                   for each in counts),
             converted, within, f"{time.here:,}", _days(time.median_here), _days(time.median))
        )  # fmt: skip
    heads = (
        *("Stage", "Reached", "Went on", "Ended", "Converted", "95 % within", "Here now"),
        *("For days", "Usual days"),
    )
    return _table(heads, rows)


def _calibration(forecast: ForecastRow) -> list[Element]:
    closed = forecast.won + forecast.lost
    about = "What was said of deals' chances, and what came of it."
    if not closed:
        return _section("Calibration", f"{about} No deal was won or lost yet.", None)
    score = "" if forecast.brier is None else f" Brier score {forecast.brier} (0 is perfect)."
    counted = f" {forecast.won:,} won, {forecast.lost:,} lost.{score}"
    rated = any(each.stated is not None for each in forecast.by_band)
    return _section(
        "Calibration",
        about + counted,
        calibration_chart(forecast.by_band) if rated else None,
        _calibrated("Said last", forecast.by_band),
        _calibrated("In stage", forecast.by_stage),
    )


def _calibrated(name: str, rows: Iterable[CalibrationRow]) -> Element:
    heads = (name, "Closed", "Won", "Came true", "95 % within", "Said", "Verdict")
    cells = [
        (
            spoken(each.name),
            f"{each.closed:,}",
            f"{each.won:,}",
            _percent(each.rate),
            "–" if each.low is None else f"{each.low}–{each.high} %",
            _percent(each.stated),
            each.verdict,
        )
        for each in rows
        if each.closed
    ]
    return _table(heads, cells)


def _risks(risks: Sequence[RiskRow]) -> list[Element]:
    if not risks:
        return []
    rows = [
        (each.title, spoken(each.stage), dollars(each.estimated_value) or "–",
         ", ".join(each.reasons))
        for each in risks[:NAMED]
    ]  # fmt: skip
    about = _named("deal at risk", "deals at risk", len(risks))
    return _section("At risk", about, None, _table(("Deal", "Stage", "Value", "Why"), rows, 3))


def _largest(deals: Sequence[DealRow]) -> list[Element]:
    if not deals:
        return []
    rows = [
        (
            each.title,
            spoken(each.stage),
            dollars(each.estimated_value) or "–",
            "–" if each.probability is None else f"{each.probability} %",
            each.expected_close_date.isoformat() if each.expected_close_date else "–",
            each.next_action or "–",
        )
        for each in deals
    ]
    heads = ("Deal", "Stage", "Value", "Chance", "Closes", "Next")
    return _section("Largest", "The most valuable active deals.", None, _table(heads, rows, 5))


def _named(one: str, several: str, count: int) -> str:
    if count <= NAMED:
        return f"{count:,} {one if count == 1 else several}."
    return f"The {NAMED} most valuable of {count:,} {several}."


def _table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], words: int | None = None
) -> Element:
    """Return a table; the column `words` holds text, as the first does."""

    def kind(place: int) -> str | None:
        return "words" if place == words else None

    head = [node("th", each, scope="col", class_=kind(place)) for place, each in enumerate(heads)]
    body = [
        node(
            "tr",
            *(
                node("td", each, class_=kind(place), dir="auto" if place in (0, words) else None)
                for place, each in enumerate(row)
            ),
        )
        for row in rows
    ]
    table = node("table", node("thead", node("tr", *head)), node("tbody", *body))
    return node("div", table, class_="scroll")


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{value} %"


def _days(value: Decimal | None) -> str:
    return "–" if value is None else str(value)
