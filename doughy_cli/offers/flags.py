"""The flags of an offer: the method, and every input."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

import typer

from doughy_cli.amounts import read_amount
from doughy_cli.flagset import Flag, given
from doughy_cli.offers.inputs import KINDS, Method, read_number

How = Annotated[
    Method,
    typer.Option(
        "--method",
        case_sensitive=False,
        help="mao: ARV × percent - repairs - fee. cash-flow: what the rent carries. "
        "brrrr: what a refinance gives back.",
    ),
]
Save = Annotated[bool, typer.Option("--save", help="Keep it in the deal's (else lead's) timeline.")]
Comps = Annotated[
    list[str] | None,
    typer.Option(
        "--comp", metavar="DOC-ID", help="The comp or appraisal behind the ARV; repeat it."
    ),
]
Inspections = Annotated[
    list[str] | None,
    typer.Option(
        "--inspection", metavar="DOC-ID", help="The inspection behind the repairs; repeat it."
    ),
]


def _amount(help: str) -> Flag:
    return Flag(help, metavar="AMOUNT", parser=read_amount)


def _percent(help: str) -> Flag:
    return Flag(help, metavar="PERCENT", parser=read_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFlags:
    """The inputs that flags give; None for those that they leave to the property, the
    configuration and what is usual."""

    HEADING: ClassVar[str] = "Inputs"

    arv: Annotated[Decimal | None, _amount("What it is worth once repaired.")] = None
    percent: Annotated[Decimal | None, _percent("mao: the part of ARV to pay (70).")] = None
    repairs: Annotated[Decimal | None, _amount("What repairs cost.")] = None
    fee: Annotated[Decimal | None, _amount("What you take for the deal (0).")] = None
    rent: Annotated[Decimal | None, _amount("Rent a month.")] = None
    other_income: Annotated[Decimal | None, _amount("Other income a month (0).")] = None
    vacancy: Annotated[Decimal | None, _percent("Of the income, not collected (5).")] = None
    expenses: Annotated[Decimal | None, _amount("All operating expenses a year, or …")] = None
    taxes: Annotated[Decimal | None, _amount("… property taxes a year,")] = None
    insurance: Annotated[Decimal | None, _amount("insurance a year,")] = None
    management: Annotated[Decimal | None, _percent("management, of what is collected (10),")] = None
    upkeep: Annotated[Decimal | None, _percent("and upkeep and reserves, of it (10); or …")] = None
    expense_ratio: Annotated[Decimal | None, _percent("… all expenses, of it (50).")] = None
    rate: Annotated[Decimal | None, _percent("Interest on the loan a year (7).")] = None
    years: Annotated[
        Decimal | None, Flag("Years to pay it off (30).", metavar="YEARS", parser=read_number)
    ] = None
    ltv: Annotated[Decimal | None, _percent("cash-flow: borrowed, of the price (75).")] = None
    cap_rate: Annotated[Decimal | None, _percent("cash-flow: asked; 0 leaves it out (8).")] = None
    dscr: Annotated[
        Decimal | None,
        Flag("Asked; 0 leaves it out (1.25).", metavar="RATIO", parser=read_number),
    ] = None
    cash_on_cash: Annotated[Decimal | None, _percent("cash-flow: asked; 0 leaves it out (8).")] = (
        None
    )
    refinance_ltv: Annotated[Decimal | None, _percent("brrrr: lent, of ARV (75).")] = None
    refinance_costs: Annotated[Decimal | None, _percent("brrrr: of the new loan (3).")] = None
    closing: Annotated[Decimal | None, _percent("What buying costs, of the price (3).")] = None
    holding: Annotated[Decimal | None, _amount("brrrr: costs until the refinance (0).")] = None
    cash_left: Annotated[Decimal | None, _amount("brrrr: what may stay in it (0).")] = None
    price: Annotated[
        Decimal | None, _amount("The price to show figures for; the property's purchase price.")
    ] = None

    @property
    def values(self) -> dict[str, Decimal]:
        """What was given, by the input's name."""
        return {name: value for name, value in given(self).items() if name in KINDS}
