"""What the scores of its owner's leads might be, by what is known of them.

The service that runs it may change no lead, and nobody's judgement is to be overwritten unasked:
the scores are suggestions, and the owner sets them (docs/jobs.md says how).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from doughy_cli.errors import Usage, quoted
from doughy_cli.handling import Context, Handler, Job
from doughy_cli.leads.values import LeadStatus

if TYPE_CHECKING:
    from datetime import datetime

    from doughy_cli.leads.following.activity import Activity
    from doughy_cli.leads.following.weights import Weights

# The share of warmth's points. Silence makes a lead urgent (docs/who-next.md), not good: its
# points are given for how warm the lead is instead.
WARMTH_SHARES = {"hot": 1.0, "warm": 0.6, "cold": 0.2, "dead": 0.0}
_LEADS = """
SELECT id, name, status::text, opt_status::text, score, created_at
FROM public.leads
WHERE user_id = %s AND NOT is_deleted AND status = ANY (%s::public.lead_status[])
ORDER BY created_at, id
"""
_AT_ONCE = 1000


@dataclass(frozen=True)
class Input:
    """Leads in which statuses; those that differ by less than `least_change` are left out."""

    status: tuple[str, ...] = ("new", "active", "qualified")
    least_change: int = 1

    def __post_init__(self) -> None:
        wrong = [each for each in self.status if each not in list(LeadStatus)]
        if wrong:
            there = ", ".join(LeadStatus)
            raise Usage(f"There is no status {quoted(wrong[0])} of leads; there are {there}.")


@dataclass(frozen=True)
class Points:
    """Where a score comes from; they add up to it."""

    status: int
    consent: int
    value: int
    warmth: int


def points(
    status: str, consent: str | None, created_at: datetime, activity: Activity,
    weights: Weights, now: datetime,
) -> tuple[Points, str]:  # fmt: skip
    """Return the points of a lead, 100 together at most, and how warm it is."""
    from doughy_cli.leads.following.priority import priority, temperature

    known = priority(status, consent, activity, weights, now)
    warm = temperature(created_at, activity, weights, now)
    warmth = round(weights.staleness * WARMTH_SHARES[warm])
    return Points(known.status, known.consent, known.value, warmth), warm


def run(job: Job[Input], context: Context) -> dict[str, Any]:
    """Return the leads whose score would be another, each with its points."""
    from dataclasses import asdict
    from datetime import UTC, datetime

    from doughy_cli.leads.following.activity import NOTHING
    from doughy_cli.leads.following.activity_queries import activities
    from doughy_cli.leads.following.weights import Weights

    weights, now = Weights(), datetime.now(UTC)
    found = context.connection.execute(_LEADS, [job.owner, list(job.input.status)]).fetchall()
    suggested = []
    for first in range(0, len(found), _AT_ONCE):
        context.progress(first, len(found), "leads")
        some = found[first : first + _AT_ONCE]
        known = activities(context.session, [row[0] for row in some])
        for lead_id, name, status, consent, score, created_at in some:
            activity = known.get(lead_id, NOTHING)
            parts, warm = points(status, consent, created_at, activity, weights, now)
            total = min(100, sum(asdict(parts).values()))
            if score is None or abs(total - score) >= job.input.least_change:
                suggested.append(
                    {
                        "id": lead_id,
                        "name": name,
                        "score": score,
                        "suggested_score": total,
                        "temperature": warm,
                        "points": parts,
                    }
                )
    return {"leads_looked_at": len(found), "leads": suggested}


HANDLER = Handler("Suggests scores for your leads, by what is known of them.", Input, run)
