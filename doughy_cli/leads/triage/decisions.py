"""What can be decided about a lead, and how it is read: from what is typed, and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from doughy_cli.dates import read_due, read_moment
from doughy_cli.errors import Usage, quoted
from doughy_cli.leads.changes import LeadChange, tag_change
from doughy_cli.leads.fields import checked
from doughy_cli.leads.outcomes import CallOutcome


class Kind(StrEnum):
    """A decision, as JSON names it."""

    qualify = "qualify"
    unqualify = "unqualify"
    activate = "activate"
    close = "close"
    score = "score"
    tag = "tag"
    note = "note"
    next = "next"
    call = "call"
    opt_out = "opt_out"
    deal = "deal"
    skip = "skip"


_STATUSES = {
    Kind.qualify: "qualified",
    Kind.unqualify: "unqualified",
    Kind.activate: "active",
    Kind.close: "closed",
}
# After these the lead is dealt with; after the others there may be more to say about it.
FINAL = frozenset({*_STATUSES, Kind.next, Kind.opt_out})
_FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.score: ("score", "reason"),
    Kind.tag: ("add", "remove"),
    Kind.note: ("text",),
    Kind.next: ("action", "due"),
    Kind.call: ("outcome", "text"),
    Kind.opt_out: ("reason",),
}
_ALWAYS = ("lead", "decision", "unchanged_since")
NO_CHANGE = LeadChange({})


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about one lead.

    `change` is what becomes of the lead's own fields. `text` is a note's text, the reason of
    a score or of an opt-out, or what was said in a call; `outcome` is a call's.
    """

    kind: Kind
    change: LeadChange = field(default=NO_CHANGE)
    text: str | None = None
    outcome: str | None = None

    @property
    def words(self) -> str:
        """The decision as a message tells it."""
        match self.kind:
            case Kind.score:
                return f"score {self.change.values['score']}"
            case Kind.tag:
                added = [f"+{each}" for each in self.change.add_tags]
                return f"tags {' '.join([*added, *(f'-{t}' for t in self.change.remove_tags)])}"
            case Kind.next:
                return f"next: {self.change.values['next_action']}"
            case Kind.call:
                return f"call: {(self.outcome or '').replace('_', ' ')}"
            case Kind.note:
                return "note written"
            case Kind.deal:
                return "deal made"
            case Kind.opt_out:
                return "opted out"
            case Kind.skip:
                return "skipped"
            case _:
                return _STATUSES[self.kind]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of decisions: which lead, what, and since when nobody may have changed it."""

    lead: str
    decision: Decision
    unchanged_since: datetime | None = None


def set_status(kind: Kind) -> Decision:
    """Return the decision that gives the lead a status."""
    return Decision(kind, LeadChange({"status": _STATUSES[kind]}))


def opt_out(reason: str | None = None) -> Decision:
    """Return the decision that the lead must not be written to."""
    return Decision(Kind.opt_out, text=_text(reason))


def give_score(score: int, reason: str | None = None) -> Decision:
    """Return the decision of a score, with its reason. Raises Usage unless it is 0 to 100."""
    return Decision(Kind.score, LeadChange(checked({"score": score}, "")), text=_text(reason))


def change_tags(add: list[str], remove: list[str]) -> Decision:
    """Return the decision of tags. Raises Usage for what cannot be one, and for none."""
    if not isinstance(remove, list) or not all(isinstance(each, str) for each in remove):
        raise Usage("remove must be a list of texts.")
    return Decision(Kind.tag, tag_change(add, [each for each in remove if each.strip()]))


def take_note(text: str) -> Decision:
    """Return the decision to keep a note. Raises Usage for an empty one."""
    return Decision(Kind.note, text=checked({"note": text}, "")["note"])


def plan_next(action: str, due: str | None) -> Decision:
    """Return the decision of what to do next, and when (`friday`, `2h`, or not said).

    Raises Usage for a text that is empty and for a time that is none.
    """
    values = checked({"next_action": action}, "")
    values["next_action_due"] = read_due(due) if due and due.strip() else None
    return Decision(Kind.next, LeadChange(values))


def log_call(outcome: str, text: str | None = None) -> Decision:
    """Return the decision to log a call to the lead. Raises Usage for an unknown outcome."""
    if outcome not in list(CallOutcome):
        raise Usage(f"outcome must be one of {', '.join(CallOutcome)}, not {quoted(outcome)}.")
    return Decision(Kind.call, text=_text(text), outcome=outcome)


def typed_score(text: str) -> Decision:
    """Read `70`, or `70 wants to sell by June`: a score and its reason. Raises Usage."""
    number, _, reason = text.strip().partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) <= 3):
        raise Usage("A score is a whole number from 0 to 100; its reason may follow.")
    return give_score(int(number), reason)


def typed_tags(text: str) -> Decision:
    """Read `vip, probate, -cold`: tags to add, and to remove. Raises Usage."""
    words = [each.strip() for each in text.split(",") if each.strip()]
    removed = [each[1:].strip() for each in words if each.startswith("-")]
    return change_tags([each for each in words if not each.startswith("-")], removed)


def read_line(record: Any) -> Line:
    """Read one line of decisions from its JSON. Raises Usage, naming the field that is wrong."""
    if not isinstance(record, Mapping):
        raise Usage(f"A decision must be a JSON object, not {quoted(record)}.")
    kind = _kind(record.get("decision"))
    known = (*_ALWAYS, *_FIELDS.get(kind, ()))
    unknown = [name for name in record if name not in known]
    if unknown:
        raise Usage(f"{kind} has no field {unknown[0]!r}.", f"There are: {', '.join(known)}.")
    lead = record.get("lead")
    if not isinstance(lead, str) or not lead.strip():
        raise Usage("lead must be an id, the beginning of one, an e-mail or a phone.")
    since = _string(record, "unchanged_since")
    return Line(lead.strip(), _decision(kind, record), read_moment(since) if since else None)


def _kind(name: Any) -> Kind:
    if name not in list(Kind):
        raise Usage(f"decision must be one of {', '.join(Kind)}, not {quoted(name)}.")
    return Kind(name)


def _decision(kind: Kind, record: Mapping[str, Any]) -> Decision:
    match kind:
        case Kind.score:
            return give_score(_wanted(record, "score"), _string(record, "reason"))
        case Kind.tag:
            return change_tags(record.get("add") or [], record.get("remove") or [])
        case Kind.note:
            return take_note(_wanted(record, "text"))
        case Kind.next:
            return plan_next(_wanted(record, "action"), _string(record, "due"))
        case Kind.call:
            return log_call(_wanted(record, "outcome"), _string(record, "text"))
        case Kind.opt_out:
            return opt_out(_string(record, "reason"))
        case Kind.deal | Kind.skip:
            return Decision(kind)
        case _:
            return set_status(kind)


def _wanted(record: Mapping[str, Any], name: str) -> Any:
    if record.get(name) is None:
        raise Usage(f"{record['decision']} needs {name}.")
    return record[name]


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise Usage(f"{name} must be a text, not {quoted(value)}.")
    return value


def _text(text: str | None) -> str | None:
    """Return the text that may be left out, as it is stored."""
    if text is None or not text.strip():
        return None
    found: str = checked({"note": text}, "")["note"]
    return found
