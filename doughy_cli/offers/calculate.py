"""From inputs to a worked offer, by the method that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from doughy_cli.offers.brrrr import Refinance, brrrr
from doughy_cli.offers.cash_flow import Asked, cash_flow
from doughy_cli.offers.inputs import Input, Method
from doughy_cli.offers.mao import mao
from doughy_cli.offers.rental import Income, Loan
from doughy_cli.offers.worked import Worked


def calculate(method: Method, inputs: Mapping[str, Input]) -> Worked:
    """Return the offer of what `gather` found. Raises Usage where nothing can be worked out."""
    values = {name: each.value for name, each in inputs.items()}
    price = values.get("price")
    if method is Method.mao:
        return mao(values["arv"], values["percent"], values["repairs"], values["fee"])
    income, loan = _rented(values)
    if method is Method.cash_flow:
        assert income is not None and loan is not None  # noqa: S101 -- `gather` sees to the rent
        asked = Asked(
            **{each: values[each] for each in ("cap_rate", "dscr", "cash_on_cash")},
            ltv=values["ltv"],
            closing=values["closing"],
        )
        return cash_flow(income, loan, asked, values["repairs"], values["fee"], price)
    terms = Refinance(
        ltv=values["refinance_ltv"],
        costs=values["refinance_costs"],
        closing=values["closing"],
        holding=values["holding"],
        cash_left=values["cash_left"],
        dscr=values.get("dscr", Decimal(0)),
    )
    return brrrr(values["arv"], values["repairs"], values["fee"], terms, income, loan, price)


def _rented(values: Mapping[str, Decimal]) -> tuple[Income | None, Loan | None]:
    if "rent" not in values:
        return None, None
    names = (
        *("rent", "other_income", "vacancy", "expenses", "taxes", "insurance", "management"),
        *("upkeep", "expense_ratio"),
    )
    income = Income(**{name: values[name] for name in names if name in values})
    return income, Loan(rate=values["rate"], years=values["years"])
