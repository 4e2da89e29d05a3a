"""The demo data: leads, contacts, properties and deals of nobody, for a first look."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from sqlmodel import Session

from doughy_cli.database import queries
from doughy_cli.db.tables import Contact, Deal, Lead, LeadContact, LeadEvent, Property


def load_demo(session: Session, now: datetime | None = None) -> bool:
    """Add the demo data as the session's person; return False if they have data already.

    Days in the data count from `now`, so that some follow-ups are due today.
    """
    if any(queries.count_own(session)):
        return False
    now = now or datetime.now(UTC)
    data = json.loads(files("doughy_cli.database").joinpath("demo.json").read_text("utf-8"))
    leads = [_lead(each, now) for each in data["leads"]]
    properties = [_property(each) for each in data["properties"]]
    session.add_all([*leads, *properties])
    session.flush()
    session.add_all(
        LeadEvent(lead_id=lead.id, event_type="note_added", description=each["note"])
        for lead, each in zip(leads, data["leads"], strict=True)
        if "note" in each
    )
    for each in data["contacts"]:
        _add_contact(session, each, leads)
    session.add_all(_deal(each, leads, properties, now) for each in data["deals"])
    session.flush()
    return True


def _lead(given: dict[str, Any], now: datetime) -> Lead:
    fields = {key: value for key, value in given.items() if key not in ("note", *_DAYS)}
    created = now - timedelta(days=given["age_in_days"])
    return Lead(**fields, next_action_due=_in_days(given, "due_in_days", now), created_at=created)


def _add_contact(session: Session, given: dict[str, Any], leads: list[Lead]) -> None:
    contact = Contact(**{key: given[key] for key in given if key not in ("lead", "relation")})
    session.add(contact)
    session.flush()
    lead_id, relation = leads[given["lead"]].id, given["relation"]
    session.add(LeadContact(lead_id=lead_id, contact_id=contact.id, relation=relation))


def _property(given: dict[str, Any]) -> Property:
    # model_validate, unlike the constructor of a table, turns the file's texts into decimals.
    return Property.model_validate(given)


def _deal(
    given: dict[str, Any], leads: list[Lead], properties: list[Property], now: datetime
) -> Deal:
    fields = {
        key: value
        for key, value in given.items()
        if key not in ("lead", "property", "estimated_value", *_DAYS)
    }
    close = _in_days(given, "close_in_days", now)
    return Deal(
        **fields,
        lead_id=leads[given["lead"]].id,
        property_id=properties[given["property"]].id,
        estimated_value=Decimal(given["estimated_value"]),
        next_action_due=_in_days(given, "due_in_days", now),
        expected_close_date=close and close.date(),
    )


_DAYS = ("age_in_days", "due_in_days", "close_in_days")


def _in_days(given: dict[str, Any], key: str, now: datetime) -> datetime | None:
    return now + timedelta(days=given[key]) if key in given else None
