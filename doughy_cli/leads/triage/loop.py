"""Keys in, views out: what each key does to the sitting, and what is to be seen then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from doughy_cli.dates import HERE
from doughy_cli.errors import Conflict, DoughyError, NotFound
from doughy_cli.leads.triage import decisions
from doughy_cli.leads.triage.asking import (
    Act,
    Choosing,
    Typing,
    nothing_left,
    of_change,
    of_undo,
    typing,
)
from doughy_cli.leads.triage.decisions import Decision, Kind
from doughy_cli.leads.triage.keys import ACTIONS, OUTCOMES, Do
from doughy_cli.leads.triage.rows import TriageRow
from doughy_cli.leads.triage.sitting import Sitting
from doughy_cli.leads.triage.view import Page, View
from doughy_cli.screens.keyboard import PASTE, Key

_STALE = "stale"
_SCROLL = 5
_BRIEF = 28  # characters of a name in a message: what follows must not be cut


class Loop:
    """What is on the screen of one sitting, and what the next key does."""

    def __init__(self, sitting: Sitting, about: str) -> None:
        self.sitting = sitting
        self.running = True
        self.scroll = 0
        self._about = about
        self.say(self._resumed())
        self._help = False
        self._typing: Typing | None = None
        self._choosing: Choosing | None = None
        self._sought = ""

    def view(self) -> View:
        """Return what is to be seen now."""
        card, choosing = self.sitting.card, self._choosing
        page = Page.card if card else Page.finished
        told: tuple[str, ...] = () if card else nothing_left(self.sitting)
        if self._help:
            page = Page.help
        elif choosing and choosing.told:
            page, told = Page.question, choosing.told
        choices = choosing.choices if choosing else {}
        return View(
            page=page,
            now=datetime.now(HERE),
            about=self._about,
            left=self.sitting.left,
            total=self.sitting.total,
            card=card,
            scroll=self.scroll,
            lines=told,
            message=self._message,
            failed=self._failed,
            prompt=self._typing.prompt if self._typing else None,
            choices=tuple((key, word) for key, (word, _) in choices.items()),
        )

    def press(self, key: Key) -> None:
        """Do what the key says. Raises what the sitting raises: then nothing was saved, and
        what was typed is still there."""
        self.say("")
        self.sitting.settle()
        if self._typing:
            self._type(self._typing, key)
        elif (self._help or self.question) and ACTIONS.get(key.name) in (Do.down, Do.up):
            self._do(ACTIONS[key.name])
        elif self._choosing:
            self._choose(self._choosing, key)
        elif self._help:
            self._help, self.scroll = False, 0
        elif key.name == PASTE:
            self.say("Pasted text presses no keys.", failed=True)
        elif key.name in ACTIONS:
            self._do(ACTIONS[key.name])
        elif key.name != "escape":
            self.say("No such key; ? shows them.", failed=True)

    def say(self, message: str, *, failed: bool = False) -> None:
        """Show a message until the next key."""
        self._message, self._failed = message, failed

    def tell(self, error: DoughyError) -> None:
        """Show what went wrong until the next key."""
        end = "" if error.message.endswith((".", "?", "!")) else "."
        self.say(f"{error.message}{end} {error.hint or ''}", failed=True)

    @property
    def question(self) -> Choosing | None:
        """The question that is shown in place of the card, if there is one."""
        return self._choosing if self._choosing and self._choosing.told else None

    # Plain keys ----------------------------------------------------------------------------

    def _do(self, do: Do) -> None:
        moves: dict[Do, Act] = {
            Do.back: self._back,
            Do.undo: self._undo,
            Do.seek: self._find,
            Do.help: self._show_help,
            Do.quit: self._quit,
            Do.down: lambda: self._scroll(_SCROLL),
            Do.up: lambda: self._scroll(-_SCROLL),
        }
        if do in moves:
            moves[do]()
        elif card := self.sitting.card:
            self._decide_by(do, card)
        else:
            self.say("Nothing is left; q quits, u takes the last decision back.", failed=True)

    def _decide_by(self, do: Do, card: TriageRow) -> None:
        match do:
            case Do.skip:
                self.sitting.skip()
                self.scroll = 0
            case Do.score:
                self._ask("Score", "70, or 70 wants to sell by June", decisions.typed_score)
            case Do.tag:
                self._ask("Tags", "vip, probate, -cold takes cold off", decisions.typed_tags)
            case Do.note:
                self._ask("Note", "It goes to the timeline", decisions.take_note)
            case Do.next:
                action = card.next_action or ""
                self._typing = typing("Next action", "What to do", self._ask_when, begin=action)
            case Do.call:
                self._ask_outcome()
            case Do.opt_out:
                self._decide(decisions.opt_out())
            case Do.deal:
                self._decide(Decision(Kind.deal))
            case _:
                self._decide(decisions.set_status(Kind(do)))

    def _ask(self, label: str, hint: str, read: Callable[[str], Decision]) -> None:
        self._typing = typing(label, hint, lambda text: self._decide(read(text)))

    def _ask_when(self, action: str) -> None:
        hint = "friday, 2h, 2026-01-31; empty for no date"
        self._typing = typing(
            "When", hint, lambda due: self._decide(decisions.plan_next(action, due)), empty=True
        )

    def _ask_outcome(self) -> None:
        def chosen(outcome: str) -> Act:
            return lambda: self._ask_said(outcome)

        self.say("How did the call end?  (Esc leaves it)")
        self._choosing = Choosing(
            {key: (each.replace("_", " "), chosen(each)) for key, each in OUTCOMES.items()}
        )

    def _ask_said(self, outcome: str) -> None:
        self._typing = typing(
            "What was said",
            "It may stay empty",
            lambda text: self._decide(decisions.log_call(outcome, text)),
            empty=True,
        )

    def _find(self) -> None:
        hint = "Name, company, e-mail, phone or tag"
        hint += f"; empty: {self._sought} again" if self._sought else ""
        self._typing = typing("Find", hint, self._seek, empty=True, enter="finds")

    def _seek(self, text: str) -> None:
        self._sought = text.strip() or self._sought
        if not self._sought:
            return
        if self.sitting.find(self._sought):
            self.scroll = 0
        else:
            self.say(f'No lead in this queue matches "{_brief(self._sought)}".', failed=True)

    def _back(self) -> None:
        if self.sitting.back():
            self.scroll = 0
        else:
            self.say("This is the first.", failed=True)

    def _scroll(self, lines: int) -> None:
        self.scroll = max(self.scroll + lines, 0)

    def _show_help(self) -> None:
        self._help, self.scroll = True, 0

    def _quit(self) -> None:
        self.running = False

    # Decisions, and what stands in their way -------------------------------------------------

    def _decide(self, decision: Decision, seen: TriageRow | None = None) -> None:
        try:
            entry = self.sitting.decide(decision, seen)
        except (Conflict, NotFound) as error:
            if error.code == _STALE:
                self._ask_of_change(decision)
            elif self.sitting.stored():
                raise
            else:
                self._leave_gone(error)
        else:
            self.scroll = 0
            self.say(f"{_brief(entry.name)}: {_brief(entry.words)}. u takes it back.")

    def _ask_of_change(self, decision: Decision) -> None:
        self.scroll = 0
        shown, stored = self.sitting.card, self.sitting.stored()
        if shown is None or stored is None:
            self._leave_gone(NotFound("The lead is gone: somebody removed it."))
            return
        self._choosing = of_change(
            shown,
            stored,
            decision.words,
            anyway=lambda: self._decide(decision, stored),
            look=self.sitting.look_again,
            skip=self.sitting.skip,
            leave=self._quit,
        )

    def _leave_gone(self, error: DoughyError) -> None:
        """Go on from a lead that is deleted by now, saying so."""
        self.sitting.look_again()
        self.scroll = 0
        self.tell(error)

    def _undo(self, known: tuple[str, ...] = ()) -> None:
        log = self.sitting.round.log
        if not log:
            self.say("Nothing to take back in this round.", failed=True)
            return
        try:
            entry = self.sitting.undo(known)
        except Conflict as error:
            if error.code != _STALE:
                raise
            self._ask_of_undo(tuple(error.message.split("\n")))
        else:
            self.scroll = 0
            self.say(f"{_brief(entry.name)}: taken back ({_brief(entry.words)}).")

    def _ask_of_undo(self, found: tuple[str, ...]) -> None:
        self.scroll = 0
        self._choosing = of_undo(
            self.sitting.round.log[-1],
            found,
            anyway=lambda: self._undo(found),
            look=self.sitting.go_to_last,
            stand=self.sitting.leave_last,
            leave=self._quit,
        )

    # Lines and choices -----------------------------------------------------------------------

    def _type(self, asked: Typing, key: Key) -> None:
        line = asked.prompt.line
        if key.name == "escape" or (key.name == "backspace" and not line.text):
            self._typing = None
        elif key.name == "enter":
            self._typing = None
            if not line.text.strip() and not asked.empty:
                return
            try:
                asked.then(line.text)
            except Exception:
                self._typing = asked
                raise
        else:
            line.press(key)

    def _choose(self, asked: Choosing, key: Key) -> None:
        if key.name == "escape":
            self._choosing = None
            self.scroll = 0
        elif key.name in asked.choices:
            self._choosing = None
            self.scroll = 0
            asked.choices[key.name][1]()
        else:
            self.say("One of the keys below, or Esc.", failed=True)

    def _resumed(self) -> str:
        if not self.sitting.resumed:
            return ""
        return f"Going on: {self.sitting.resumed:,} passed before. --restart begins anew."


def _brief(text: str) -> str:
    return text if len(text) <= _BRIEF else f"{text[: _BRIEF - 1]}…"
