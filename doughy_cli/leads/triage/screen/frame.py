"""A whole screen: a head, the card (or help, or a question), a line to say or type, the keys."""

from __future__ import annotations

from rich.text import Text

from doughy_cli.leads.triage.keys import BINDINGS, Do
from doughy_cli.leads.triage.screen.card import card_lines
from doughy_cli.leads.triage.view import LEAST, Page, Prompt, View, too_small
from doughy_cli.output import visible
from doughy_cli.screens.frame import Frame
from doughy_cli.screens.parts import LABEL, Pen, cells, cut, ends, joined, shown

_MARGIN = 1
_LONGEST = 4  # lines of a message
_USUAL = tuple((each.key, each.word) for each in BINDINGS if each.word)
# What there is to do when nothing is left.
_LAST = tuple((each.key, each.word) for each in BINDINGS if each.do in (Do.back, Do.undo, Do.quit))


def frame(pen: Pen, view: View, columns: int, lines: int) -> Frame:
    """Return the view as a screen of that many columns and lines."""
    if too_small(columns, lines):
        return _too_small(pen, columns, lines)
    width = columns - 2 * _MARGIN
    head = [_head(view, width), Text("─" * width, style=LABEL)]
    keys = _keys(pen, view, width)
    said, cursor = _said(pen, view, width)
    room = lines - len(head) - 1 - len(said) - len(keys)
    body = _body(pen, view, width, room)
    scroll = max(0, min(view.scroll, len(body) - room))
    middle = body[scroll : scroll + room]
    middle += [Text()] * (room - len(middle))
    rule = _rule(width, hidden=len(body) - room - scroll, above=scroll)
    drawn = [*head, *middle, rule, *said, *keys]
    place = None if cursor is None else (cursor + _MARGIN, lines - len(keys) - 1)
    margin = Text(" " * _MARGIN)
    return Frame([pen.write(joined(margin, cut(line, width))) for line in drawn], place, scroll)


def _head(view: View, width: int) -> Text:
    count = f"{view.left:,} left of {view.total:,}"
    return ends(
        joined(Text("doughy leads triage ", style="bold"), shown(view.about, LABEL)),
        Text(count, style="bold"),
        width,
    )


def _rule(width: int, hidden: int, above: int) -> Text:
    """Return the line below the card: how much more of it there is."""
    noun = "line" if hidden == 1 else "lines"
    more = f" ↓ {hidden} more {noun} " if hidden > 0 else " ↑ to its beginning " if above else ""
    return Text("─" * (width - cells(more) - 2) + more + "──", style=LABEL)


def _body(pen: Pen, view: View, width: int, room: int) -> list[Text]:
    if view.page is Page.card and view.card:
        return card_lines(pen, view.card, width, room, view.now)
    if view.page is Page.help:
        return _help(pen, width)
    first, *rest = view.lines
    texts = [shown(first, "bold"), *map(shown, rest)]
    return [line for text in texts for line in pen.wrap(text, width) or [Text()]]


def _help(pen: Pen, width: int) -> list[Text]:
    lines = []
    for each in BINDINGS:
        names = "  ".join((each.key, *each.also))
        head = Text(f"{names:<22}", style="bold")
        first, *rest = pen.wrap(Text(each.help), width - 22)
        lines += [joined(head, first), *(joined(Text(" " * 22), line) for line in rest)]
    return lines


def _said(pen: Pen, view: View, width: int) -> tuple[list[Text], int | None]:
    """Return the lines that say or ask something, and the cursor's column in them."""
    if view.prompt:
        typed, cursor = _typed(view.prompt, width)
        return [typed], cursor
    return _message(pen, view, width), None


def _message(pen: Pen, view: View, width: int) -> list[Text]:
    # Not by colour alone: what failed begins with a mark.
    mark, style = ("! ", "bold red") if view.failed else ("", "bold")
    text = shown(f"{mark}{view.message.strip()}", style)
    return pen.wrap(text, width, _LONGEST) or [Text()]


def _typed(prompt: Prompt, width: int) -> tuple[Text, int]:
    """Return the part of the typed line around the cursor that there is room for."""
    label = Text(f"{prompt.label}: ", style="bold")
    room = width - label.cell_len - 1
    before, after = prompt.line.text[: prompt.line.cursor], prompt.line.text[prompt.line.cursor :]
    # Each character is a cell or more, so what is further away cannot be seen.
    before, after = visible(before)[-room:], visible(after)[: room + 1]
    while cells(before) > room:
        before = before[1:]
    while cells(before) + cells(after) > room:
        after = after[:-1]
    return joined(label, Text(before + after)), label.cell_len + cells(before)


def _keys(pen: Pen, view: View, width: int) -> list[Text]:
    """Return the keys and their words, in as many lines as they need."""
    if view.prompt:
        return [*_message(pen, view, width), cut(Text(view.prompt.hint, style=LABEL), width)]
    if view.page is Page.help:
        return [Text("Down and up scroll, any other key goes back to the lead.", style=LABEL)]
    lines = [Text()]
    for key, word in view.choices or _plain_keys(view):
        item = joined(Text(key, style="bold"), Text(f" {word}"))
        if lines[-1] and lines[-1].cell_len + 2 + item.cell_len > width:
            lines.append(Text())
        lines[-1] = joined(lines[-1], Text("  " if lines[-1] else ""), item)
    return [*lines, *[Text()] * (2 - len(lines))]


def _plain_keys(view: View) -> tuple[tuple[str, str], ...]:
    if view.page is not Page.finished:
        return _USUAL
    # Of an empty queue there is nothing to go back to.
    return _LAST if view.total else _LAST[-1:]


def _too_small(pen: Pen, columns: int, lines: int) -> Frame:
    texts = ("Too small:", f"{columns}×{lines},", f"needs {LEAST[0]}×{LEAST[1]}.", "q quits")
    drawn = [pen.write(cut(Text(each), columns)) for each in texts[:lines]]
    return Frame([*drawn, *[""] * (lines - len(drawn))])
