"""The keys of triage: what the footer and the help show, and docs/triage.md says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from doughy_cli.leads.outcomes import CallOutcome


class Do(StrEnum):
    """What a key does."""

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
    back = "back"
    undo = "undo"
    seek = "find"
    help = "help"
    quit = "quit"
    down = "down"
    up = "up"


@dataclass(frozen=True, slots=True)
class Binding:
    """A key (and others that do the same), its word in the footer, and what it is for."""

    do: Do
    key: str
    word: str
    help: str
    also: tuple[str, ...] = ()


BINDINGS = (
    Binding(Do.qualify, "y", "qualify", "Qualified; on to the next lead."),
    Binding(Do.unqualify, "n", "unqualify", "Unqualified; on to the next lead."),
    Binding(Do.activate, "a", "activate", "Active; on to the next lead."),
    Binding(Do.close, "c", "close", "Closed; on to the next lead."),
    Binding(Do.next, "f", "next", "What to do next, and when: on to the next lead."),
    Binding(Do.opt_out, "o", "opt out", "Opted out, not to be written to; on to the next lead."),
    Binding(Do.score, "s", "score", "A score from 0 to 100, its reason after it."),
    Binding(Do.tag, "t", "tag", "Tags with commas between them; -TAG takes one off."),
    Binding(Do.note, "w", "note", "Write a note."),
    Binding(Do.call, "l", "call", "Log a call: how it ended by one key, then what was said."),
    Binding(Do.deal, "d", "deal", "Make a deal of it."),
    Binding(Do.skip, "space", "skip", "Leave it, on to the next lead.", ("right", "enter")),
    Binding(Do.back, "b", "back", "Back to the lead before.", ("left",)),
    Binding(Do.undo, "u", "undo", "Take the last decision back, then the one before, …"),
    Binding(Do.seek, "/", "find", "Jump to a lead by name, company, e-mail, phone or tag."),
    Binding(Do.down, "down", "", "Scroll the card.", ("j", "pagedown")),
    Binding(Do.up, "up", "", "Scroll back.", ("k", "pageup")),
    Binding(Do.help, "?", "help", "These keys."),
    Binding(Do.quit, "q", "quit", "Quit; the next start goes on from here."),
)
ACTIONS = {key: each.do for each in BINDINGS for key in (each.key, *each.also)}

# How a call ended, by one more key.
OUTCOMES = {
    "a": CallOutcome.answered,
    "c": CallOutcome.callback,
    "i": CallOutcome.not_interested,
    "n": CallOutcome.no_answer,
    "v": CallOutcome.voicemail,
    "b": CallOutcome.busy,
    "w": CallOutcome.wrong_number,
}

# The answers when somebody else has changed the lead. What overwrites is a key that does
# nothing elsewhere: no habit presses it.
ANYWAY, LOOK_AGAIN, SKIP, QUIT = "!", "l", "s", "q"
