"""An offer as lines of text, the way a person would write it down."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from decimal import Decimal

from doughy_cli.offers.inputs import Source
from doughy_cli.offers.rows import InputRow, OfferRow, StepRow
from doughy_cli.offers.sheet import Unit, in_unit, money

_TITLES = {
    "mao": "maximum allowable offer",
    "cash-flow": "what the rent carries",
    "brrrr": "buy, rehab, rent, refinance, repeat",
}
_INDENT = "  "
_LABEL = 24
_NUMBER = 18
_SHORT = 8
_LEAST = 20  # cells for a formula, however narrow the terminal


def paper(row: OfferRow, width: int) -> Iterator[str]:
    """Yield the lines of an offer: what it is fed with, the steps, and what comes of it.

    A formula that does not fit into `width` has its result in the line below.
    """
    yield f"{row.address}: {_TITLES[row.method]}"
    yield ""
    names = {each.id: f"{each.type} {str(each.id)[:_SHORT]}" for each in row.documents}
    for each in row.inputs:
        behind = ", ".join(names[one] for one in each.documents if one in names)
        yield _input(each, f"{_came_from(each)}: {behind}" if behind else _came_from(each))
    yield ""
    yield from _steps(row.steps, width)
    yield ""
    yield from _outcome(row)
    if row.figures and row.figures_at is not None:
        yield ""
        yield f"At {in_unit(row.figures_at, Unit.money)}:"
        yield from _steps(row.figures, width)


def _came_from(each: InputRow) -> str:
    return {
        Source.flag: "flag",
        Source.property: "from the property",
        Source.config: "from the configuration",
        Source.default: "usual",
    }[Source(each.source)]


def _input(each: InputRow, source: str) -> str:
    value = in_unit(each.value, Unit(each.unit))
    return f"{_INDENT}{each.label:<{_LABEL}}{value:>{_NUMBER}}  {source}"


def _steps(steps: Iterable[StepRow], width: int) -> Iterator[str]:
    for each in steps:
        room = max(width - len(_INDENT) - _LABEL, _LEAST)
        # A number and its % stay together.
        kept = each.formula.replace(" %", "\0%")
        wrapped = textwrap.wrap(kept, room, break_on_hyphens=False)
        first, *rest = [line.replace("\0%", " %") for line in wrapped]
        lines = [f"{_INDENT}{each.label:<{_LABEL}}{first}"]
        lines += [f"{_INDENT}{'':<{_LABEL}}{more}" for more in rest]
        yield from lines[:-1]
        value = in_unit(each.value, Unit(each.unit))
        right = f"= {value:>{_NUMBER}}" if each.value is not None else ""
        if not right:
            yield lines[-1]
        elif len(lines[-1]) + 1 + len(right) <= width:
            yield f"{lines[-1]:<{width - len(right)}}{right}"
        else:
            yield lines[-1]
            yield f"{right:>{width}}"


def _outcome(row: OfferRow) -> Iterator[str]:
    yield f"{_INDENT}{'Maximum offer':<{_LABEL}}{in_unit(row.maximum_offer, Unit.money):>{_NUMBER}}"
    if row.maximum_offer <= 0:
        yield f"{_INDENT}There is no offer in these numbers: they leave nothing for the seller."
    if row.purchase_price is not None and row.above_by is not None:
        yield f"{_INDENT}{_compared(row.purchase_price, row.above_by)}"


def _compared(price: Decimal, above: Decimal) -> str:
    if above > 0:
        return f"The purchase price on record, ${money(price)}, is ${money(above)} above it."
    if above < 0:
        return f"The purchase price on record, ${money(price)}, is ${money(-above)} below it."
    return f"The purchase price on record, ${money(price)}, is exactly that."
