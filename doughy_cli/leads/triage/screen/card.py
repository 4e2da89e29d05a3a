"""A lead's card."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from doughy_cli.leads.conversations.rows import TimelineRow
from doughy_cli.leads.conversations.summaries import line
from doughy_cli.leads.triage.rows import CardContactRow, CardDealRow, TriageRow
from doughy_cli.screens.parts import LABEL, LABELS, Pen, beside, ends, field, joined, shown
from doughy_cli.screens.words import ago, due, money, spoken

WIDE = 110  # cells from which the timeline goes beside the rest
_GAP = 3
_LINES_OF_A_MOMENT = 3
_LINES_OF_A_NAME = 2
# Of a wide screen the facts' part: with it, the parts of a place fit in a line at 120 columns.
_FACTS_OF_100 = 53
_LINE = Text("│ ", style=LABEL)
_DOT = Text(" · ")
_NONE = Text("–", style=LABEL)
# Colours that can be read on black and on white: yellow and cyan cannot, nor blue on black.
_STATUS = {"active": "green", "qualified": "green", "unqualified": "magenta"}
_TEMPERATURE = {"hot": "bold red", "warm": "magenta", "dead": "dim"}
_CONSENT = {"opted_in": "green", "opted_out": "bold red"}


def card_lines(pen: Pen, row: TriageRow, width: int, least: int, now: datetime) -> list[Text]:
    """Return the card's lines, each at most `width` cells wide; in two columns at `least`
    that many."""
    if width < WIDE:
        return [
            *_facts(pen, row, width, now),
            Text(),
            *_timeline(pen, row, width),
        ]
    left = (width - _GAP) * _FACTS_OF_100 // 100
    facts = _facts(pen, row, left - 1, now)
    past = _timeline(pen, row, width - left - _GAP)
    rows = max(len(facts), len(past), least)
    facts += [Text()] * (rows - len(facts))
    past += [Text()] * (rows - len(past))
    return [
        beside(one, joined(_LINE, other), left + 1) for one, other in zip(facts, past, strict=True)
    ]


def _facts(pen: Pen, row: TriageRow, width: int, now: datetime) -> list[Text]:
    standing = joined(
        shown(row.status, _STATUS.get(row.status, "bold")),
        _DOT,
        shown(row.temperature, _TEMPERATURE.get(row.temperature, "")),
    )
    return [
        *_named(pen, row.name, standing, width),
        *(pen.wrap(shown(row.company), width, _LINES_OF_A_NAME) if row.company else []),
        Text(),
        *_pair(pen, ("Phone", _or_none(row.phone)), ("E-mail", _or_none(row.email)), width),
        *_pair(pen, ("Consent", _consent(row)), ("Source", _or_none(row.source)), width),
        *field(pen, "Tags", shown(", ".join(row.tags)) if row.tags else _NONE, width),
        *field(pen, "Score", _score(row, now), width),
        *field(pen, "Place", _place(row, width - LABELS), width),
        *field(pen, "Contact", _contact(row, now), width),
        *field(pen, "Next", _next(row, now, width - LABELS), width),
        *_several(pen, "Deals", [_deal(each, now, width - LABELS) for each in row.deals], width),
        *_several(pen, "People", [_person(each) for each in row.contacts], width),
    ]


def _named(pen: Pen, name: str, standing: Text, width: int) -> list[Text]:
    """Return the name beside what the lead is; a long one goes on below."""
    first, *rest = pen.wrap(shown(name, "bold"), width - standing.cell_len - 2, _LINES_OF_A_NAME)
    return [ends(first, standing, width), *rest]


def _pair(pen: Pen, one: tuple[str, Text], other: tuple[str, Text], width: int) -> list[Text]:
    """Return two fields in one line, if both fit there; else each in its own."""
    half = width // 2
    left, right = field(pen, *one, half - 2), field(pen, *other, width - half)
    if len(left) == len(right) == 1:
        return [beside(left[0], right[0], half)]
    return [*field(pen, *one, width), *field(pen, *other, width)]


def _or_none(text: str | None) -> Text:
    return shown(text) if text else _NONE


def _consent(row: TriageRow) -> Text:
    consent = row.opt_status or "pending"
    return shown(spoken(consent), _CONSENT.get(consent, ""))


def _score(row: TriageRow, now: datetime) -> Text:
    """Return the score and its reason, or how it changed if that came later."""
    score = Text("none", style=LABEL) if row.score is None else Text(str(row.score), style="bold")
    if not row.score_reasons:
        return score
    last = row.score_reasons[0]
    return joined(score, _DOT, shown(last.text or ""), Text(f" · {ago(last.at, now)}", style=LABEL))


def _place(row: TriageRow, width: int) -> Text:
    parts = f" = silence {row.staleness_points} + status {row.status_points}"
    rest = f" + consent {row.consent_points} + deals {row.value_points}"
    first = joined(
        Text("due first · ", style="bold") if row.due else Text(), Text(f"{row.priority}")
    )
    return _together(joined(first, Text(parts, style=LABEL)), Text(rest, style=LABEL), width)


def _contact(row: TriageRow, now: datetime) -> Text:
    if row.last_contact_at is None:
        return Text("none yet")
    parts = [f"{ago(row.last_contact_at, now)} by {spoken(row.last_channel or '')}"]
    parts += [f"heard {ago(row.last_heard_at, now)}" if row.last_heard_at else "never heard"]
    if row.attempts:
        parts.append(f"{row.attempts} attempt{'' if row.attempts == 1 else 's'} since")
    return Text(" · ".join(parts))


def _next(row: TriageRow, now: datetime, width: int) -> Text:
    if not row.next_action and not row.next_action_due:
        return _NONE
    return _with_due(shown(row.next_action or ""), row.next_action_due, now, width)


def _with_due(action: Text, at: datetime | None, now: datetime, width: int) -> Text:
    if at is None:
        return action
    when = Text(due(at, now), style="bold red" if at < now else "")
    return _together(action, joined(_DOT, when) if action else when, width)


def _together(one: Text, other: Text, width: int) -> Text:
    """Return both, the other one in a line of its own where they do not fit in one."""
    if one.cell_len + other.cell_len <= width:
        return joined(one, other)
    dotted = other.plain.startswith(_DOT.plain)
    return joined(one, Text("\n"), other[len(_DOT) if dotted else 1 :])


def _deal(deal: CardDealRow, now: datetime, width: int) -> Text:
    place = deal.property or ""
    title = "" if place.startswith(deal.title) else deal.title
    parts = [title, place, spoken(deal.stage), money(deal.estimated_value)]
    texts = [shown(" · ".join(filter(None, parts)))]
    if deal.next_action:
        action = _with_due(shown(deal.next_action), deal.next_action_due, now, width)
        return _together(texts[0], joined(_DOT, action), width)
    return texts[0]


def _person(person: CardContactRow) -> Text:
    parts = [person.name, person.relation, person.phone or "", person.email or ""]
    return shown(" · ".join(filter(None, parts)))


def _several(pen: Pen, label: str, texts: list[Text], width: int) -> list[Text]:
    """Return one field of several values, each on lines of its own."""
    labels = [label, *[""] * (len(texts) - 1)]
    return [
        line
        for name, text in zip(labels, texts or [_NONE], strict=True)
        for line in field(pen, name, text, width)
    ]


def _timeline(pen: Pen, row: TriageRow, width: int) -> list[Text]:
    lines = [Text("Timeline", style="bold")]
    for moment in row.timeline:
        lines += _moment(pen, moment, width)
    return lines


def _moment(pen: Pen, moment: TimelineRow, width: int) -> list[Text]:
    told = line(moment)
    head = Text(f"{told.when}  ", style=LABEL)
    # What an event is stands in its summary.
    what = Text() if moment.kind == "event" else shown(f"{told.what}", "bold")
    body = joined(what, Text("  " if what else ""), shown(told.summary))
    indent = head.cell_len
    first, *rest = pen.wrap(body, width - indent, _LINES_OF_A_MOMENT) or [Text()]
    return [joined(head, first), *(joined(Text(" " * indent), each) for each in rest)]
