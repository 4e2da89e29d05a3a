"""What was said between a person and their leads, and what their open deals are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.leads.following.activity import Activity, Said
from doughy_cli.leads.outcomes import SPOKEN

# An array, not IN: so that rows are looked up by lead. Read as a whole, each row of anybody's
# would be put to the policy.
_MINE = "= ANY (ARRAY(SELECT id FROM public.leads WHERE user_id = (SELECT auth.uid())))"
_THESE = "= ANY (%(ids)s)"
# What has been said, one row each. What never arrived or is still to be sent is no contact,
# and the transcript of a call is that call.
_SAID = """
SELECT m.lead_id, coalesce(m.sent_at, m.created_at) AS at, m.channel::text, m.direction = 'incoming'
FROM public.messages AS m
WHERE m.lead_id {which} AND m.status NOT IN ('failed', 'pending')
UNION ALL
SELECT
    c.lead_id, c.created_at, 'call',
    c.direction = 'incoming' OR coalesce(c.outcome = ANY (%(spoken)s), false)
FROM public.calls AS c
WHERE c.lead_id {which}
UNION ALL
SELECT t.lead_id, t.created_at, 'transcript', true
FROM public.transcripts AS t
WHERE t.lead_id {which} AND NOT t.is_deleted AND t.call_id IS NULL
"""
_WORTH = """
SELECT d.lead_id, count(*), coalesce(sum(d.estimated_value), 0)
FROM public.deals AS d
WHERE d.lead_id {which} AND d.status = 'active'
GROUP BY d.lead_id
"""
_NO_DEALS = (0, Decimal(0))

_LAST = f"SELECT s.lead_id, max(s.at) FROM ({_SAID}) AS s GROUP BY s.lead_id"  # noqa: S608 -- of the constant above


def activities(session: Session, ids: Iterable[UUID]) -> dict[UUID, Activity]:
    """Return what there was with each of the leads; those that nothing is known of are left out."""
    values = {"ids": list(ids), "spoken": list(SPOKEN)}
    said: defaultdict[UUID, Said] = defaultdict(Said)
    with raw(session).cursor() as cursor:
        for lead_id, at, channel, heard in cursor.execute(_SAID.format(which=_THESE), values):
            said[lead_id].add(at, channel, heard)
        found = cursor.execute(_WORTH.format(which=_THESE), values)
        worth = {lead_id: (count, value) for lead_id, count, value in found}
    return {
        lead_id: said[lead_id].activity(*worth.get(lead_id, _NO_DEALS))
        for lead_id in said.keys() | worth.keys()
    }


def what_counts(session: Session) -> dict[UUID, Activity]:
    """Return what earns points of each of the person's own leads: when the last contact was, and
    the open deals. Who said it, and how, is left out: it is much to read."""
    with raw(session).cursor() as cursor:
        found = cursor.execute(_LAST.format(which=_MINE), {"spoken": list(SPOKEN)}).fetchall()
        last: dict[UUID, Any] = dict(found)
        found = cursor.execute(_WORTH.format(which=_MINE)).fetchall()
        worth = {lead_id: (count, value) for lead_id, count, value in found}
    return {
        lead_id: Activity(last.get(lead_id), None, None, 0, *worth.get(lead_id, _NO_DEALS))
        for lead_id in last.keys() | worth.keys()
    }
