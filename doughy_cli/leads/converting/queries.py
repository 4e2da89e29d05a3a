"""Leads → deals: what there is already, and the INSERTs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, insert, update
from sqlmodel import Session, col, select

from doughy_cli.addresses import ADDRESS_PARTS, address_key
from doughy_cli.db.ids import among
from doughy_cli.db.tables import (
    Contact,
    Deal,
    DealStatus,
    LeadContact,
    LeadEvent,
    Property,
)
from doughy_cli.leads.changes import LeadChange
from doughy_cli.leads.converting.deals import Address, Conversion, DealValues, OpenDeal
from doughy_cli.leads.converting.plan import Known, OwnProperty, Plan, plan
from doughy_cli.leads.queries import ME, leads_by_id
from doughy_cli.leads.values import LeadStatus
from doughy_cli.leads.write_queries import edit_leads, lock_live_leads

_ADDRESS = tuple(col(getattr(Property, part)) for part in ADDRESS_PARTS)
_STORED = ("id", "lead_id", "property_id", "status", "stage", "title", "estimated_value",
           "probability", "next_action", "next_action_due")  # fmt: skip


def convert(
    session: Session, ids: Sequence[UUID], values: DealValues, *, again: bool = False
) -> Conversion:
    """Make a deal of each lead, in the order of `ids`: one for each of its properties.

    A lead without a property gets one for the address it carries: a new one, or the person's
    own at the same address. A lead that has an open deal is left alone unless `again`, and so
    is a property that has one. Leads that nobody works on become active. Raises Conflict for
    a deleted lead, NotPermitted for somebody else's.
    """
    lock_live_leads(session, ids)
    found = plan(leads_by_id(session, ids), _known(session, ids, again=again), values)
    _store(session, found)
    if found.activated:
        edit_leads(session, list(found.activated), LeadChange({"status": LeadStatus.active.value}))
    return found.conversion


def _store(session: Session, found: Plan) -> None:
    connection = session.connection()
    if found.new_properties:
        properties = [
            {"id": each.id, "lead_id": each.lead_id, **_stripped(each.address)}
            for each in found.new_properties.values()
        ]
        connection.execute(insert(Property), properties)
    if found.taken:
        statement = (
            update(Property)
            .where(col(Property.id) == bindparam("property"))
            .values(lead_id=bindparam("lead"))
        )
        taken = [{"property": each, "lead": lead} for each, lead in found.taken.items()]
        connection.execute(statement, taken)
    if found.conversion.deals:
        deals = [{name: getattr(each, name) for name in _STORED} for each in found.conversion.deals]
        connection.execute(insert(Deal), deals)


def _known(session: Session, ids: Sequence[UUID], *, again: bool) -> Known:
    owned = _owned(session, ids)
    carried = _carried(session, [each for each in ids if each not in owned])
    by_key = _by_key(session, carried.values()) if carried else {}
    properties = {each.id for of_lead in owned.values() for each in of_lead}
    properties.update(each.id for each in by_key.values())
    _lock_properties(session, properties)
    return Known(
        busy_leads={} if again else _open_deals(session, Deal.lead_id, ids),
        busy_properties=_open_deals(session, Deal.property_id, properties),
        owned=owned,
        carried=carried,
        by_key=by_key,
    )


def _lock_properties(session: Session, ids: Iterable[UUID]) -> None:
    """Lock properties: of two who make a deal about one, the second then finds the first's."""
    statement = select(Property.id).where(among(Property.id, ids)).order_by(col(Property.id))
    session.exec(statement.with_for_update(key_share=True)).all()


def _open_deals(session: Session, column: Any, ids: Iterable[UUID]) -> dict[UUID, OpenDeal]:
    """Return the open deals by what `column` points at, the oldest of several."""
    statement = (
        select(column, Deal.id, Deal.title, Deal.stage)
        .where(among(column, ids), Deal.status == DealStatus.ACTIVE)
        .order_by(col(Deal.created_at).desc(), col(Deal.id))
    )
    return {row[0]: OpenDeal(*row[1:]) for row in session.exec(statement)}


def _owned(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[OwnProperty]]:
    """Return the properties of leads, the oldest first."""
    columns: tuple[Any, ...] = (col(Property.id), col(Property.lead_id), *_ADDRESS)
    statement = (
        select(*columns)
        .where(Property.user_id == ME, among(Property.lead_id, ids))
        .order_by(col(Property.created_at), col(Property.id))
    )
    found: defaultdict[UUID, list[OwnProperty]] = defaultdict(list)
    for row in session.exec(statement):
        found[row[1]].append(_property(row))
    return dict(found)


def _by_key(session: Session, addresses: Iterable[Address]) -> dict[str, OwnProperty]:
    """Return the person's properties in the ZIP codes of `addresses`; the oldest of several."""
    columns: tuple[Any, ...] = (col(Property.id), col(Property.lead_id), *_ADDRESS)
    zips = {(each.get("zip") or "")[:5] for each in addresses}
    statement = (
        select(*columns)
        .where(Property.user_id == ME, func.left(Property.zip, 5).in_(zips))
        .order_by(col(Property.created_at).desc(), col(Property.id))
    )
    found = map(_property, session.exec(statement))
    return {key: each for each in found if (key := address_key(each.address))}


def _carried(session: Session, ids: Sequence[UUID]) -> dict[UUID, Address]:
    """Return the address that each lead carries: its owner's, or else the one that was imported
    last. Leads without one are left out."""
    imported = col(LeadEvent.metadata_)["address"]
    of_imports: Any = (
        select(LeadEvent.lead_id, imported)
        .where(
            among(LeadEvent.lead_id, ids),
            LeadEvent.event_type == "imported",
            imported.is_not(None),
        )
        .order_by(col(LeadEvent.created_at), col(LeadEvent.id))
    )
    of_owners: Any = (
        select(LeadContact.lead_id, Contact.address)
        .join(Contact, col(Contact.id) == col(LeadContact.contact_id))
        .where(
            among(LeadContact.lead_id, ids),
            LeadContact.relation == "owner",
            col(Contact.is_deleted).is_(False),
            col(Contact.address).is_not(None),
        )
        .order_by(col(LeadContact.created_at).desc(), col(Contact.id))
    )
    # Of an owner's contacts the first decides, and goes before what was imported.
    rows = [*session.exec(of_imports), *session.exec(of_owners)]
    return {lead_id: address for lead_id, stored in rows if (address := _stripped(stored))}


def _stripped(stored: Any) -> dict[str, str | None]:
    """Return those parts of an address that say something; nothing for what is no address."""
    if not isinstance(stored, dict):
        return {}
    texts = {part: stored.get(part) for part in ADDRESS_PARTS}
    return {
        part: text.strip() for part, text in texts.items() if isinstance(text, str) and text.strip()
    }


def _property(row: Any) -> OwnProperty:
    return OwnProperty(row[0], dict(zip(ADDRESS_PARTS, row[2:], strict=True)), row[1])
