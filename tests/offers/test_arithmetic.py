"""The arithmetic of offers: what comes of the formulas, and what always holds of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from doughy_cli.errors import Usage
from doughy_cli.offers.brrrr import Refinance, brrrr
from doughy_cli.offers.cash_flow import Asked, cash_flow
from doughy_cli.offers.mao import mao
from doughy_cli.offers.rental import Income, Loan
from doughy_cli.offers.sheet import Step, Unit, rounded, share
from doughy_cli.offers.worked import Worked

CENT = Decimal("0.01")
amounts = some.decimals(0, 9_999_999_999, places=2)
worths = some.decimals(1, 9_999_999_999, places=2)
rents = some.decimals(100, 50_000, places=2)
costs = some.decimals(0, 500_000, places=2)
percents = some.decimals(1, 100, places=2)
low_percents = some.decimals(0, 20, places=2)
loans = some.builds(
    Loan,
    rate=some.decimals(0, 20, places=3),
    years=some.integers(1, 50).map(Decimal),
)
incomes = some.builds(
    Income,
    rent=rents,
    other_income=some.decimals(0, 500, places=2),
    vacancy=low_percents,
    expense_ratio=some.decimals(0, 60, places=1),
)


def d(text: str) -> Decimal:
    return Decimal(text)


def values(steps: tuple[Step, ...]) -> dict[str, Decimal | None]:
    return {each.name: each.value for each in steps}


def at_most(worked: Worked, name: str) -> Decimal:
    found = values(worked.steps)[name]
    assert found is not None
    return found


def test_mao_as_it_is_written() -> None:
    worked = mao(d("185000"), d("70"), d("35000"), d("5000"))
    assert [(each.label, each.formula, each.value) for each in worked.steps] == [
        ("ARV × percent", "185,000.00 × 70 %", d("129500.00")),
        ("MAO", "129,500.00 − 35,000.00 − 5,000.00", d("89500.00")),
    ]
    assert worked.maximum_offer == d("89500.00")
    assert mao(d("50000"), d("70"), d("60000"), d("0")).maximum_offer == d("-25000.00")


def test_half_a_cent_goes_up_and_nothing_is_minus_zero() -> None:
    assert mao(d("0.15"), d("70"), d("0"), d("0")).maximum_offer == d("0.11")
    assert str(rounded(d("-0.001"), Unit.money)) == "0.00"


@settings(deadline=None)
@given(worths, percents, amounts, amounts)
def test_mao_adds_up_again(arv: Decimal, percent: Decimal, repairs: Decimal, fee: Decimal) -> None:
    worked = mao(arv, percent, repairs, fee)
    assert worked.maximum_offer == at_most(worked, "arv_share") - repairs - fee
    assert abs(worked.maximum_offer + repairs + fee - arv * percent / 100) <= CENT / 2
    assert worked.maximum_offer.as_tuple().exponent == -2


@settings(deadline=None)
@given(worths, worths, percents, amounts, amounts)
def test_mao_grows_with_arv_and_falls_with_costs(
    arv: Decimal, other: Decimal, percent: Decimal, repairs: Decimal, fee: Decimal
) -> None:
    low, high = sorted((arv, other))
    assert (
        mao(low, percent, repairs, fee).maximum_offer
        <= mao(high, percent, repairs, fee).maximum_offer
    )
    assert (
        mao(arv, percent, repairs, fee).maximum_offer
        <= mao(arv, percent, repairs, Decimal(0)).maximum_offer
    )


RENTED = Income(rent=d("1800"), vacancy=d("5"), expense_ratio=d("50"))
LOAN = Loan(rate=d("7"), years=d("30"))
ASKED = Asked(cap_rate=d("8"), dscr=d("1.25"), cash_on_cash=d("8"), ltv=d("75"), closing=d("3"))


def test_cash_flow_as_it_is_written() -> None:
    worked = cash_flow(RENTED, LOAN, ASKED, d("10000"), d("0"))
    found = values(worked.steps)
    assert found["gross_income"] == d("21600.00")
    assert found["effective_income"] == d("20520.00")
    assert found["noi"] == d("10260.00")
    # The payment tables say 6.653025 a month on 1,000 at 7 % over 30 years.
    assert found["mortgage_constant"] == d("0.07983630")
    assert found["price_by_cap_rate"] == d("118250.00")
    assert found["loan_allowed"] == rounded(d("8208") / d("0.07983630"), Unit.money)
    assert worked.maximum_offer == min(
        found[f"price_by_{each}"]  # type: ignore[type-var]
        for each in ("cap_rate", "dscr", "cash_on_cash")
    )


def test_what_is_not_asked_is_left_out() -> None:
    only = Asked(cap_rate=d("8"), dscr=d("0"), cash_on_cash=d("0"), ltv=d("75"), closing=d("3"))
    worked = cash_flow(RENTED, LOAN, only, d("0"), d("1000"))
    assert worked.maximum_offer == d("127250.00")
    assert "price_by_dscr" not in values(worked.steps)
    nothing = Asked(cap_rate=d("0"), dscr=d("1.2"), cash_on_cash=d("0"), ltv=d("0"), closing=d("0"))
    with pytest.raises(Usage, match="Nothing is asked"):
        cash_flow(RENTED, LOAN, nothing, d("0"), d("0"))


def test_itemised_expenses() -> None:
    items = Income(
        rent=d("1800"), taxes=d("2400"), insurance=d("1100"), management=d("10"), upkeep=d("8")
    )
    known = Income(rent=d("1800"), expenses=d("7388"))
    for income in (items, known):
        worked = cash_flow(income, LOAN, ASKED, d("0"), d("0"))
        assert values(worked.steps)["operating_expenses"] == d("7388.00")


@settings(deadline=None)
@given(incomes, loans, costs, some.decimals(0, 20_000, places=2), some.decimals(1, 95, places=1))
def test_at_the_most_that_can_be_offered_all_that_is_asked_is_met(
    income: Income, loan: Loan, repairs: Decimal, fee: Decimal, ltv: Decimal
) -> None:
    asked = Asked(cap_rate=d("8"), dscr=d("1.25"), cash_on_cash=d("8"), ltv=ltv, closing=d("3"))
    worked = cash_flow(income, loan, asked, repairs, fee)
    if worked.maximum_offer <= 1000:
        return  # cents and hundredths of a percent are too coarse for next to nothing
    figures = values(worked.figures)
    tolerance = d("0.02")
    assert figures["cap_rate"] is not None and figures["cap_rate"] >= 8 - tolerance
    assert figures.get("dscr") is None or figures["dscr"] >= d("1.25") - tolerance  # type: ignore[operator]
    assert figures["cash_on_cash"] is None or figures["cash_on_cash"] >= 8 - tolerance
    # And one of them is met just so: a higher price would break it.
    higher = cash_flow(income, loan, asked, repairs, fee, worked.maximum_offer * d("1.05"))
    worse = values(higher.figures)
    broken = (
        worse["cap_rate"] < 8,  # type: ignore[operator]
        worse.get("dscr") is not None and worse["dscr"] < d("1.25"),  # type: ignore[operator]
        worse["cash_on_cash"] is not None and worse["cash_on_cash"] < 8,
    )
    assert any(broken)


REFINANCE = Refinance(
    ltv=d("75"), costs=d("3"), closing=d("3"), holding=d("4000"), cash_left=d("0"), dscr=d("1.25")
)


def test_brrrr_as_it_is_written() -> None:
    worked = brrrr(d("185000"), d("35000"), d("0"), REFINANCE)
    found = values(worked.steps)
    assert found["loan_by_value"] == d("138750.00")
    assert found["proceeds"] == d("134587.50")
    assert found["purchase_allowed"] == d("95587.50")
    assert worked.maximum_offer == d("92803.40")
    figures = values(worked.figures)
    assert abs(figures["cash_left"] or 0) <= CENT
    assert figures["equity"] == d("46250.00")


def test_a_rent_can_lend_less_and_a_loss_lends_nothing() -> None:
    rented = brrrr(d("185000"), d("35000"), d("0"), REFINANCE, RENTED, LOAN)
    found = values(rented.steps)
    assert found["refinance_loan"] == found["loan_by_dscr"] < d("138750")  # type: ignore[operator]
    loss = Income(rent=d("100"), expenses=d("9000"))
    poor = brrrr(d("185000"), d("1000"), d("0"), REFINANCE, loss, LOAN)
    assert values(poor.steps)["refinance_loan"] == 0
    assert poor.maximum_offer < 0 and poor.figures == () and poor.at is None


@settings(deadline=None)
@given(worths, costs, some.decimals(0, 50_000, places=2), some.decimals(0, 20_000, places=2))
def test_the_cash_that_may_stay_stays(
    arv: Decimal, repairs: Decimal, left: Decimal, fee: Decimal
) -> None:
    terms = Refinance(
        ltv=d("75"), costs=d("2"), closing=d("3"), holding=d("0"), cash_left=left, dscr=d("0")
    )
    worked = brrrr(arv, repairs, fee, terms)
    if worked.maximum_offer <= 0:
        assert worked.figures == ()
        return
    found = values(worked.figures)["cash_left"]
    assert found is not None and abs(found - left) <= 2 * CENT


@settings(deadline=None)
@given(loans)
def test_the_mortgage_constant_pays_the_loan_off(loan: Loan) -> None:
    terms = Asked(cap_rate=d("0"), dscr=d("1"), cash_on_cash=d("0"), ltv=d("100"), closing=d("0"))
    worked = cash_flow(RENTED, loan, terms, d("0"), d("0"))
    monthly = at_most(worked, "mortgage_constant") / 12
    owed = Decimal(1)
    for _ in range(int(loan.years) * 12):
        owed = owed * (1 + share(loan.rate) / 12) - monthly
    # The constant is written to eight digits, and each month's error earns interest.
    grown = (1 + share(loan.rate) / 12) ** (int(loan.years) * 12)
    assert abs(owed) <= d("0.00000001") * int(loan.years) * 12 * grown
