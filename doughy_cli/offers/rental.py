"""What a rented property earns and what a loan on it costs: shared by two methods."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from doughy_cli.offers.sheet import MONTHS, Sheet, Unit, money, number, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """What comes in and goes out. Amounts are dollars, `vacancy` and the shares percent.

    `rent` and `other_income` are a month's, all other amounts a year's. Operating expenses are
    `expenses` where that is known; else taxes and insurance with `management` and `upkeep` as
    shares of what is collected; else `expense_ratio` of it.
    """

    rent: Decimal
    other_income: Decimal = Decimal(0)
    vacancy: Decimal = Decimal(0)
    expenses: Decimal | None = None
    taxes: Decimal | None = None
    insurance: Decimal | None = None
    management: Decimal = Decimal(0)
    upkeep: Decimal = Decimal(0)
    expense_ratio: Decimal = Decimal(50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """Terms: `rate` in percent a year, `years` until it is paid off, in months' payments."""

    rate: Decimal
    years: Decimal


def net_operating_income(sheet: Sheet, income: Income) -> Decimal:
    """Write down and return the net operating income (NOI) of a year, before any loan.

    Source: NOI is the effective gross income less operating expenses (Appraisal Institute,
    "The Appraisal of Real Estate"). The expense ratio of 50 % that stands in where no expenses
    are known is the 50 % rule of small rental properties.
    """
    gross = sheet.amount(
        "gross_income",
        "Gross income a year",
        f"({money(income.rent)} + {money(income.other_income)}) × {MONTHS}",
        (income.rent + income.other_income) * MONTHS,
    )
    lost = sheet.amount(
        "vacancy_loss",
        "Vacancy",
        f"{money(gross)} × {number(income.vacancy)} %",
        gross * share(income.vacancy),
    )
    collected = sheet.amount(
        "effective_income", "Collected", f"{money(gross)} − {money(lost)}", gross - lost
    )
    spent = _operating_expenses(sheet, income, collected)
    return sheet.amount(
        "noi", "Net operating income", f"{money(collected)} − {money(spent)}", collected - spent
    )


def _operating_expenses(sheet: Sheet, income: Income, collected: Decimal) -> Decimal:
    if income.expenses is not None:
        return sheet.amount(
            "operating_expenses", "Expenses a year", money(income.expenses), income.expenses
        )
    if income.taxes is None and income.insurance is None:
        return sheet.amount(
            "operating_expenses",
            "Expenses a year",
            f"{money(collected)} × {number(income.expense_ratio)} %",
            collected * share(income.expense_ratio),
        )
    taxes, insurance = income.taxes or Decimal(0), income.insurance or Decimal(0)
    of_income = income.management + income.upkeep
    return sheet.amount(
        "operating_expenses",
        "Expenses a year",
        f"{money(taxes)} + {money(insurance)} + {money(collected)} × {number(of_income)} %",
        taxes + insurance + collected * share(of_income),
    )


def mortgage_constant(sheet: Sheet, loan: Loan) -> Decimal:
    """Write down and return a year's payments on each dollar of a loan.

    Source: the level-payment mortgage, 12·i / (1 − (1 + i)⁻ⁿ) for n monthly payments at the
    monthly rate i (Brueggeman and Fisher, "Real Estate Finance and Investments"); 12 / n
    without interest.
    """
    payments = int(loan.years) * MONTHS
    monthly = share(loan.rate) / MONTHS
    if monthly:
        formula = (
            f"{MONTHS} × {number(loan.rate)} %/{MONTHS}"
            f" ÷ (1 − (1 + {number(loan.rate)} %/{MONTHS})^−{payments})"
        )
        constant = MONTHS * monthly / (1 - (1 + monthly) ** -payments)
    else:
        formula, constant = f"{MONTHS} ÷ {payments}", Decimal(MONTHS) / payments
    return sheet.factor("mortgage_constant", "Mortgage constant", formula, constant)


def debt_ratio(sheet: Sheet, noi: Decimal, debt: Decimal) -> None:
    """Write down the debt service coverage ratio: how many times NOI pays the loan.

    Source: DSCR = NOI ÷ annual debt service, the lenders' measure (Comptroller's Handbook,
    "Commercial Real Estate Lending").
    """
    if debt:
        sheet.ratio("dscr", "DSCR", f"{money(noi)} ÷ {money(debt)}", noi / debt)


def return_on(sheet: Sheet, flow: Decimal, cash: Decimal) -> None:
    """Write down the cash-on-cash return of a year, where there is cash in it.

    Source: cash flow before tax ÷ cash invested (Brueggeman and Fisher, "Real Estate Finance
    and Investments").
    """
    if cash > 0:
        formula = f"{money(flow)} ÷ {money(cash)}"
        sheet.percent("cash_on_cash", "Cash-on-cash", formula, flow / cash)
    else:
        sheet.nothing("cash_on_cash", "Cash-on-cash", "no cash stays in it", Unit.percent)
