"""Which documents belong to which phase of buying a property."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """When a document comes in."""

    research = "research"
    transaction = "transaction"
    other = "other"


# The types of documents in their phases, in the order in which they come in; a test holds them to
# the database's own.
PHASES: dict[Phase, tuple[str, ...]] = {
    Phase.research: ("inspection", "appraisal", "title_search", "survey", "photo", "comp"),
    Phase.transaction: (
        *("offer", "counter_offer", "purchase_agreement", "addendum", "closing_statement"),
        *("hud1", "deed", "contract"),
    ),
    Phase.other: ("receipt", "other"),
}
