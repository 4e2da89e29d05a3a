"""What deals are made with, what came of it, and the words for what did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from doughy_cli.leads.converting.rows import ConvertedDealRow
from doughy_cli.stages import FIRST_STAGE

Address = Mapping[str, str | None]
_NAMED = 20  # leads that are told of one by one
_PARTS = {"address_line_1": "street", "city": "city", "state": "state", "zip": "ZIP code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DealValues:
    """What each deal is given; without a title it is named after its property or its lead."""

    stage: str = FIRST_STAGE
    title: str | None = None
    estimated_value: Decimal | None = None
    probability: int | None = None
    next_action: str | None = None
    next_action_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """A deal that is open, or is being made."""

    id: UUID
    title: str
    stage: str


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A lead, or one property of it (then with its address), that got no deal: it has one."""

    lead_id: UUID
    lead_name: str
    deal: OpenDeal
    address: str | None = None


@dataclass(slots=True)
class Conversion:
    """What came of it; `incomplete` has the leads whose address lacks parts, and which."""

    deals: list[ConvertedDealRow] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)
    incomplete: list[tuple[UUID, str, list[str]]] = field(default_factory=list)


def told(done: Conversion) -> Iterator[str]:
    """Yield what has to be said of leads that have no new deal, or one without a property; of
    the first of many."""
    for each in done.left_alone[:_NAMED]:
        lead = f"Lead {str(each.lead_id)[:8]} ({each.lead_name})"
        deal = f"deal {str(each.deal.id)[:8]} ({each.deal.title}) is open, at {each.deal.stage}"
        if each.address:
            yield f"{lead}: no second deal about {each.address}; {deal}."
        else:
            yield f"{lead} was left alone: {deal}. --again makes another."
    if len(done.left_alone) > _NAMED:
        yield f"… and {len(done.left_alone) - _NAMED:,} more of them."
    for lead_id, name, missing in done.incomplete[:_NAMED]:
        parts = " and ".join(_PARTS[part] for part in missing)
        yield (
            f"Lead {str(lead_id)[:8]} ({name}): the deal has no property, because the lead's "
            f"address has no {parts}."
        )
    if len(done.incomplete) > _NAMED:
        yield f"… and {len(done.incomplete) - _NAMED:,} more of them."


def counted(done: Conversion) -> str:
    """Return what is made in numbers: `12 deals of 10 leads, with 4 new properties`."""
    leads = len({each.lead_id for each in done.deals})
    new = sum(each.property_is_new for each in done.deals)
    words = f"{_number(len(done.deals), 'deal')} of {_number(leads, 'lead')}"
    return f"{words}, with {_number(new, 'new property', 'new properties')}" if new else words


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
