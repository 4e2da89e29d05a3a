"""Reading messages and recorded consent together, lead by lead."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.leads.consent.audit import NOT_RECORDED, Change, Consent, Sent, judge
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.consent.rows import AuditRow
from doughy_cli.leads.consent.stop_words import LONGEST_STOP, STOP_CHANNELS, is_stop

_SHOWN = 100  # characters of a text that are evidence enough
# An array, not IN: so that rows are looked up by lead. Read as a whole, each row of anybody's
# would be put to the policy.
_SEEN = "= ANY (ARRAY(SELECT id FROM public.leads))"
_MINE = "= ANY (ARRAY(SELECT id FROM public.leads WHERE user_id = (SELECT auth.uid())))"
_THESE = "= ANY (%(these)s)"
# Short ones only: `is_stop` decides.
_REPLIES = """
SELECT m.lead_id, m.id, coalesce(m.sent_at, m.created_at), m.channel::text, m.status::text, m.body
FROM public.messages AS m
WHERE m.lead_id {which}
    AND m.direction = 'incoming'
    AND m.channel::text = ANY (%(channels)s)
    AND length(m.body) <= %(longest)s
"""
_CHANGES = """
SELECT
    e.lead_id, e.created_at, e.event_type = 'opt_changed',
    e.metadata #>> '{{before,opt_status}}',
    coalesce(e.metadata #>> '{{after,opt_status}}', e.metadata ->> 'opt_status')
FROM public.lead_events AS e
WHERE e.lead_id {which}
    AND (
        e.event_type = 'opt_changed'
        OR (e.event_type = 'opt_reason' AND e.metadata ->> 'opt_status' IS NOT NULL)
    )
ORDER BY e.lead_id, e.created_at, e.id
"""
_LEADS = """
SELECT l.id, l.name, l.opt_status::text, l.created_at
FROM public.leads AS l
WHERE l.id {which} AND (l.opt_status = 'opted_out' OR l.id = ANY (%(ids)s))
ORDER BY l.created_at, l.id
"""
# What is still to be sent would be sent from now on.
_SENDS = """
SELECT
    m.lead_id, m.id,
    coalesce(m.sent_at, CASE WHEN m.status = 'pending' THEN now() ELSE m.created_at END),
    m.channel::text, m.status::text, left(coalesce(m.body, m.subject), %(shown)s)
FROM public.messages AS m
WHERE m.lead_id = ANY (%(ids)s) AND m.direction = 'outgoing' AND m.status <> 'failed'
"""


def audit(
    session: Session, *, mine: bool = False, ids: Collection[UUID] | None = None
) -> list[AuditRow]:
    """Return what went wrong with the consent of the leads that the person sees (`mine`: of
    their own; `ids`: of these), the oldest lead first. Deleted leads are looked at, too."""
    values: dict[str, Any] = {"channels": list(STOP_CHANNELS), "longest": LONGEST_STOP}
    which = _MINE if mine else _SEEN
    if ids is not None:
        which, values["these"] = _THESE, list(ids)
    stops: defaultdict[UUID, list[Sent]] = defaultdict(list)
    changes: defaultdict[UUID, list[Change]] = defaultdict(list)
    sends: defaultdict[UUID, list[Sent]] = defaultdict(list)
    with raw(session).cursor() as cursor:
        for lead_id, *message in cursor.execute(_REPLIES.format(which=which), values):
            if is_stop(message[-1]):
                stops[lead_id].append(Sent(*message))
        for lead_id, *change in cursor.execute(_CHANGES.format(which=which), values):
            changes[lead_id].append(Change(*change))
        suspects = stops.keys() | {
            lead_id
            for lead_id, known in changes.items()
            if any("opted_out" in (each.before, each.after) for each in known)
        }
        values |= {"ids": list(suspects), "shown": _SHOWN}
        leads = [Consent(*row) for row in cursor.execute(_LEADS.format(which=which), values)]
        values["ids"] = [lead.lead_id for lead in leads]
        for lead_id, *message in cursor.execute(_SENDS, values):
            sends[lead_id].append(Sent(*message))
    return [
        finding
        for lead in leads
        for finding in judge(lead, changes[lead.lead_id], stops[lead.lead_id], sends[lead.lead_id])
    ]


def record_stops(session: Session, findings: Iterable[AuditRow]) -> list[AuditRow]:
    """Record the STOPs among the findings; return all findings, those marked as fixed."""
    rows = list(findings)
    first = {row.lead_id: row for row in reversed(rows) if row.kind == NOT_RECORDED}
    for lead_id, row in first.items():
        said = f"replied {(row.text or '').strip()} on {row.at.date().isoformat()}"
        set_consent(session, [lead_id], "opted_out", said)
    return [
        dataclasses.replace(row, fixed=True, opt_status="opted_out")
        if row.kind == NOT_RECORDED
        else row
        for row in rows
    ]
