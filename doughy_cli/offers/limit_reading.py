"""The most that can be offered in deals: two statements, however many deals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.errors import Usage
from doughy_cli.offers.calculate import calculate
from doughy_cli.offers.inputs import Method, gather
from doughy_cli.offers.limits import Limit

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.offers.limit_queries"


def limits_of_deals(
    reader: Reader, ids: Sequence[UUID], usual: Mapping[str, Decimal]
) -> dict[UUID, Limit]:
    """Return the limit of each deal by id: the offer that its timeline has kept last, else the
    MAO of its property with what is `usual`. Deals for which neither is known are left out."""
    return {**_worked_out(reader, ids, usual), **_kept(reader, ids)}


def _kept(reader: Reader, ids: Sequence[UUID]) -> dict[UUID, Limit]:
    found = {}
    for deal_id, amount, method, at in reader.rows(f"{_BUILDERS}:kept_statement", ids):
        try:
            worth = Decimal(amount or "")
        except InvalidOperation:
            continue  # somebody has written to the timeline of their own deal by hand
        if worth.is_finite():
            found[deal_id] = Limit(worth, str(method), at)
    return found


def _worked_out(
    reader: Reader, ids: Sequence[UUID], usual: Mapping[str, Decimal]
) -> dict[UUID, Limit]:
    found = {}
    for deal_id, arv, repairs in reader.rows(f"{_BUILDERS}:worth_statement", ids):
        try:
            inputs = gather(Method.mao, {}, usual, {"arv": arv, "repair_estimate": repairs})
        except Usage:
            continue  # without ARV and repairs there is no MAO
        amount = calculate(Method.mao, inputs).maximum_offer
        found[deal_id] = Limit(amount, Method.mao.value, None)
    return found
