"""How deals end and begin again: what is set then, and what the timeline says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from doughy_cli.deals.changes import NOTE, DealChange, Event
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.values import DealStatus
from doughy_cli.errors import Conflict

# A deal that is won was certain, one that is lost was hopeless: forecasts compare with it.
PROBABILITY = {DealStatus.won: 100, DealStatus.lost: 0}
_NAMED = 5  # how many deals a message names


def ended(rows: Sequence[DealRow], status: DealStatus, reason: str | None) -> list[DealChange]:
    """Return what makes deals won, lost or archived. Raises Conflict for one that has ended in
    another way."""
    refuse_ended(rows, but=status)
    return [_ended(row, status, reason) for row in rows]


def reopened(
    rows: Sequence[DealRow], probabilities: Mapping[UUID, int | None], reason: str | None
) -> list[DealChange]:
    """Return what makes deals active again, with the probability that each had before it ended;
    those that `probabilities` does not know keep theirs."""
    return [_reopened(row, probabilities, reason) for row in rows]


def refuse_ended(rows: Sequence[DealRow], *, but: DealStatus = DealStatus.active) -> None:
    """Raise Conflict if a deal is neither active nor in the status `but`."""
    over = [row for row in rows if row.status not in (DealStatus.active, but)]
    if over:
        shown = ", ".join(f"{str(row.id)[:8]} ({row.title})" for row in over[:_NAMED])
        more = f" and {len(over) - _NAMED} more" if len(over) > _NAMED else ""
        raise Conflict(
            f"Deal {shown}{more} is {over[0].status}.",
            f"`doughy deals reopen {str(over[0].id)[:8]}` first.",
            code="ended",
        )


def _ended(row: DealRow, status: DealStatus, reason: str | None) -> DealChange:
    if row.status == status:
        return DealChange(row, {})
    values: dict[str, Any] = {"status": status.value}
    if status in PROBABILITY:
        values["probability"] = PROBABILITY[status]
    metadata = {"about": "status_changed", "from": row.status, "to": status.value}
    metadata |= {"stage": row.stage, "probability": row.probability}  # type: ignore[dict-item]
    return DealChange(row, values, (Event(NOTE, reason, metadata),) if reason else ())


def _reopened(
    row: DealRow, probabilities: Mapping[UUID, int | None], reason: str | None
) -> DealChange:
    if row.status == DealStatus.active:
        return DealChange(row, {})
    values: dict[str, Any] = {"status": DealStatus.active.value}
    if row.id in probabilities:
        values["probability"] = probabilities[row.id]
    metadata = {"about": "status_changed", "from": row.status, "to": DealStatus.active.value}
    return DealChange(row, values, (Event(NOTE, reason, metadata),) if reason else ())
