"""The board as lines: columns side by side where there is room, else stage below stage."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from doughy_cli.deals.board.rows import BoardCardRow, BoardRow, BoardStageRow
from doughy_cli.deals.pace import Age
from doughy_cli.screens.parts import LABEL, cut, ends, joined, shown
from doughy_cli.screens.words import dollars, spoken

SIDE_BY_SIDE = 100  # cells from which columns say more than lines
_NARROWEST = 22  # a column
_GAP = 2
_VALUE, _DAYS, _TITLE = 11, 9, 28  # cells of a card that is one line
# Not by colour alone: an age is marked as well.
_MARKS = {Age.fresh: "", Age.old: " !", Age.very_old: " !!"}
_STYLES = {Age.fresh: "", Age.old: "yellow", Age.very_old: "bold red"}


def board_lines(board: BoardRow, width: int, cards: int) -> list[Text]:
    """Return the board in lines of at most `width` cells, with at most `cards` deals a stage."""
    head = [_head(board, width), Text("─" * width, style=LABEL)]
    if not board.count:
        return [*head, Text("No deals. To add one: doughy deals add --lead ID")]
    if width < SIDE_BY_SIDE:
        return [*head, *_stacked(board, width, cards)]
    return [*head, *_columns(board, width, cards)]


def legend(board: BoardRow, width: int) -> Text:
    """Return what the marks mean."""
    ages = [each.age for stage in board.stages for each in stage.deals]
    if all(each == Age.fresh for each in ages):
        return Text()
    return cut(
        joined(
            Text("!", style=_STYLES[Age.old]),
            Text(" longer in its stage than usual, ", style=LABEL),
            Text("!!", style=_STYLES[Age.very_old]),
            Text(" twice as long", style=LABEL),
        ),
        width,
    )


def fitting(board: BoardRow, width: int, lines: int) -> list[Text]:
    """Return the board with as many deals a stage as `lines` have room for; cut if it does not
    fit with none."""
    fewest, most = 0, max((each.count for each in board.stages), default=0)
    best = board_lines(board, width, 0)
    while fewest < most:
        middle = (fewest + most + 1) // 2
        drawn = board_lines(board, width, middle)
        if len(drawn) <= lines:
            fewest, best = middle, drawn
        else:
            most = middle - 1
    return best[:lines]


def _head(board: BoardRow, width: int) -> Text:
    deals = f"{board.count:,} deal{'' if board.count == 1 else 's'}"
    sums = f" {deals} · {dollars(board.value)} · weighted {dollars(board.weighted)}"
    return ends(
        joined(Text("Pipeline", style="bold"), Text(sums)),
        Text(f"{board.as_of:%Y-%m-%d %H:%M}", style=LABEL),
        width,
    )


def _name(stage: BoardStageRow) -> Text:
    return shown(spoken(stage.stage).upper(), "bold")


def _more(stage: BoardStageRow, cards: int) -> Text:
    return Text(f"+ {stage.count - cards:,} more", style=LABEL)


def _days(card: BoardCardRow) -> Text:
    age = Age(card.age)
    return Text(f"{card.days_in_stage:,}d{_MARKS[age]}", style=_STYLES[age])


def _value(card: BoardCardRow) -> Text:
    return Text(dollars(card.estimated_value)) if card.estimated_value else Text("–", style=LABEL)


def _next(card: BoardCardRow) -> Text:
    """Return the next action and when it is due; overdue is a word, not a colour alone."""
    due = card.next_action_due
    if not card.next_action and due is None:
        return Text("no next action", style=LABEL)
    words = [shown(card.next_action or "")]
    if due is not None:
        late = Text("overdue ", style="bold red") if card.overdue else Text()
        # First, so that it is there when the action is cut.
        words = [late, Text(f"{_day(due)} ", style="" if card.overdue else LABEL), *words]
    return joined(*words)


def _day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local:%b} {local.day}"


def _stacked(board: BoardRow, width: int, cards: int) -> list[Text]:
    lines: list[Text] = []
    for stage in board.stages:
        lines.append(_stage_line(stage, width))
        lines += [_card_line(card, width) for card in stage.deals[:cards]]
        if cards and stage.count > cards:
            lines.append(joined(Text("  "), _more(stage, cards)))
    return lines


def _stage_line(stage: BoardStageRow, width: int) -> Text:
    if not stage.count:
        return cut(Text(f"{spoken(stage.stage).upper()}  0", style=LABEL), width)
    sums = f"{dollars(stage.value)} · weighted {dollars(stage.weighted)}"
    return ends(joined(_name(stage), Text(f"  {stage.count:,}")), Text(sums), width)


def _card_line(card: BoardCardRow, width: int) -> Text:
    title = max(_TITLE, width - 52)
    line = joined(
        Text("  "),
        _filled(shown(card.title), title),
        _filled(_value(card), _VALUE, right=True),
        Text("  "),
        _filled(_days(card), _DAYS),
        _next(card),
    )
    return cut(line, width)


def _filled(text: Text, width: int, *, right: bool = False) -> Text:
    text = cut(text, width)
    blank = Text(" " * (width - text.cell_len))
    return joined(blank, text) if right else joined(text, blank)


def _columns(board: BoardRow, width: int, cards: int) -> list[Text]:
    """Return the stages in rows of as many columns as there is room for."""
    room = max((width + _GAP) // (_NARROWEST + _GAP), 1)
    rows = -(-len(board.stages) // room)
    count = -(-len(board.stages) // rows)  # as even as can be
    each = (width + _GAP) // count - _GAP
    lines: list[Text] = []
    for start in range(0, len(board.stages), count):
        stages = board.stages[start : start + count]
        columns = [_column(stage, each, cards) for stage in stages]
        height = max(map(len, columns))
        if lines:
            lines.append(Text())
        for line in range(height):
            parts = [
                _filled(column[line] if line < len(column) else Text(), each) for column in columns
            ]
            lines.append(joined(*(part for text in parts for part in (text, Text(" " * _GAP)))))
            lines[-1].rstrip()
    return lines


def _column(stage: BoardStageRow, width: int, cards: int) -> list[Text]:
    lines = [
        ends(_name(stage), Text(f"{stage.count:,}", style="bold"), width),
        ends(
            Text(dollars(stage.value) if stage.count else "–"),
            Text(f"~{dollars(stage.weighted)}" if stage.count else "", style=LABEL),
            width,
        ),
        Text("─" * width, style=LABEL),
    ]
    for card in stage.deals[:cards]:
        chance = "" if card.probability is None else f"{card.probability} %  "
        lines += [
            cut(shown(card.title, "bold"), width),
            ends(_value(card), joined(Text(chance, style=LABEL), _days(card)), width),
            cut(_next(card), width),
            Text(),
        ]
    if cards and stage.count > cards:
        lines.append(_more(stage, cards))
    elif lines[-1].plain == "":
        lines.pop()
    return lines
