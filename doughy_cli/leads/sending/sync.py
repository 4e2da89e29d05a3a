"""`leads messages sync`: asking the providers what became of messages, and what came in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.errors import DoughyError, NotFound
from doughy_cli.leads.sending import lookup
from doughy_cli.leads.sending.post import open_sendgrid, open_twilio
from doughy_cli.leads.sending.rows import SyncRow
from doughy_cli.leads.sending.rules import TEXT
from doughy_cli.leads.sending.settings import read_sender
from doughy_cli.leads.sending.sync_queries import (
    Open,
    Received,
    Settled,
    known_ids,
    latest_id,
    open_messages,
    receive,
    settle,
)
from doughy_cli.progress import StatusLine
from doughy_cli.providers import faults, twilio_messages

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.providers.http import Client
    from doughy_cli.providers.twilio import Account

ON_ITS_WAY = 60.0  # seconds; a request takes 30 at most, and is begun at once
_STILL = "it may be on its way in this moment: ask again in a minute"
_NO_FEED = (
    "SendGrid tells only accounts with additional email activity history; "
    "--mark-sent or --mark-failed settles it by what you know"
)


@dataclass(slots=True)
class Sync:
    """Looks messages up. Afterwards `rows` has what was learned, and `errors` the providers that
    did not answer."""

    app: App
    rows: list[SyncRow] = field(default_factory=list)
    errors: list[DoughyError] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def run(self, ids: Sequence[UUID], since: datetime) -> None:
        """Look up the messages named, or all that are open and were sent since, and, if none are
        named, what came in since."""
        found = open_messages(self.app.session, ids, since, ON_ITS_WAY)
        self.app.session.commit()
        with self.stack, StatusLine(self.app.output) as status:
            texts = [each for each in found if each.channel == TEXT]
            mails = [each for each in found if each.channel != TEXT]
            if texts or not ids:
                self._guarded(partial(self._texts, texts, status, since, inbound=not ids))
            if mails:
                self._guarded(partial(self._mails, mails, status))

    def _guarded(self, work: partial[None]) -> None:
        """Do the work of one provider: another's is not held up by what stops it."""
        try:
            work()
        except (faults.ProviderError, NotFound) as error:
            self.errors.append(error)

    def _texts(
        self, texts: Sequence[Open], status: StatusLine, since: datetime, *, inbound: bool
    ) -> None:
        try:
            client, account = self.stack.enter_context(open_twilio(self.app))
        except NotFound:
            if texts:
                raise
            return  # nobody who has no key gets texts
        known = partial(known_ids, self.app.session)
        for number, each in enumerate(texts):
            status.show("Asking Twilio", number, len(texts))
            if each.external_id:
                self._learn(each, partial(lookup.text_status, client, account, each))
            else:
                latest = latest_id(self.app.session, each.channel, each.sender)
                find = partial(lookup.find_text, client, account, each, known, latest)
                self._learn(each, find)
        if inbound:
            self._inbound(client, account, since)

    def _mails(self, mails: Sequence[Open], status: StatusLine) -> None:
        client = self.stack.enter_context(open_sendgrid(self.app))
        for number, each in enumerate(mails):
            status.show("Asking SendGrid", number, len(mails))
            if each.external_id:
                ask = partial(lookup.mail_status, client, each)
            else:
                latest = latest_id(self.app.session, each.channel, each.sender)
                ask = partial(lookup.find_mail, client, each, latest)
            try:
                self._learn(each, ask)
            except faults.KeyRefused as error:
                if error.status != 403:
                    raise
                # Every other would be refused the same.
                for left in mails[number:]:
                    if not left.external_id:
                        self._note(left, "unclear", left.status, _NO_FEED)
                return

    def _learn(self, message: Open, ask: partial[Settled]) -> None:
        if message.on_its_way and not message.external_id:
            self._note(message, "unclear", message.status, _STILL)
            return
        try:
            now = ask()
        except lookup.Unclear as unclear:
            self._note(message, "unclear", message.status, unclear.note)
            return
        if now.status == message.status and message.external_id:
            self._note(message, "same", now.status, None)
            return
        with self.app.transaction() as session:
            done = settle(session, message, now)
        if done:
            self._note(message, "changed", now.status, now.error, now)
        else:
            self._note(message, "unclear", message.status, "somebody else has settled it meanwhile")

    def _inbound(self, client: Client, account: Account, since: datetime) -> None:
        """Take in the texts that leads have sent, and record each STOP."""
        number = read_sender(self.app.settings).from_number
        day = since.astimezone(UTC).date()
        came = [
            Received(each.sid, each.sender, each.recipient, each.body, each.created)
            for each in twilio_messages.listed(client, account, recipient=number, since=day)
            if each.direction == "inbound" and each.sender
        ]
        if not came:
            return
        with self.app.transaction() as session:
            stored = receive(session, came)
        for one in stored:
            self.rows.append(
                SyncRow(
                    message_id=one.id,
                    lead_id=one.lead_id,
                    name=one.name,
                    channel=TEXT,
                    before=None,
                    after="delivered",
                    result="received",
                    note="STOP: opted out" if one.opted_out else None,
                    external_id=one.text.external_id,
                    error=None,
                )
            )

    def _note(
        self,
        message: Open,
        result: str,
        after: str,
        note: str | None,
        now: Settled | None = None,
    ) -> None:
        self.rows.append(
            SyncRow(
                message_id=message.id,
                lead_id=message.lead_id,
                name=message.name,
                channel=message.channel,
                before=message.status,
                after=after,
                result=result,
                note=note,
                external_id=(now and now.external_id) or message.external_id,
                error=now.error if now else None,
            )
        )


def by_hand(app: App, ids: Sequence[UUID], status: str) -> list[SyncRow]:
    """Settle unresolved messages by what the person knows; return what was done. Raises NotFound
    if none of them is unresolved."""
    sync = Sync(app)
    error = "Marked as failed by hand." if status == "failed" else None
    with app.transaction() as session:
        for each in open_messages(session, ids, datetime.max.replace(tzinfo=UTC), ON_ITS_WAY):
            if each.external_id:
                sync._note(each, "same", each.status, "it is known already")
            elif each.on_its_way:
                sync._note(each, "unclear", each.status, _STILL)
            elif settle(session, each, Settled(status, None, error, each.updated_at)):
                sync._note(each, "changed", status, "by hand", Settled(status, None, error))
    if not sync.rows:
        raise NotFound("None of these messages is unresolved.", "doughy leads messages list")
    return sync.rows
