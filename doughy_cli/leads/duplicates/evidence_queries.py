"""What leads are compared by, read as a stream.

Two subqueries a lead, and no join with all contacts and events: row security asks for each of
their rows whether its lead is one's own, so only those of the leads at hand are touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

# A contact of relation `owner` is the lead once more: that is where a second phone is kept.
# Other people's contacts (a spouse, an attorney) are not the lead.
_EVIDENCE = """
SELECT
    l.id, l.user_id, l.name, l.company, l.email, l.phone,
    (
        SELECT jsonb_agg(jsonb_build_array(c.email, c.phone, c.emails, c.phones))
        FROM public.lead_contacts AS k
        JOIN public.contacts AS c ON c.id = k.contact_id
        WHERE k.lead_id = l.id AND k.relation = 'owner' AND NOT c.is_deleted
    ),
    (
        SELECT jsonb_agg(e.metadata -> 'address')
        FROM public.lead_events AS e
        WHERE e.lead_id = l.id AND e.event_type = 'imported' AND e.metadata ? 'address'
    )
FROM public.leads AS l
WHERE (%(deleted)s OR NOT l.is_deleted)
    AND (NOT %(own)s OR l.user_id = (SELECT auth.uid()))
    AND (%(person)s::uuid IS NULL OR l.user_id = %(person)s)
ORDER BY l.user_id, l.created_at, l.id
"""
_FETCHED = 1000


class Evidence(NamedTuple):
    """A lead's columns, and those of its contacts and earlier imports as JSON has them.

    `contacts` are lists of e-mail, phone, further e-mails and further phones.
    """

    id: UUID
    user_id: UUID
    name: str
    company: str | None
    email: str | None
    phone: str | None
    contacts: list[list[Any]] | None
    addresses: list[Any] | None


def stream_evidence(
    connection: psycopg.Connection[Any],
    *,
    own: bool = False,
    deleted: bool = False,
    person: UUID | None = None,
) -> Iterator[Evidence]:
    """Yield the leads that are seen (one's own only, or a `person`'s), person by person, the
    oldest first. It needs a transaction."""
    with connection.cursor(name="evidence") as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(_EVIDENCE, {"own": own, "deleted": deleted, "person": person})
        for row in cursor:
            yield Evidence(*row)
