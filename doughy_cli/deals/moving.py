"""Moving a deal from stage to stage: where to, and what the timeline says of it."""

from __future__ import annotations

from collections.abc import Sequence

from doughy_cli.deals.changes import NOTE, Event
from doughy_cli.deals.rows import DealRow
from doughy_cli.errors import Conflict
from doughy_cli.stages import STAGES, stage_order

MOVED = "stage_moved"
_SENT = STAGES.index("offer_sent")
# A step to the next stage is what the timeline's own stage_changed tells; these need words.
_TOLD = {"back": "back from {} to {}", "skip": "from {} to {}, without {}"}


def target(deal: DealRow, steps: int) -> str:
    """Return the stage `steps` (1 or -1) from a deal's own. Raises Conflict where there is none."""
    short, at = str(deal.id)[:8], stage_order(deal.stage)
    if at == len(STAGES):
        raise Conflict(
            f"Deal {short} ({deal.title}) is at {deal.stage!r}, which no stage follows.",
            f"Name one: doughy deals move {short} STAGE. There are: {', '.join(STAGES)}.",
        )
    if not 0 <= at + steps < len(STAGES):
        first = steps < 0
        raise Conflict(
            f"Deal {short} ({deal.title}) is at {deal.stage}, the {'first' if first else 'last'} "
            "stage.",
            f"Drop it with `doughy deals lose {short}`."
            if first
            else f"Next: doughy deals win {short}",
        )
    return STAGES[at + steps]


def direction(before: str, after: str) -> str:
    """Return which way a deal goes: `forward` to the next stage, `skip` over some, `back`, `none`,
    or `outside`, to a stage that is not of the list or from one."""
    if before == after:
        return "none"
    if before not in STAGES or after not in STAGES:
        return "outside"
    steps = stage_order(after) - stage_order(before)
    return "back" if steps < 0 else "forward" if steps == 1 else "skip"


def sends_offer(before: str, after: str) -> bool:
    """Return whether an offer goes out with the move: to `offer_sent`, or past it from before."""
    if before == after or after not in STAGES:
        return False
    place = stage_order(after)
    return place == _SENT or (place > _SENT and not _SENT <= stage_order(before) < len(STAGES))


def move_events(
    deal: DealRow, stage: str, reason: str | None, against: Sequence[str] = ()
) -> tuple[Event, ...]:
    """Return what the timeline is told of a move beside `stage_changed`: the reason, else that it
    goes back or skips stages. The metadata says so in any case, and also what stood `against` it
    and was overridden by the reason."""
    way = direction(deal.stage, stage)
    skipped = list(STAGES[stage_order(deal.stage) + 1 : stage_order(stage)])
    metadata = {
        "about": "stage_changed",
        "from": deal.stage,
        "to": stage,
        "direction": way,
        "skipped": skipped if way == "skip" else [],
        **({"against": list(against)} if against else {}),
    }
    if reason:
        return (Event(NOTE, reason, metadata),)
    if way in _TOLD:
        words = _TOLD[way].format(deal.stage, stage, ", ".join(skipped))
        return (Event(MOVED, words, metadata),)
    return ()
