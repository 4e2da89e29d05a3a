"""What comps say, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from doughy_cli.properties.comps.rows import CompsRow, RangeRow
from doughy_cli.properties.comps.rule import FEWEST, old_sales, says_little

_REASONS = {
    "too_far": "too far away",
    "without_price": "without a price",
    "without_square_feet": "without square feet",
    "another_type": "of another type",
    "another_age": "of another age, or of none known",
    "sold_before": "sold before, or nobody knows when",
    "less_alike": "less alike (--number shows more)",
}


def told(row: CompsRow) -> Iterator[str]:
    """Yield what the comps say of the subject, and what they leave open, a sentence each."""
    prices = row.price_per_square_foot
    if prices is None:
        yield f"No comps for {row.subject.address}."
    else:
        count = len(row.comps)
        yield f"A square foot: {_words(prices)}, by {count} comp{'s' * (count > 1)}."
        if row.value is None:
            yield (
                "What that makes of it is not known without its square feet: "
                f"doughy properties edit {str(row.subject.id)[:8]} --square-feet N"
            )
        else:
            known = f"; ARV so far {_money(row.subject.arv)}" if row.subject.arv else ""
            yield f"So its {row.subject.square_feet:,} sq ft: {_words(row.value)}{known}."
    if (newest := old_sales(row)) is not None:
        yield (
            f"The newest sale is of {newest}: prices are not what they were then. "
            "--sold-since -365d takes newer ones only."
        )
    left = ", ".join(f"{count:,} {_REASONS[name]}" for name, count in row.left_out.items())
    if left:
        yield f"Of {row.near:,} looked at, left out: {left}."
    if len(row.comps) < min(FEWEST, row.rule.number):
        yield f"Fewer than {FEWEST} comps say little; --radius {_wider(row)} looks further."


def next_step(row: CompsRow) -> str | None:
    """Return what to do next: to keep the middle of the range as the ARV, unless all sales are
    old."""
    if row.value is None or says_little(row):
        return None
    return f"Next: doughy properties edit {str(row.subject.id)[:8]} --arv {row.value.median:.0f}"


def _wider(row: CompsRow) -> str:
    return f"{row.rule.radius_miles * 3:f}"


def _words(amounts: RangeRow) -> str:
    low, middle, high = (_money(each) for each in (amounts.low, amounts.median, amounts.high))
    return f"{low} to {high}, the middle {middle}"


def _money(amount: Decimal) -> str:
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"
