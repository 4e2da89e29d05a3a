"""What is asked before an offer goes out as a document: whether it is above what the numbers
allow. As a stage, `deals move` asks the same."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from doughy_cli.errors import Usage
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App

OFFERS = ("offer", "counter_offer")


def noted_offer(
    app: App, kind: str, deal_id: UUID | None, amount: Decimal | None, reason: str | None
) -> dict[str, Any]:
    """Return what the document's metadata keep of an offer: `amount` in dollars, as a text, and
    the `reason` for one above the limit. Without an amount it is the deal's value that is offered.

    Raises Usage for an amount of what is no offer, and where a reason is needed and nobody can be
    asked.
    """
    if kind not in OFFERS:
        if amount is not None or reason is not None:
            raise Usage("--amount and --reason are of offers.", "Give --type offer.")
        return {}
    told = _above(app, deal_id, amount) if deal_id else None
    why = None if reason is None else checked_text(reason, "--reason")
    if told and why is None:
        if not app.interactive:
            raise Usage(told, "Give a --reason to add it all the same.", code="reason_needed")
        app.output.say(told)
        why = checked_text(app.ask("Why all the same", "Give --reason."), "The reason")
    noted = {"amount": None if amount is None else str(amount), "reason": why}
    return {name: value for name, value in noted.items() if value is not None}


def _above(app: App, deal_id: UUID, amount: Decimal | None) -> str | None:
    from doughy_cli.docs.detail_queries import value_of_deal
    from doughy_cli.offers.limit_reading import limits_of_deals
    from doughy_cli.offers.limits import above
    from doughy_cli.offers.settings import read_usual

    title, value = value_of_deal(app.session, deal_id)
    limits = limits_of_deals(app.reader, [deal_id], read_usual(app.folders))
    told = above(amount if amount is not None else value, limits.get(deal_id))
    what = "an offer of" if amount is not None else "its value of"
    return told and f"Deal {str(deal_id)[:8]} ({title}): {what} {told}."
