"""What a calculation is fed with: each input's name, bounds and usual value, and where the
value of a run came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from doughy_cli.errors import Usage, quoted
from doughy_cli.offers.sheet import Unit, in_unit, number

LARGEST = Decimal("9999999999.99")  # dollars; what the columns hold
_CENT = Decimal("0.01")
_MOST_DECIMALS = 6


class Method(StrEnum):
    """How the most that can be offered is found."""

    mao = "mao"
    cash_flow = "cash-flow"
    brrrr = "brrrr"


class Source(StrEnum):
    """Where an input's value came from."""

    flag = "flag"
    property = "property"
    config = "config"
    default = "default"


@dataclass(frozen=True, slots=True)
class Kind:
    """One input: its bounds (in its unit, both included), its usual value, the property's field
    that holds it, and the methods that ask for it."""

    name: str
    label: str
    unit: Unit
    methods: tuple[Method, ...]
    least: Decimal = Decimal(0)
    most: Decimal = LARGEST
    usual: Decimal | None = None
    field: str | None = None
    configurable: bool = False

    @property
    def flag(self) -> str:
        """The flag that gives it."""
        return f"--{self.name.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Input:
    """An input of one run."""

    name: str
    label: str
    value: Decimal
    unit: Unit
    source: Source


_ALL = tuple(Method)
_RENTED = (Method.cash_flow, Method.brrrr)
_REFINANCED = (Method.brrrr,)
_LET = (Method.cash_flow,)
_WORTH = (Method.mao, Method.brrrr)


def _money(name: str, label: str, methods: tuple[Method, ...], **details: Any) -> Kind:
    return Kind(name, label, Unit.money, methods, **details)


def _percent(name: str, label: str, methods: tuple[Method, ...], usual: str, **more: Any) -> Kind:
    details = {"most": Decimal(100), "configurable": True, **more}
    return Kind(name, label, Unit.percent, methods, usual=Decimal(usual), **details)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _money("arv", "ARV", _WORTH, least=_CENT, field="arv"),
        _percent("percent", "Percent of ARV", (Method.mao,), "70", least=Decimal(1)),
        _money("rent", "Rent a month", _RENTED, least=_CENT),
        _money("other_income", "Other income a month", _RENTED, usual=Decimal(0)),
        _percent("vacancy", "Vacancy", _RENTED, "5"),
        _money("expenses", "Expenses a year", _RENTED),
        _money("taxes", "Taxes a year", _RENTED),
        _money("insurance", "Insurance a year", _RENTED),
        _percent("management", "Management", _RENTED, "10"),
        _percent("upkeep", "Upkeep and reserves", _RENTED, "10"),
        _percent("expense_ratio", "Expense ratio", _RENTED, "50"),
        _percent("rate", "Interest a year", _RENTED, "7"),
        Kind("years", "Loan paid off in", Unit.years, _RENTED, Decimal(1), Decimal(50),
             Decimal(30), configurable=True),
        _percent("ltv", "LTV", _LET, "75"),
        _percent("cap_rate", "Cap rate asked", _LET, "8"),
        Kind("dscr", "DSCR asked", Unit.ratio, _RENTED, Decimal(0), Decimal(10),
             Decimal("1.25"), configurable=True),
        _percent("cash_on_cash", "Cash-on-cash asked", _LET, "8"),
        _percent("refinance_ltv", "Refinance LTV", _REFINANCED, "75", least=Decimal(1)),
        _percent("refinance_costs", "Refinance costs", _REFINANCED, "3"),
        _percent("closing", "Closing costs", _RENTED, "3"),
        _money("holding", "Holding costs", _REFINANCED, usual=Decimal(0), configurable=True),
        _money("cash_left", "Cash that may stay", _REFINANCED, usual=Decimal(0), configurable=True),
        _money("repairs", "Repairs", _ALL, field="repair_estimate"),
        _money("fee", "Fee", _ALL, usual=Decimal(0), configurable=True),
        _money("price", "Price to look at", _RENTED, least=_CENT, field="purchase_price"),
    )
}  # fmt: skip

# Three ways to say what running a property costs; the first that is given is used.
_EXPENSES = (("expenses",), ("taxes", "insurance", "management", "upkeep"), ("expense_ratio",))
_OPTIONAL = ("expenses", "taxes", "insurance", "price")


def checked(kind: Kind, value: Decimal, what: str) -> Decimal:
    """Return `value` if the input can have it. Raises Usage, naming it as `what`."""
    if not value.is_finite():
        raise Usage(f"{what} must be a number, not {value}.")
    if not kind.least <= value <= kind.most:
        low, high = in_unit(kind.least, kind.unit), in_unit(kind.most, kind.unit)
        fraction = kind.unit is Unit.percent and 0 < value < 1
        hint = f"Write {number(value * 100)} for {number(value * 100)} %." if fraction else None
        raise Usage(f"{what} must be from {low} to {high}, not {in_unit(value, kind.unit)}.", hint)
    if kind.unit is Unit.years and value != value.to_integral_value():
        raise Usage(f"{what} must be a whole number of years, not {number(value)}.")
    return value


def read_number(text: str) -> Decimal:
    """Read a percentage or ratio: `70`, `7.25`, `70 %`. Raises Usage."""
    try:
        value = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation:
        raise Usage(f"{quoted(text)} is not a number.", "Write it as 7.25.") from None
    if not value.is_finite():
        raise Usage(f"{quoted(text)} is not a number.", "Write it as 7.25.")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_MOST_DECIMALS:
        raise Usage(f"{quoted(text)} has more than {_MOST_DECIMALS} decimals.")
    return value


def gather(
    method: Method,
    flags: Mapping[str, Decimal],
    config: Mapping[str, Decimal],
    facts: Mapping[str, Decimal | None],
) -> dict[str, Input]:
    """Return the inputs of `method` by name: flag, then property, configuration, usual value.

    `facts` are the property's fields. Raises Usage for a flag that another method takes, for
    values that cannot be, and for what is missing, naming its flag.
    """
    _refuse_strangers(method, flags)
    wanted = [kind for kind in KINDS.values() if method in kind.methods]
    found: dict[str, Input] = {}
    for kind in wanted:
        given = _given(kind, flags, config, facts)
        if given is not None:
            value, source = given
            found[kind.name] = Input(kind.name, kind.label, value, kind.unit, source)
    if method is Method.brrrr and "rent" not in found:
        found = _without_rent(found, flags)
    else:
        found = _one_way_of_expenses(found, flags)
    missing = [
        kind
        for kind in wanted
        if kind.name not in found and kind.name not in _OPTIONAL and _needed(kind, method)
    ]
    if missing:
        _tell_missing(missing)
    return found


def _refuse_strangers(method: Method, flags: Iterable[str]) -> None:
    for name in flags:
        kind = KINDS[name]
        if method not in kind.methods:
            others = " and ".join(f"--method {each}" for each in kind.methods)
            raise Usage(f"{kind.flag} is not for --method {method}.", f"It is for {others}.")


def _given(
    kind: Kind,
    flags: Mapping[str, Decimal],
    config: Mapping[str, Decimal],
    facts: Mapping[str, Decimal | None],
) -> tuple[Decimal, Source] | None:
    if kind.name in flags:
        return checked(kind, flags[kind.name], kind.flag), Source.flag
    fact = facts.get(kind.field) if kind.field else None
    if fact is not None and (fact or not kind.least):
        return checked(kind, fact, f"The property's {kind.field}"), Source.property
    if kind.name in config:
        return config[kind.name], Source.config
    return None if kind.usual is None else (kind.usual, Source.default)


def _without_rent(found: dict[str, Input], flags: Iterable[str]) -> dict[str, Input]:
    """Leave out what only says something of a rent. Raises Usage if a flag is among it."""
    idle = [name for name in _OF_RENT if name in found]
    given = [KINDS[name].flag for name in idle if name in flags]
    if given:
        raise Usage(f"{given[0]} needs a rent.", "Give --rent as well.")
    return {name: each for name, each in found.items() if name not in idle}


_OF_RENT = (
    *("other_income", "vacancy", "expenses", "taxes", "insurance", "management", "upkeep"),
    *("expense_ratio", "rate", "years", "dscr"),
)


def _one_way_of_expenses(found: dict[str, Input], flags: Iterable[str]) -> dict[str, Input]:
    """Leave only one way to say what running it costs. Raises Usage if flags say several."""
    said = [ways for ways in _EXPENSES if any(name in flags for name in ways)]
    if len(said) > 1:
        several = [next(KINDS[name].flag for name in ways if name in flags) for ways in said]
        raise Usage(
            f"{several[0]} and {several[1]} are two ways to say what running it costs.",
            "Give --expenses, or --taxes and --insurance, or --expense-ratio.",
        )
    itemised = "taxes" in found or "insurance" in found
    if said and said[0] == _EXPENSES[1] and not itemised:
        raise Usage(
            "--management and --upkeep go with taxes and insurance.",
            "Give --taxes and --insurance as well.",
        )
    used = _EXPENSES[0] if "expenses" in found else _EXPENSES[1] if itemised else _EXPENSES[2]
    others = {name for ways in _EXPENSES if ways != used for name in ways}
    return {name: each for name, each in found.items() if name not in others}


def _needed(kind: Kind, method: Method) -> bool:
    """Return whether nothing can be worked out without it."""
    if kind.usual is not None or kind.name in _OPTIONAL:
        return False
    return not (kind.name == "rent" and method is Method.brrrr)


def _tell_missing(missing: list[Kind]) -> None:
    names = " and ".join(kind.label for kind in missing)
    verb = "is" if len(missing) == 1 else "are"
    flags = " ".join(f"{kind.flag} AMOUNT" for kind in missing)
    kept = [kind for kind in missing if kind.field]
    hint = f"Give {flags}"
    if any(kind.name == "repairs" for kind in missing):
        hint += " (--repairs 0 if nothing is to be repaired)"
    if kept:
        fields = " ".join(f"--{(kind.field or '').replace('_', '-')} AMOUNT" for kind in kept)
        hint += f"; to keep it: doughy properties edit ID {fields}"
    raise Usage(f"{names} {verb} not known.", f"{hint}.", code="input_missing")
