"""What has to be known of leads before they are written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.leads.consent.audit import NOT_RECORDED
from doughy_cli.leads.consent.audit_queries import audit

_LEADS = """
SELECT
    l.id, l.name, l.company, l.phone, l.email, l.opt_status::text, l.is_deleted,
    l.user_id = (SELECT auth.uid())
FROM public.leads AS l
WHERE l.id = ANY (%(ids)s)
"""
# The property of an active deal first, the newest; then those that are the lead's own.
_PROPERTIES = """
SELECT lead_id, id, address_line_1, address_line_2, city, state, zip, rank = 0
FROM (
    SELECT
        d.lead_id, p.id, p.address_line_1, p.address_line_2, p.city, p.state, p.zip,
        CASE WHEN d.status = 'active' THEN 0 ELSE 2 END AS rank, d.created_at
    FROM public.deals AS d
    JOIN public.re_properties AS p ON p.id = d.property_id
    WHERE d.lead_id = ANY (%(ids)s)
    UNION ALL
    SELECT
        p.lead_id, p.id, p.address_line_1, p.address_line_2, p.city, p.state, p.zip, 1,
        p.created_at
    FROM public.re_properties AS p
    WHERE p.lead_id = ANY (%(ids)s)
) AS found
ORDER BY rank, created_at DESC, id
"""
# A STOP is a number's, and an unsubscribe an address's: they hold whatever the lead is called.
_TWINS = """
SELECT l.id, t.id, t.name
FROM public.leads AS l
JOIN public.leads AS t
    ON t.user_id = l.user_id AND t.id <> l.id AND t.opt_status = 'opted_out'
    AND (t.phone = l.phone OR t.email = l.email)
WHERE l.id = ANY (%(ids)s)
"""
_CONTACTS = """
SELECT l.id, c.id, concat_ws(' ', c.first_name, c.last_name)
FROM public.leads AS l
JOIN public.contacts AS c
    ON c.user_id = l.user_id AND c.sms_opt_status = 'opted_out' AND c.phone = l.phone
WHERE l.id = ANY (%(ids)s)
"""
_MY_NAME = "SELECT full_name FROM public.profiles WHERE id = (SELECT auth.uid())"


@dataclass(frozen=True, slots=True)
class Address:
    """A property's address; `dealt`: there is an active deal about it with the lead."""

    id: UUID
    street: str
    unit: str | None
    city: str
    state: str
    zip: str
    dealt: bool

    @property
    def whole(self) -> str:
        """The address in one line."""
        street = ", ".join(filter(None, (self.street, self.unit)))
        return f"{street}, {self.city}, {self.state} {self.zip}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A lead as it is written to. `opted_out` says how that is known, if it is out, and
    `contact_out` names a contact with the same number who is."""

    id: UUID
    name: str
    company: str | None
    phone: str | None
    email: str | None
    opt_status: str | None
    is_deleted: bool
    mine: bool
    opted_out: str | None
    contact_out: str | None
    properties: tuple[Address, ...]

    @property
    def about(self) -> Address | None:
        """The property to speak of: the only one, or the only one with an active deal."""
        dealt = [each for each in self.properties if each.dealt]
        for few in (dealt, self.properties):
            if len(few) == 1:
                return few[0]
        return None


def recipients(session: Session, ids: Sequence[UUID]) -> list[Recipient]:
    """Return what is known of the leads, in the order of `ids`."""
    values = {"ids": list(ids)}
    places: defaultdict[UUID, dict[UUID, Address]] = defaultdict(dict)
    with raw(session).cursor() as cursor:
        for lead_id, *parts in cursor.execute(_PROPERTIES, values):
            places[lead_id].setdefault(parts[0], Address(*parts))
        twins = {lead_id: told for lead_id, *told in cursor.execute(_TWINS, values)}
        contacts = {lead_id: told for lead_id, *told in cursor.execute(_CONTACTS, values)}
        leads = {row[0]: row for row in cursor.execute(_LEADS, values)}
    stops = {
        each.lead_id: f"replied {(each.text or '').strip()} on {each.at.date().isoformat()}, "
        "which is not recorded"
        for each in audit(session, ids=ids)
        if each.kind == NOT_RECORDED
    }
    found = []
    for each in ids:
        if each not in leads:
            continue
        row, contact = leads[each], contacts.get(each)
        found.append(
            Recipient(
                *(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]),
                _known_by(row[5], stops.get(each), twins.get(each)),
                (contact[1] or str(contact[0])[:8]) if contact else None,
                tuple(places[each].values()),
            )
        )
    return found


def my_name(session: Session) -> str | None:
    """Return the person's own name."""
    with raw(session).cursor() as cursor:
        row = cursor.execute(_MY_NAME).fetchone()
    return row[0] if row else None


def _known_by(opt_status: str | None, stop: str | None, twin: Any) -> str | None:
    if opt_status == "opted_out":
        return "opted out"
    if stop:
        return stop
    if twin:
        return f"opted out as {str(twin[0])[:8]} ({twin[1]}), with the same phone or e-mail"
    return None
