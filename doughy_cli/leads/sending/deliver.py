"""Sending one message after another, so that none is ever sent twice.

Each is recorded as pending and committed, then handed to the provider, then recorded as what
became of it. docs/sending.md has the table of what a crash leaves at each point.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from doughy_cli.db.failures import explain_database_error
from doughy_cli.errors import Conflict, DoughyError, Interrupted, NotFound, NotPermitted
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.sending import drafts, shown
from doughy_cli.leads.sending.carriers import Carrier, Declined, Unclear
from doughy_cli.leads.sending.drafts import Draft, Letter
from doughy_cli.leads.sending.interruption import Interruption
from doughy_cli.leads.sending.record_queries import claim, finish
from doughy_cli.leads.sending.rows import SendRow
from doughy_cli.leads.sending.rules import MAIL, TEXT, Refusal
from doughy_cli.leads.sending.shown import refused_row, send_row
from doughy_cli.progress import StatusLine

if TYPE_CHECKING:
    from doughy_cli.context import App

_PROVIDERS = {TEXT: "Twilio", MAIL: "SendGrid"}


@dataclass(frozen=True, slots=True)
class Job:
    """One message to send: the letter, and the draft that was shown; `retried` is the failed
    message that it is."""

    letter: Letter
    made: Draft
    retried: UUID | None = None


@dataclass(slots=True)
class Delivery:
    """Sends jobs in order, `interval` seconds apart, by the carrier of their channel.

    Afterwards `rows` says what became of each, and `error` why it ended early, if it did.
    """

    app: App
    carriers: Mapping[str, Carrier]
    interval: float
    rows: list[SendRow] = field(default_factory=list)
    error: DoughyError | None = None

    def run(self, jobs: Sequence[Job]) -> None:
        """Send, until all are sent or nothing more can be."""
        with Interruption() as interruption, StatusLine(self.app.output) as status:
            for number, job in enumerate(self._spaced(jobs, interruption)):
                status.show("Sending", number, len(jobs))
                self.rows.append(self._one(job))
                if self.error:
                    break
            if interruption.noted and len(self.rows) < len(jobs):
                self.error = Interrupted("")
        reason = "it ended before" if self.error else None
        for job in jobs[len(self.rows) :]:
            made, sender = job.made, job.letter.sender
            self.rows.append(send_row(made, shown.NOT_SENT, sender, code="not_sent", reason=reason))

    def _spaced(self, jobs: Sequence[Job], interruption: Interruption) -> Iterator[Job]:
        following = time.monotonic()
        for job in jobs:
            interruption.wait(following - time.monotonic())
            if interruption.noted:
                return
            following = time.monotonic() + self.interval
            yield job

    def _one(self, job: Job) -> SendRow:
        """Send one message, and return what became of it."""
        message_id: UUID | None = None
        try:
            refusal = self._unsubscribed(job)
            made = job.made
            if refusal is None:
                made, refusal, message_id = self._claimed(job)
            if refusal or message_id is None:
                return refused_row(made, refusal or Refusal("gone", "is gone"), job.letter.sender)
            return self._sent(job, made, message_id)
        except KeyboardInterrupt:
            self.error = Interrupted("")
            reason = "it was interrupted on its way"
        except (SQLAlchemyError, psycopg.Error) as error:
            self.error = explain_database_error(error)
            reason = self.error.message
        except DoughyError as error:
            self.error = error
            reason = error.message
        outcome = shown.UNKNOWN if message_id else shown.NOT_SENT
        return send_row(
            job.made,
            outcome,
            job.letter.sender,
            code=outcome,
            reason=reason,
            message_id=message_id,
        )

    def _claimed(self, job: Job) -> tuple[Draft, Refusal | None, UUID | None]:
        letter = job.letter
        # The clock and the lead's consent may be others by now than when it was shown.
        write = partial(drafts.draft, letter, at=drafts.now())
        try:
            with self.app.transaction() as session:
                return claim(
                    session,
                    job.made.lead.id,
                    write,
                    sender=letter.sender,
                    again=letter.again,
                    retried=job.retried,
                )
        except (Conflict, NotFound, NotPermitted) as error:
            # Deleted, merged or gone since: the others are not held up by that.
            return job.made, Refusal(error.code, error.message, error.hint), None

    def _sent(self, job: Job, made: Draft, message_id: UUID) -> SendRow:
        row = partial(send_row, made, sender=job.letter.sender, message_id=message_id)
        try:
            external_id = self.carriers[made.channel].send(made, job.letter.sender, message_id)
        except Declined as declined:
            return self._declined(made, declined, message_id, row)
        except Unclear as unclear:
            return row(shown.UNKNOWN, code=unclear.error.code, reason=unclear.error.message)
        sent_at = self._finish(message_id, "sent", external_id=external_id)
        return row(shown.SENT, external_id=external_id, sent_at=sent_at)

    def _declined(
        self, made: Draft, declined: Declined, message_id: UUID, row: partial[SendRow]
    ) -> SendRow:
        error = declined.error
        self._finish(message_id, "failed", error=error.message)
        if declined.opted_out:
            self._opt_out(made)
        if declined.stops:
            self.error = error
        return row(shown.FAILED, code=error.code, reason=error.message)

    def _finish(
        self,
        message_id: UUID,
        status: str,
        *,
        external_id: str | None = None,
        error: str | None = None,
    ) -> datetime | None:
        with self.app.transaction() as session:
            return finish(session, message_id, status, external_id=external_id, error=error)

    def _unsubscribed(self, job: Job) -> Refusal | None:
        """Ask the provider whether the lead unsubscribed there; if so, record it here."""
        refusal = self.carriers[job.made.channel].refusal(job.made)
        if refusal and refusal.code == "opted_out":
            self._opt_out(job.made)
        return refusal

    def _opt_out(self, made: Draft) -> None:
        with self.app.transaction() as session:
            reason = f"unsubscribed at {_PROVIDERS[made.channel]}"
            set_consent(session, [made.lead.id], "opted_out", reason)
