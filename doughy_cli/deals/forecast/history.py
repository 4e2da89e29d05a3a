"""What a deal's timeline says: where it stayed how long, what was said of its chances, and how
it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from doughy_cli.deals.values import DealStatus
from doughy_cli.stages import STAGES, stage_order

WON, LOST = DealStatus.won.value, DealStatus.lost.value
ACTIVE = DealStatus.active.value


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that tells of status, stage or probability: what they were `before` and what
    they were `after`, by field; only those that it tells of are there."""

    deal_id: UUID
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def telling(metadata: Any) -> dict[str, Any]:
    """Return what an event's `before` or `after` tells of status, stage and probability.

    Anybody may write to the timeline of their own deals, so what cannot be is left out.
    """
    found = metadata if isinstance(metadata, dict) else {}
    told = {name: found[name] for name in ("status", "stage") if isinstance(found.get(name), str)}
    if "probability" in found:
        chance = found["probability"]
        stated = isinstance(chance, int) and not isinstance(chance, bool) and 0 <= chance <= 100
        if stated or chance is None:
            told["probability"] = chance
    return told


@dataclass(frozen=True, slots=True)
class Known:
    """A deal as it stands now: what its history must end in."""

    id: UUID
    status: str
    stage: str
    probability: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in a stage, while the deal was active. It ended with a `move` to another stage, or
    with the status that the deal got; `until` and `end` are None if it lasts."""

    stage: str
    since: datetime
    until: datetime | None
    end: str | None


@dataclass(slots=True)
class History:
    """What a deal's timeline comes to.

    `stated` is the probability that the person said last before the deal was closed (that of
    winning, 100, and of losing, 0, come after), and `stated_in` the last one while it was in
    each stage. None is a probability that was not stated.
    """

    known: Known
    stays: list[Stay] = field(default_factory=list)
    stated: int | None = None
    stated_in: dict[str, int | None] = field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Whether it is won or lost; an archived deal has not ended either way."""
        return self.known.status in (WON, LOST)

    @property
    def won(self) -> bool:
        """Whether it is won."""
        return self.known.status == WON

    @property
    def furthest(self) -> int:
        """How far in the pipeline it came, as a place in STAGES; -1 for none of them."""
        places = [stage_order(stay.stage) for stay in self.stays]
        places.append(stage_order(self.known.stage))
        return max((place for place in places if place < len(STAGES)), default=-1)


def histories(deals: Iterable[Known], events: Iterable[Happened]) -> list[History]:
    """Return the deals' histories, in their order.

    `events` may come in any order. Where a timeline does not go back to the deal's beginning,
    the first event says how it was until then, and without any event the deal was always as it
    is.
    """
    told: defaultdict[UUID, list[Happened]] = defaultdict(list)
    for event in events:
        told[event.deal_id].append(event)
    return [_history(deal, sorted(told[deal.id], key=_order)) for deal in deals]


def _order(event: Happened) -> tuple[datetime, int]:
    # Of one change, that of the probability counts last: winning sets it to 100.
    return event.at, int("status" not in event.after and "stage" not in event.after)


def _first(deal: Known, events: Sequence[Happened], name: str) -> Any:
    """Return what `name` was in the beginning."""
    for event in events:
        if name in event.before:
            return event.before[name]
        if name in event.after:
            return event.after[name]
    return getattr(deal, name)


def _history(deal: Known, events: Sequence[Happened]) -> History:
    found = History(deal)
    status, stage, probability = (
        _first(deal, events, name) for name in ("status", "stage", "probability")
    )
    since = min(deal.created_at, events[0].at) if events else deal.created_at
    if status == ACTIVE:
        found.stated = found.stated_in[stage] = probability
    for event in events:
        after = event.after
        new_status, new_stage = after.get("status", status), after.get("stage", stage)
        if "status" in event.before or "stage" in event.before:
            if status == ACTIVE and (new_status, new_stage) != (status, stage):
                end = "move" if new_status == ACTIVE else str(new_status)
                found.stays.append(Stay(stage, since, event.at, end))
            since = event.at
        if "probability" in after:
            probability = after["probability"]
        status, stage = new_status, new_stage
        if status == ACTIVE:
            found.stated = found.stated_in[stage] = probability
    if status == ACTIVE and deal.status == ACTIVE:
        found.stays.append(Stay(deal.stage, since, None, None))
    return found
