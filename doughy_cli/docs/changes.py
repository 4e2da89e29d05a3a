"""What an edit does to documents, put together from its flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from doughy_cli.docs.fields import LONGEST_TITLE, EditFlags
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.values import tier_of
from doughy_cli.errors import Usage
from doughy_cli.papers import Tier
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App


def change(app: App, flags: EditFlags, rows: Sequence[DocumentRow]) -> dict[str, Any]:
    """Return the columns to set. Raises Usage for what the documents cannot be given."""
    from doughy_cli.db.finding import find_deals, find_lead

    tiers = {each.tier for each in rows}
    if len(tiers) > 1:
        raise Usage(
            "Some of these are of sellers, and some of properties: they are not changed alike.",
            "Name the ones apart from the others.",
        )
    seller = tiers == {Tier.seller.value}
    if flags.deal and flags.no_deal:
        raise Usage("--deal and --no-deal exclude each other.")
    if seller and (flags.deal or flags.no_deal):
        raise Usage("A seller's document is of no deal.", "See its lead: --lead ID.")
    if flags.lead and not seller:
        raise Usage("A document of a property is of no lead.", "See --deal ID, and `docs link`.")
    if flags.type is not None:
        tier_of(flags.type, of_lead=seller)
    session, region = app.session, app.settings.region
    values: dict[str, Any] = {}
    if flags.title is not None:
        values["title"] = checked_text(flags.title, "--title", LONGEST_TITLE)
    if flags.type is not None:
        values["type"] = flags.type
    if flags.deal or flags.no_deal:
        values["deal_id"] = find_deals(session, [flags.deal], region)[0] if flags.deal else None
    if flags.lead:
        values["lead_id"] = find_lead(session, flags.lead, region)
    return values
