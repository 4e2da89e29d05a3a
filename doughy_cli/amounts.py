"""Amounts of money as people type them in flags: `250000`, `250,000.50`, `$250,000`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from doughy_cli.errors import Usage, quoted

_LARGEST = Decimal("9999999999.99")  # what the column holds


def read_amount(text: str) -> Decimal:
    """Read an amount of dollars: 250000, 250,000.50 or $250,000. Raises Usage."""
    try:
        amount = Decimal(text.strip().removeprefix("$").replace(",", ""))
    except InvalidOperation:
        raise Usage(f"{quoted(text)} is not an amount.", "Write it as 250000.") from None
    if not amount.is_finite() or not 0 <= amount <= _LARGEST:
        raise Usage(f"{quoted(text)} is not an amount from 0 to {_LARGEST:,}.")
    return amount.quantize(Decimal("0.01"))
