"""From deals to a board."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from doughy_cli.deals.board.rows import BoardCardRow, BoardRow, BoardStageRow
from doughy_cli.deals.forecast.outlook import NOTHING, weighted
from doughy_cli.deals.pace import age, days_between
from doughy_cli.deals.rows import DealRow
from doughy_cli.stages import STAGES, stage_order


def build(deals: Iterable[tuple[DealRow, datetime]], now: datetime) -> BoardRow:
    """Return the board of `deals`, each with the time since when it is in its stage.

    Every stage of the pipeline has a column, empty or not. In a column what is overdue comes
    first, then what is due soonest, then the oldest in the stage.
    """
    columns: dict[str, list[BoardCardRow]] = {stage: [] for stage in STAGES}
    for deal, since in deals:
        columns.setdefault(deal.stage, []).append(_card(deal, since, now))
    stages = [
        _stage(stage, columns[stage])
        for stage in sorted(columns, key=lambda name: (stage_order(name), name))
    ]
    return BoardRow(
        as_of=now,
        count=sum(each.count for each in stages),
        value=sum((each.value for each in stages), NOTHING),
        weighted=sum((each.weighted for each in stages), NOTHING),
        stages=stages,
    )


def _card(deal: DealRow, since: datetime, now: datetime) -> BoardCardRow:
    days = days_between(since, now)
    due = deal.next_action_due
    return BoardCardRow(
        id=deal.id,
        title=deal.title,
        estimated_value=deal.estimated_value,
        probability=deal.probability,
        weighted=weighted(deal.estimated_value, deal.probability),
        expected_close_date=deal.expected_close_date,
        days_in_stage=days,
        age=age(deal.stage, days),
        next_action=deal.next_action,
        next_action_due=due,
        overdue=due is not None and due < now,
    )


def _stage(stage: str, cards: list[BoardCardRow]) -> BoardStageRow:
    cards.sort(key=_place)
    return BoardStageRow(
        stage=stage,
        count=len(cards),
        value=sum((each.estimated_value or NOTHING for each in cards), NOTHING),
        weighted=sum((each.weighted for each in cards), NOTHING),
        unrated=sum(each.probability is None for each in cards),
        deals=cards,
    )


def _place(card: BoardCardRow) -> tuple[bool, float, int, str, str]:
    due = card.next_action_due
    return (
        due is None,
        due.timestamp() if due else 0.0,
        -card.days_in_stage,
        card.title,
        str(card.id),
    )
