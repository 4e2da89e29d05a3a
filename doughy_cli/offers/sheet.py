"""A calculation as a person writes it on paper: a line for each step, with the numbers in it.

The rounding rule: every amount is rounded to the cent as it is written down (half a cent goes
up, away from zero), every percentage and ratio to two digits and the mortgage constant to eight,
and the next line goes on with the written number. So whoever checks the paper with a calculator
gets the same result. Between two lines, 50 digits are carried.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum

_DIGITS = 50
MONTHS = 12


class Unit(StrEnum):
    """What a number counts."""

    money = "money"
    percent = "percent"
    ratio = "ratio"
    factor = "factor"
    years = "years"


_PLACES = {
    Unit.money: Decimal("0.01"),
    Unit.percent: Decimal("0.01"),
    Unit.ratio: Decimal("0.01"),
    Unit.factor: Decimal("0.00000001"),
    Unit.years: Decimal(1),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what it is, the formula with its numbers, and the number that comes of it.

    `value` is None where the formula has none: a return on no cash at all.
    """

    name: str
    label: str
    formula: str
    value: Decimal | None
    unit: Unit


@dataclass(slots=True)
class Sheet:
    """The lines written so far; each method writes one and returns its rounded value."""

    steps: list[Step] = field(default_factory=list)

    def amount(self, name: str, label: str, formula: str, value: Decimal) -> Decimal:
        """Write an amount of money."""
        return self._write(name, label, formula, value, Unit.money)

    def percent(self, name: str, label: str, formula: str, value: Decimal) -> Decimal:
        """Write a percentage; `value` is 0.08 for 8 %."""
        return self._write(name, label, formula, value * 100, Unit.percent)

    def ratio(self, name: str, label: str, formula: str, value: Decimal) -> Decimal:
        """Write a ratio, such as 1.25."""
        return self._write(name, label, formula, value, Unit.ratio)

    def factor(self, name: str, label: str, formula: str, value: Decimal) -> Decimal:
        """Write a factor that later lines multiply with."""
        return self._write(name, label, formula, value, Unit.factor)

    def nothing(self, name: str, label: str, why: str, unit: Unit) -> None:
        """Write that there is no such number, and why."""
        self.steps.append(Step(name, label, why, None, unit))

    def _write(self, name: str, label: str, formula: str, value: Decimal, unit: Unit) -> Decimal:
        written = rounded(value, unit)
        self.steps.append(Step(name, label, formula, written, unit))
        return written


def rounded(value: Decimal, unit: Unit) -> Decimal:
    """Return `value` as it is written down; never a negative zero."""
    with localcontext(Context(prec=_DIGITS)):
        return value.quantize(_PLACES[unit], ROUND_HALF_UP) + 0


@contextmanager
def on_paper() -> Iterator[None]:
    """Calculate with 50 digits, whatever the program's other arithmetic does."""
    with localcontext(Context(prec=_DIGITS)):
        yield


def share(percent: Decimal) -> Decimal:
    """Return 0.7 for 70 (percent)."""
    return percent / 100


def money(value: Decimal) -> str:
    """Return `129,500.00`."""
    return f"{value:,.2f}"


def number(value: Decimal) -> str:
    """Return a percentage or ratio without needless zeros: `70`, `7.25`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(value: Decimal | None, unit: Unit) -> str:
    """Return a number as a line shows it, with its unit."""
    if value is None:
        return "–"
    match unit:
        case Unit.money:
            return f"-${money(-value)}" if value < 0 else f"${money(value)}"
        case Unit.percent:
            return f"{number(value)} %"
        case Unit.years:
            return f"{number(value)} year{'' if value == 1 else 's'}"
        case _:
            return number(value)
