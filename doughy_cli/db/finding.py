"""Which leads, properties and deals people mean. More than one domain asks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from doughy_cli.addresses import ADDRESS_PARTS, is_address_of
from doughy_cli.db.ids import among, find_ids
from doughy_cli.db.naming import bounds
from doughy_cli.db.reach import reached_by
from doughy_cli.db.tables import Deal, DealStatus, Lead, Property
from doughy_cli.errors import NotFound

_TOO_SHORT = re.compile(r"[0-9a-fA-F]{1,3}")
_LONGEST = 60  # characters of what cannot be a lead, in a message
# A property as a message calls it.
ADDRESS: Any = func.concat_ws(
    ", ",
    col(Property.address_line_1),
    col(Property.address_line_2),
    col(Property.city),
    func.concat_ws(" ", col(Property.state), col(Property.zip)),
)


def find_leads(
    session: Session, wanted: Iterable[str], region: str, *, deleted: bool = False
) -> list[UUID]:
    """Return the ids of the leads that `wanted` names: ids, their beginnings, e-mails, phones.

    An e-mail or a phone means the lead that has it now; only if there is none (or with
    `deleted`, first of all), a deleted one. Raises NotFound and Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        found = reached_by(Lead, text, region)
        preferred = col(Lead.is_deleted).is_(deleted)
        return [condition & preferred for condition in found] + found

    texts = [each.strip() for each in wanted]
    hopeless = {each for each in texts if not bounds(each) and not reached_by(Lead, each, region)}
    shown = [_cut(each) if each in hopeless else each for each in texts]
    try:
        return find_ids(session, Lead, shown, noun="lead", label=Lead.name, also=also)
    except NotFound as error:
        first = next((each for each in texts if each in hopeless), None)
        raise NotFound(error.message, _hint(first) if first else error.hint) from error


def find_lead(session: Session, wanted: str, region: str) -> UUID:
    """Return the id of the lead that `wanted` names; see `find_leads`."""
    return find_leads(session, [wanted], region)[0]


def find_properties(session: Session, wanted: Iterable[str]) -> list[UUID]:
    """Return the ids of the properties that `wanted` names: ids, their beginnings, addresses.

    An address is the street as anybody spells it (`418 maple avenue`), and what more tells
    properties apart: unit, city, state, ZIP code. Raises NotFound and Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        # The street without a unit means the house, if there is one without.
        ids = (properties_at(session, text, whole=each) for each in (True, False))
        return [among(Property.id, found) for found in ids if found]

    return find_ids(session, Property, wanted, noun="property", label=ADDRESS, also=also)


def find_property(session: Session, wanted: str) -> UUID:
    """Return the id of the property that `wanted` names; see `find_properties`."""
    return find_properties(session, [wanted])[0]


def find_deals(session: Session, wanted: Iterable[str], region: str) -> list[UUID]:
    """Return the ids of the deals that `wanted` names: ids and their beginnings; the address of
    the property, the e-mail or the phone of the lead; the id of either, or its beginning. Of those
    that fit, an active one is meant.

    Raises NotFound and Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        about: list[ColumnElement[bool]] = [
            col(Deal.lead_id).in_(select(Lead.id).where(each))
            for each in reached_by(Lead, text, region)
        ]
        if there := properties_at(session, text):
            about.append(among(Deal.property_id, there))
        if ends := bounds(text):
            about.append(
                or_(col(Deal.lead_id).between(*ends), col(Deal.property_id).between(*ends))
            )
        return [each & (col(Deal.status) == DealStatus.ACTIVE) for each in about] + about

    return find_ids(session, Deal, wanted, noun="deal", label=Deal.title, also=also)


def properties_at(session: Session, text: str, *, whole: bool = False) -> list[UUID]:
    """Return the properties whose address `text` is; see `is_address_of`."""
    words = text.replace(",", " ").split()
    if len(words) < 2:
        return []
    # Only what begins with the same word is read and compared; `418` in most cases.
    street, first = col(Property.address_line_1), words[0]
    begins = [func.starts_with(street, each) for each in {first, first.title(), first.upper()}]
    parts: tuple[Any, ...] = tuple(col(getattr(Property, part)) for part in ADDRESS_PARTS)
    rows = session.exec(select(col(Property.id), *parts).where(or_(*begins)))
    return [
        row[0]
        for row in rows
        if is_address_of(text, dict(zip(ADDRESS_PARTS, row[1:], strict=True)), whole=whole)
    ]


def _hint(hopeless: str) -> str:
    """Return what to do instead about a text that cannot name a lead."""
    if _TOO_SHORT.fullmatch(hopeless):
        return "The beginning of an id has four digits or more."
    return f"To look for it: doughy leads list --search {shlex.quote(_cut(hopeless))}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
