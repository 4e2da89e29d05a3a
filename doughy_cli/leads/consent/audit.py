"""Whether what a lead said about being written to was kept, and kept to: plain rules.

docs/consent.md explains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from doughy_cli.leads.consent.rows import AuditRow

NOT_RECORDED = "stop_not_recorded"
AFTER_STOP = "sent_after_stop"
WHILE_OUT = "sent_while_opted_out"


@dataclass(frozen=True, slots=True)
class Consent:
    """A lead's consent now."""

    lead_id: UUID
    name: str
    opt_status: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What was recorded of consent: a change, or once more what it was (`changed` is false
    then, and `before` unknown)."""

    at: datetime
    changed: bool
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message, in the order of time; one still to be sent has a time of the future."""

    id: UUID
    at: datetime
    channel: str
    status: str
    text: str | None


def judge(
    lead: Consent, changes: Sequence[Change], stops: Iterable[Sent], sends: Iterable[Sent]
) -> Iterator[AuditRow]:
    """Yield what went wrong with one lead: first what was sent, then STOPs not recorded.

    A STOP stands until the lead is recorded as opted in; an opt-out that was recorded
    without one stands until the record says otherwise. `stops` are replies that say STOP.
    """
    # At the same moment: a send is not after a STOP, and a record made of a STOP is later.
    steps: list[tuple[datetime, int, Sent | Change]] = [
        *((each.at, 0, each) for each in sends),
        *((each.at, 1, each) for each in stops),
        *((each.at, 2, each) for each in changes),
    ]
    standing: list[Sent] = []
    before = next((each.before for each in changes if each.changed), lead.opt_status)
    out_since = lead.created_at if before == "opted_out" else None
    for at, rank, step in sorted(steps, key=lambda each: each[:2]):
        if isinstance(step, Change):
            if step.after == "opted_in":
                standing.clear()
            out_since = (out_since or at) if step.after == "opted_out" else None
        elif rank == 1:
            standing.append(step)
        elif standing:
            yield _finding(AFTER_STOP, lead, step, standing[0].at, standing[0].id)
        elif out_since and at > out_since:
            yield _finding(WHILE_OUT, lead, step, out_since, None)
    if lead.opt_status != "opted_out":
        for stop in standing:
            yield _finding(NOT_RECORDED, lead, stop, stop.at, stop.id)


def _finding(
    kind: str, lead: Consent, message: Sent, since: datetime, stop_id: UUID | None
) -> AuditRow:
    return AuditRow(
        kind=kind,
        lead_id=lead.lead_id,
        name=lead.name,
        opt_status=lead.opt_status,
        message_id=message.id,
        channel=message.channel,
        at=message.at,
        status=message.status,
        text=message.text,
        opted_out_at=since,
        stop_message_id=stop_id,
        fixed=False,
    )
