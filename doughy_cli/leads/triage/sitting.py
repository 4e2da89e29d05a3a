"""Somebody at their queue: the lead that is theirs now, and what they do with it.

Nothing here knows of keys or screens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.dates import HERE
from doughy_cli.leads.following.order_queries import queue_order
from doughy_cli.leads.triage.apply_queries import apply
from doughy_cli.leads.triage.card_queries import cards
from doughy_cli.leads.triage.decisions import FINAL, Decision
from doughy_cli.leads.triage.keeping import Keeping
from doughy_cli.leads.triage.places import comes_back
from doughy_cli.leads.triage.seek_queries import fitting
from doughy_cli.leads.triage.state import Entry, RoundFile
from doughy_cli.leads.triage.undo_queries import undo

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.filters import LeadFilter
    from doughy_cli.leads.following.weights import Weights
    from doughy_cli.leads.triage.rows import TriageRow


@dataclass(frozen=True, slots=True)
class Work:
    """What is worked through: the leads that `where` means, at most `limit` of them."""

    where: LeadFilter
    weights: Weights
    limit: int | None = None


class Sitting(Keeping):
    """The queue of one person, from where the round in `file` stands.

    `round` is what is kept of it. `card` is the lead that is shown, None when nothing is left.
    """

    def __init__(self, app: App, work: Work, file: RoundFile) -> None:
        super().__init__(app, file)
        self._work = work
        self.card: TriageRow | None = None
        queue = self._queue()
        self.resumed = len(self.round.passed)
        self._trail = [UUID(each) for each in self.round.passed]
        self._order = [*self._trail, *(each for each in queue if not self._passed(each))]
        current = UUID(self.round.current) if self.round.current else None
        self._show(current if current in self._order else None)

    @property
    def total(self) -> int:
        """How many leads this round has."""
        return len(self._order)

    @property
    def left(self) -> int:
        """How many leads are not passed yet."""
        return sum(1 for each in self._order if not self._passed(each))

    @property
    def decided(self) -> int:
        """How many leads something was decided of in this round."""
        return len({each.lead for each in self.round.log})

    def decide(self, decision: Decision, seen: TriageRow | None = None) -> Entry:
        """Save a decision about the lead that is shown; go on, if it is dealt with by that.

        Raises Conflict (code `stale`) if somebody has changed the lead since it was shown, or
        since it was `seen` changed, and what else forbids it: then nothing is saved.
        """
        assert self.card  # noqa: S101 -- without a lead, no key decides
        card = self.card
        with self._transaction() as session:
            entry = apply(session, card.id, decision, (seen or card).updated_at).entry
            decided = self.round.deciding(entry)
            if decision.kind in FINAL:
                decided = decided.passing(card.id).at(self._next(card.id))
            self._keep(session, decided)
        if decision.kind in FINAL:
            self._trail.append(card.id)
            self._show(self._next(card.id))
        else:
            self._show(card.id)
        return entry

    def skip(self) -> None:
        """Leave the lead, and go on to the next that is not passed."""
        if self.card:
            here = self.card.id
            self.round = self.round.passing(here)
            self._trail.append(here)
            self._show(self._next(here))

    def back(self) -> bool:
        """Go to the lead that was shown before; answer whether there was one."""
        here = self.card.id if self.card else None
        while self._trail:
            lead = self._trail.pop()
            if lead != here:
                self._show(lead)
                return True
        return False

    def find(self, text: str) -> bool:
        """Go to the next lead that `text` fits, from the one after this; answer whether."""
        here = self._order.index(self.card.id) + 1 if self.card else 0
        with self._reading() as session:
            found = fitting(session, self._order, text)
        for lead in [*self._order[here:], *self._order[:here]]:
            if lead in found:
                self.go_to(lead)
                return True
        return False

    def undo(self, known: Sequence[str] = ()) -> Entry:
        """Take the last decision back and go to its lead.

        Raises Conflict (code `stale`, a line for each difference) if what it did was changed
        since, unless these are the `known` differences. There must be one: see `round.log`.
        """
        entry = self.round.log[-1]
        with self._transaction() as session:
            undo(session, entry, known)
            self._keep(session, self.round.without_last())
        self.go_to(UUID(entry.lead))
        return entry

    def leave_last(self) -> None:
        """Let the last decision stand: the one before is the next to be taken back."""
        self._set(self.round.leaving_last())

    def go_to(self, lead: UUID) -> None:
        """Show a lead."""
        if self.card and self.card.id != lead:
            self._trail.append(self.card.id)
        if lead not in self._order:
            self._order.insert(0, lead)
        self._show(lead)

    def go_to_last(self) -> None:
        """Show the lead of the last decision."""
        self.go_to(UUID(self.round.log[-1].lead))

    def look_again(self) -> None:
        """Read the lead anew."""
        self._show(self.card.id if self.card else None)

    def stored(self) -> TriageRow | None:
        """Return the lead that is shown as it is stored now; what is shown stays."""
        return self._read(self.card.id) if self.card else None

    def end(self) -> None:
        """Leave: a round with nothing left is over, another goes on next time."""
        if self.left == 0 and not self._unsure:
            self._file.remove()

    # Where to go ---------------------------------------------------------------------------

    def _passed(self, lead: UUID) -> bool:
        return str(lead) in self.round.passed

    def _next(self, lead: UUID) -> UUID | None:
        """Return the lead after `lead` that is not passed; from the end on, from the head."""
        here = self._order.index(lead)
        ahead = [*self._order[here + 1 :], *self._order[:here]]
        return next((each for each in ahead if not self._passed(each)), None)

    def _show(self, lead: UUID | None) -> None:
        """Show a lead, or the first that is left; one that is gone by now is left out."""
        while True:
            lead = lead or next((each for each in self._order if not self._passed(each)), None)
            self.card = self._read(lead) if lead else None
            if self.card or lead is None:
                break
            following = self._next(lead)
            self._order.remove(lead)
            self._trail = [each for each in self._trail if each != lead]
            lead = following
        self._set(self.round.at(lead))

    def _queue(self) -> list[UUID]:
        """Return the queue; what comes back in it is not passed any more."""
        now = datetime.now(HERE)
        work = self._work
        with self._reading() as session:
            places = queue_order(session, work.where, work.weights, now, work.limit)
        back = [
            str(each.id)
            for each in places
            if (at := self.round.passed.get(str(each.id)))
            and comes_back(each.due_at, datetime.fromisoformat(at), now)
        ]
        self.round = self.round.without_passed(back)
        return [each.id for each in places]

    def _read(self, lead: UUID) -> TriageRow | None:
        """Return a lead as it is stored; None for one that is gone, or deleted meanwhile."""
        with self._reading() as session:
            found = cards(session, [lead], self._work.weights, datetime.now(HERE))
        where = self._work.where
        wanted = where.deleted or where.with_deleted
        return found[0] if found and (wanted or not found[0].is_deleted) else None
