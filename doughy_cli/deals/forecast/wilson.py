"""How sure a share is that was seen in few cases."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

Z = Decimal("1.959964")  # 95 % of a normal distribution lie within this many deviations
ENOUGH = 10  # cases below which a share says too little to act on
_TENTH = Decimal("0.1")


def percent(part: int | Decimal, whole: int) -> Decimal | None:
    """Return `part` of `whole` in percent with one decimal; None of nothing."""
    return tenth(100 * Decimal(part) / whole) if whole else None


def tenth(value: Decimal) -> Decimal:
    """Return `value` with one decimal, half of one up."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def interval(hits: int, cases: int) -> tuple[Decimal, Decimal] | None:
    """Return the bounds, in percent, within which the share that lies behind `hits` of `cases`
    is with 95 % confidence; None without cases.

    Source: the score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and
    Statistical Inference", Journal of the American Statistical Association 22 (1927). Unlike
    the textbook's p ± z·√(p(1−p)/n) it says something of 0 of 3 and of 3 of 3.
    """
    if not cases:
        return None
    with localcontext(prec=28):
        n, z2 = Decimal(cases), Z * Z
        share = hits / n
        middle = share + z2 / (2 * n)
        reach = Z * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
        scale = 1 + z2 / n
        low, high = 100 * (middle - reach) / scale, 100 * (middle + reach) / scale
    return max(tenth(low), Decimal("0.0")), min(tenth(high), Decimal("100.0"))
