"""Which deals are made of which leads, and about which properties: decided before any is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from doughy_cli.addresses import address_key, missing_parts, one_line
from doughy_cli.leads.converting.deals import (
    Address,
    Conversion,
    DealValues,
    LeftAlone,
    OpenDeal,
)
from doughy_cli.leads.converting.rows import ConvertedDealRow
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.values import LeadStatus

# Who is worked on already; anybody else becomes active with a deal.
_WORKED_ON = (LeadStatus.active, LeadStatus.qualified)


@dataclass(frozen=True, slots=True)
class OwnProperty:
    """A property of the person; `lead_id` says whose it is, if anybody's."""

    id: UUID
    address: Address
    lead_id: UUID | None


@dataclass(slots=True)
class Known:
    """What there is already: open deals by lead and by property, the properties of leads, the
    addresses that leads carry, and the person's properties by their addresses' keys."""

    busy_leads: Mapping[UUID, OpenDeal]
    busy_properties: dict[UUID, OpenDeal]
    owned: Mapping[UUID, Sequence[OwnProperty]]
    carried: Mapping[UUID, Address]
    by_key: dict[str, OwnProperty]


@dataclass(slots=True)
class Plan:
    """What is to be stored beside the deals: new properties, the owners of those that had none
    (by property), and which leads become active."""

    conversion: Conversion = field(default_factory=Conversion)
    new_properties: dict[UUID, OwnProperty] = field(default_factory=dict)
    taken: dict[UUID, UUID] = field(default_factory=dict)
    activated: dict[UUID, None] = field(default_factory=dict)


def plan(leads: Iterable[LeadRow], known: Known, values: DealValues) -> Plan:
    """Return what to make of the leads; see `convert`."""
    found = Plan()
    for lead in leads:
        if deal := known.busy_leads.get(lead.id):
            found.conversion.left_alone.append(LeftAlone(lead.id, lead.name, deal))
            continue
        properties = list(known.owned.get(lead.id, ()))
        if not properties and (address := known.carried.get(lead.id)):
            properties = _of_address(found, known, lead, address)
        for each in properties:
            if deal := known.busy_properties.get(each.id):
                left = LeftAlone(lead.id, lead.name, deal, one_line(each.address))
                found.conversion.left_alone.append(left)
            else:
                _deal(found, known, lead, values, each)
        if not properties:
            _deal(found, known, lead, values)
    return found


def _of_address(found: Plan, known: Known, lead: LeadRow, address: Address) -> list[OwnProperty]:
    """Return the property at the address that a lead carries; none if the address lacks parts."""
    if missing := missing_parts(address):
        found.conversion.incomplete.append((lead.id, lead.name, missing))
        return []
    key = address_key(address) or ""
    there = known.by_key.get(key)
    if there is None:
        there = known.by_key[key] = OwnProperty(uuid4(), address, lead.id)
        found.new_properties[there.id] = there
    elif there.lead_id is None and there.id not in found.taken:
        found.taken[there.id] = lead.id
    return [there]


def _deal(
    found: Plan, known: Known, lead: LeadRow, values: DealValues, about: OwnProperty | None = None
) -> None:
    street = about.address.get("address_line_1") if about else None
    if lead.status not in _WORKED_ON:
        found.activated[lead.id] = None
    row = ConvertedDealRow(
        id=uuid4(),
        title=values.title or street or lead.name,
        status="active",
        stage=values.stage,
        lead_id=lead.id,
        lead_name=lead.name,
        lead_status=lead.status if lead.status in _WORKED_ON else LeadStatus.active.value,
        property_id=about.id if about else None,
        property_address=one_line(about.address) if about else None,
        property_is_new=bool(about and about.id in found.new_properties),
        estimated_value=values.estimated_value,
        probability=values.probability,
        next_action=values.next_action,
        next_action_due=values.next_action_due,
    )
    found.conversion.deals.append(row)
    if about:
        known.busy_properties[about.id] = OpenDeal(row.id, row.title, row.stage)
