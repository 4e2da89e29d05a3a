"""Buy, rehab, rent, refinance, repeat: what may be paid so that the loan gives the cash back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from doughy_cli.offers.rental import (
    Income,
    Loan,
    debt_ratio,
    mortgage_constant,
    net_operating_income,
    return_on,
)
from doughy_cli.offers.sheet import Sheet, money, number, on_paper, share
from doughy_cli.offers.worked import Worked

FORMULA = (
    "offer = (refinance loan − refinance costs + cash left − repairs − holding)"
    " ÷ (1 + closing) − fee, where the loan is ARV × LTV, or what NOI carries if that is less"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinance:
    """The refinance and what comes before it. `ltv`, `costs` (of the loan) and `closing` (of
    the price) are percent, `holding` and `cash_left` (what may stay in the deal) dollars, and
    `dscr` is the ratio that the lender asks for."""

    ltv: Decimal
    costs: Decimal
    closing: Decimal
    holding: Decimal
    cash_left: Decimal
    dscr: Decimal


@dataclass(frozen=True, slots=True)
class _Lent:
    """The refinance as it comes out; `noi` and `constant` are None without a rent."""

    loan: Decimal
    proceeds: Decimal
    noi: Decimal | None
    constant: Decimal | None


def brrrr(
    arv: Decimal,
    repairs: Decimal,
    fee: Decimal,
    refinance: Refinance,
    income: Income | None = None,
    loan: Loan | None = None,
    price: Decimal | None = None,
) -> Worked:
    """Return the most that can be offered, line by line, and what stays in the deal at `price`
    (at the most that can be offered, if none is given).

    With `income` and `loan`, the refinance lends no more than NOI carries at the lender's DSCR.

    Source: David Greene, "Buy, Rehab, Rent, Refinance, Repeat" (BiggerPockets, 2019): the cash
    left in a deal is everything paid less what the refinance pays out; solved here for the
    price.
    """
    sheet = Sheet()
    with on_paper():
        lent = _lend(sheet, arv, refinance, income, loan)
        room = sheet.amount(
            "purchase_allowed",
            "Left for buying",
            f"{money(lent.proceeds)} + {money(refinance.cash_left)}"
            f" − {money(repairs)} − {money(refinance.holding)}",
            lent.proceeds + refinance.cash_left - repairs - refinance.holding,
        )
        most_paid = sheet.amount(
            "price_allowed",
            "Price allowed",
            f"{money(room)} ÷ (100 % + {number(refinance.closing)} %)",
            room / (1 + share(refinance.closing)),
        )
        most = sheet.amount(
            "maximum_offer",
            "Maximum offer",
            f"{money(most_paid)} − {money(fee)}",
            most_paid - fee,
        )
        at = most if price is None else price
        figures = _figures(lent, arv, repairs, fee, refinance, at) if at > 0 else Sheet()
    return Worked(
        "brrrr", FORMULA, tuple(sheet.steps), most, at if at > 0 else None, tuple(figures.steps)
    )


def _lend(
    sheet: Sheet, arv: Decimal, refinance: Refinance, income: Income | None, loan: Loan | None
) -> _Lent:
    lent = sheet.amount(
        "loan_by_value",
        "Loan by value",
        f"{money(arv)} × {number(refinance.ltv)} %",
        arv * share(refinance.ltv),
    )
    noi = constant = None
    if income is not None and loan is not None:
        noi = net_operating_income(sheet, income)
        constant = mortgage_constant(sheet, loan)
        if refinance.dscr:
            carried = sheet.amount(
                "loan_by_dscr",
                "Loan by DSCR",
                f"{money(noi)} ÷ {number(refinance.dscr)} ÷ {number(constant)}",
                noi / refinance.dscr / constant,
            )
            # A property that loses money carries no loan, not a negative one.
            lent = sheet.amount(
                "refinance_loan",
                "Refinance loan",
                f"least of {money(lent)}, {money(carried)}, at least 0",
                max(min(lent, carried), Decimal(0)),
            )
    costs = sheet.amount(
        "refinance_costs",
        "Refinance costs",
        f"{money(lent)} × {number(refinance.costs)} %",
        lent * share(refinance.costs),
    )
    proceeds = sheet.amount("proceeds", "Paid out", f"{money(lent)} − {money(costs)}", lent - costs)
    return _Lent(lent, proceeds, noi, constant)


def _figures(
    lent: _Lent,
    arv: Decimal,
    repairs: Decimal,
    fee: Decimal,
    refinance: Refinance,
    offer: Decimal,
) -> Sheet:
    sheet = Sheet()
    paid = sheet.amount(
        "all_in",
        "All-in cost",
        f"({money(offer)} + {money(fee)}) × (100 % + {number(refinance.closing)} %)"
        f" + {money(repairs)} + {money(refinance.holding)}",
        (offer + fee) * (1 + share(refinance.closing)) + repairs + refinance.holding,
    )
    left = sheet.amount(
        "cash_left", "Cash left in deal", f"{money(paid)} − {money(lent.proceeds)}",
        paid - lent.proceeds,
    )  # fmt: skip
    sheet.amount("equity", "Equity", f"{money(arv)} − {money(lent.loan)}", arv - lent.loan)
    if lent.noi is not None and lent.constant is not None:
        debt = sheet.amount(
            "debt_service",
            "Debt service a year",
            f"{money(lent.loan)} × {number(lent.constant)}",
            lent.loan * lent.constant,
        )
        flow = sheet.amount(
            "cash_flow", "Cash flow a year", f"{money(lent.noi)} − {money(debt)}", lent.noi - debt
        )
        debt_ratio(sheet, lent.noi, debt)
        return_on(sheet, flow, left)
    return sheet
