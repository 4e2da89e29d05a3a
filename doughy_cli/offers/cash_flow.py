"""The most that a rented property may cost, so that it still earns what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from doughy_cli.errors import Usage
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
    "offer = least of NOI ÷ cap rate − repairs, NOI ÷ DSCR ÷ mortgage constant ÷ LTV and "
    "the price at which cash flow ÷ cash invested is the cash-on-cash return; less the fee"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the property must earn; 0 leaves a measure out. `cap_rate` and `cash_on_cash` are
    percent, `dscr` is a ratio, `ltv` is the part of the price that is borrowed, in percent,
    and `closing` what buying costs, in percent of the price."""

    cap_rate: Decimal
    dscr: Decimal
    cash_on_cash: Decimal
    ltv: Decimal
    closing: Decimal


def cash_flow(
    income: Income,
    loan: Loan,
    asked: Asked,
    repairs: Decimal,
    fee: Decimal,
    price: Decimal | None = None,
) -> Worked:
    """Return the most that can be offered, line by line, and what the property earns at `price`
    (at the most that can be offered, if none is given).

    What the buyer pays in all is the offer and the fee; the measures are taken of that. Raises
    Usage where no measure is left to go by.

    Sources: direct capitalization, value = NOI ÷ cap rate (Appraisal Institute, "The Appraisal
    of Real Estate"); the loan that NOI carries at a DSCR (Comptroller's Handbook, "Commercial
    Real Estate Lending"); cash-on-cash return, the year's cash flow before tax ÷ the cash
    invested (Brueggeman and Fisher, "Real Estate Finance and Investments"), solved for the
    price.
    """
    sheet = Sheet()
    with on_paper():
        noi = net_operating_income(sheet, income)
        constant = mortgage_constant(sheet, loan) if asked.ltv else Decimal(0)
        limits = [
            each
            for each in (
                _by_cap_rate(sheet, noi, asked, repairs),
                _by_debt(sheet, noi, constant, asked),
                _by_cash(sheet, noi, constant, asked, repairs),
            )
            if each is not None
        ]
        if not limits:
            raise Usage(
                "Nothing is asked of the property.", "Give --cap-rate, --dscr or --cash-on-cash."
            )
        least = min(limits)
        listed = ", ".join(map(money, limits))
        most = sheet.amount(
            "maximum_offer",
            "Maximum offer",
            f"least of {listed} − {money(fee)}" if len(limits) > 1 else f"{listed} − {money(fee)}",
            least - fee,
        )
        at = most if price is None else price
        figures = _figures(noi, constant, asked, repairs, at, fee) if at > 0 else Sheet()
    return Worked(
        "cash-flow", FORMULA, tuple(sheet.steps), most, at if at > 0 else None, tuple(figures.steps)
    )


def _by_cap_rate(sheet: Sheet, noi: Decimal, asked: Asked, repairs: Decimal) -> Decimal | None:
    if not asked.cap_rate:
        return None
    return sheet.amount(
        "price_by_cap_rate",
        "Price by cap rate",
        f"{money(noi)} ÷ {number(asked.cap_rate)} % − {money(repairs)}",
        noi / share(asked.cap_rate) - repairs,
    )


def _by_debt(sheet: Sheet, noi: Decimal, constant: Decimal, asked: Asked) -> Decimal | None:
    if not (asked.dscr and asked.ltv):
        return None
    debt = sheet.amount(
        "debt_service_allowed",
        "Debt service allowed",
        f"{money(noi)} ÷ {number(asked.dscr)}",
        noi / asked.dscr,
    )
    borrowed = sheet.amount(
        "loan_allowed", "Loan allowed", f"{money(debt)} ÷ {number(constant)}", debt / constant
    )
    return sheet.amount(
        "price_by_dscr",
        "Price by DSCR",
        f"{money(borrowed)} ÷ {number(asked.ltv)} %",
        borrowed / share(asked.ltv),
    )


def _by_cash(
    sheet: Sheet, noi: Decimal, constant: Decimal, asked: Asked, repairs: Decimal
) -> Decimal | None:
    wanted, ltv, closing = share(asked.cash_on_cash), share(asked.ltv), share(asked.closing)
    if not wanted:
        return None
    # NOI - P·ltv·k = c · (P·(1 - ltv + closing) + repairs), solved for the price P.
    divisor = ltv * constant + wanted * (1 - ltv + closing)
    if not divisor:
        return None
    c, part = f"{number(asked.cash_on_cash)} %", f"{number(asked.ltv)} %"
    return sheet.amount(
        "price_by_cash_on_cash",
        "Price by cash-on-cash",
        f"({money(noi)} − {c} × {money(repairs)})"
        f" ÷ ({part} × {number(constant)} + {c} × (100 % − {part} + {number(asked.closing)} %))",
        (noi - wanted * repairs) / divisor,
    )


def _figures(
    noi: Decimal, constant: Decimal, asked: Asked, repairs: Decimal, offer: Decimal, fee: Decimal
) -> Sheet:
    sheet = Sheet()
    price = sheet.amount("price", "Price with fee", f"{money(offer)} + {money(fee)}", offer + fee)
    borrowed = sheet.amount(
        "loan", "Loan", f"{money(price)} × {number(asked.ltv)} %", price * share(asked.ltv)
    )
    costs = price * share(asked.closing)
    cash = sheet.amount(
        "cash_invested",
        "Cash invested",
        f"{money(price)} − {money(borrowed)} + {money(price)} × {number(asked.closing)} %"
        f" + {money(repairs)}",
        price - borrowed + costs + repairs,
    )
    debt = sheet.amount(
        "debt_service",
        "Debt service a year",
        f"{money(borrowed)} × {number(constant)}",
        borrowed * constant,
    )
    left = sheet.amount(
        "cash_flow", "Cash flow a year", f"{money(noi)} − {money(debt)}", noi - debt
    )
    whole = price + repairs
    sheet.percent("cap_rate", "Cap rate", f"{money(noi)} ÷ {money(whole)}", noi / whole)
    debt_ratio(sheet, noi, debt)
    return_on(sheet, left, cash)
    return sheet
