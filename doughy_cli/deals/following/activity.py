"""When there was last a sign of life from deals, and since when they are at their stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.deals.filters import DealFilter

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.deals.following.activity_queries"


@dataclass(frozen=True, slots=True)
class Activity:
    """What there was with one deal: `last_at` is the last sign of life (an event of the deal, or a
    message, call or transcript of its lead), `stage_since` when it got to its stage, or was
    made active again there."""

    last_at: datetime
    stage_since: datetime


def activities(reader: Reader, where: DealFilter) -> dict[UUID, Activity]:
    """Return what there was with each of the deals that `where` (settled) means."""
    said = {row[0]: row[1] for row in reader.rows(f"{_BUILDERS}:said_statement", where)}
    rows = reader.rows(f"{_BUILDERS}:events_statement", where)
    return {
        deal_id: Activity(
            max(filter(None, (created_at, event_at, said.get(lead_id)))), stage_at or created_at
        )
        for deal_id, created_at, lead_id, event_at, stage_at in rows
    }
