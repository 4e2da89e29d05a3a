"""Which documents there are: their types, and in which phase of buying a property they come in.

Of documents there are two tiers: those about properties and deals, and those of the seller, a
lead. A test holds the types to the database's own.
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """When a document comes in."""

    research = "research"
    transaction = "transaction"
    other = "other"


class Tier(StrEnum):
    """What a document is about."""

    property = "property"
    seller = "seller"


# The types of documents about properties in their phases, in the order in which they come in.
PHASES: dict[Phase, tuple[str, ...]] = {
    Phase.research: ("inspection", "appraisal", "title_search", "survey", "photo", "comp"),
    Phase.transaction: (
        *("offer", "counter_offer", "purchase_agreement", "addendum", "closing_statement"),
        *("hud1", "deed", "contract"),
    ),
    Phase.other: ("receipt", "other"),
}
PROPERTY_TYPES: tuple[str, ...] = tuple(each for types in PHASES.values() for each in types)
# The types of documents of a seller. What proves who sells is of no phase of the buying.
LEAD_TYPES: tuple[str, ...] = (
    *("id", "tax_return", "bank_statement", "w9", "death_cert", "poa", "other"),
)
