"""The maximum allowable offer: what a flipper or a wholesaler can pay."""

from __future__ import annotations

from decimal import Decimal

from doughy_cli.offers.sheet import Sheet, money, number, on_paper, share
from doughy_cli.offers.worked import Worked

FORMULA = "MAO = ARV × percent − repairs − fee"


def mao(arv: Decimal, percent: Decimal, repairs: Decimal, fee: Decimal) -> Worked:
    """Return the maximum allowable offer, line by line.

    `arv`, `repairs` and `fee` are dollars, `percent` is 70 for 70 %. The result is negative
    where the repairs and the fee are more than the formula leaves.

    Source: the 70 % rule of house flipping, as J. Scott gives it in "The Book on Flipping
    Houses" (BiggerPockets, 2013): the after repair value times 70 %, less repairs; a wholesaler
    also takes off the fee for assigning the contract. The 30 % that are left out stand for
    profit, holding and selling.
    """
    sheet = Sheet()
    with on_paper():
        part = sheet.amount(
            "arv_share",
            "ARV × percent",
            f"{money(arv)} × {number(percent)} %",
            arv * share(percent),
        )
        most = sheet.amount(
            "maximum_offer",
            "MAO",
            f"{money(part)} − {money(repairs)} − {money(fee)}",
            part - repairs - fee,
        )
    return Worked("mao", FORMULA, tuple(sheet.steps), most)
