"""What `leads text` and `leads mail` have in common: whom, what, the question, the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.errors import Usage
from doughy_cli.leads.sending import drafts, shown
from doughy_cli.leads.sending.deliver import Delivery, Job
from doughy_cli.leads.sending.drafts import Letter
from doughy_cli.leads.sending.ending import conclude
from doughy_cli.leads.sending.flags import SendFlags
from doughy_cli.leads.sending.pattern import Pattern, read_pattern
from doughy_cli.leads.sending.preview import preview, question
from doughy_cli.leads.sending.recipient_queries import my_name, recipients
from doughy_cli.leads.sending.record_queries import earlier, twice
from doughy_cli.leads.sending.rows import SendRow
from doughy_cli.leads.sending.rules import TEXT
from doughy_cli.leads.sending.settings import (
    Sender,
    read_address,
    read_number,
    read_sender,
    seconds_between,
)
from doughy_cli.leads.sending.shown import refused_row, send_row

if TYPE_CHECKING:
    from doughy_cli.context import App

CONFIRM_ABOVE = 3  # as App.confirm: what is asked about is shown


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a text, or a template's name, and a subject."""

    text: str | None
    subject: str | None = None


def write_letter(app: App, channel: str, written: Typed, flags: SendFlags) -> Letter:
    """Return what is to be sent. Raises Usage for what is missing or contradicts itself."""
    usual = read_sender(app.settings)
    body, subject = _patterns(app, channel, written, flags)
    return Letter(
        channel=channel,
        body=body,
        subject=subject,
        sender=sender_for(app, channel, usual, flags.from_),
        usual=usual,
        my_name=my_name(app.session),
        now=flags.now,
        again=flags.again,
    )


def jobs_for(app: App, letter: Letter, ids: Sequence[UUID]) -> list[Job]:
    """Return the letter to each of the leads, up to as many as --limit lets through."""
    session = app.session
    before = earlier(session, ids, letter.channel)
    jobs: list[Job] = []
    room = app.flags.limit if app.flags.limit is not None else len(ids)
    for made in drafts.drafts(letter, recipients(session, ids), drafts.now()):
        refusal = made.refusal or twice(made, before[made.lead.id], again=letter.again)
        if refusal is None and room <= 0:
            break
        room -= refusal is None
        jobs.append(Job(letter, replace(made, refusal=refusal)))
    return jobs


def send(app: App, named: list[str] | None, jobs: Sequence[Job], rate: str) -> None:
    """Show what would be sent and ask, send it, and say what became of it."""
    # Nothing is held while a person thinks.
    app.session.commit()
    fit = [each for each in jobs if each.made.refusal is None]
    if app.flags.dry_run:
        _show_dry_run(app, named, jobs)
        return
    delivery = None
    if fit:
        from doughy_cli.leads.sending.post import open_carriers

        interval = seconds_between(rate)
        _require_address(fit)
        with open_carriers(app, {job.letter.channel for job in fit}) as carriers:
            if len(fit) > CONFIRM_ABOVE:
                preview(app.output, jobs)
            app.confirm(question(jobs, interval), len(fit))
            delivery = Delivery(app, carriers, interval)
            delivery.run(fit)
    done = iter(delivery.rows if delivery else ())
    rows = [_refused(job) or next(done) for job in jobs]
    conclude(app, named, jobs, rows, delivery.error if delivery else None)


def _show_dry_run(app: App, named: list[str] | None, jobs: Sequence[Job]) -> None:
    rows = [
        _refused(job) or send_row(job.made, shown.WOULD_SEND, job.letter.sender) for job in jobs
    ]
    if len(jobs) > 1:
        preview(app.output, jobs)
    conclude(app, named, jobs, rows, None)


def _refused(job: Job) -> SendRow | None:
    refusal = job.made.refusal
    return None if refusal is None else refused_row(job.made, refusal, job.letter.sender)


def _patterns(
    app: App, channel: str, written: Typed, flags: SendFlags
) -> tuple[Pattern, Pattern | None]:
    text, subject = written.text, written.subject
    if flags.template is not None:
        from doughy_cli.leads.sending.templates import load_template

        if text is not None:
            raise Usage("The text is the template's: give only the leads.")
        kept = load_template(app.folders, flags.template)
        text, subject = kept.text, subject or kept.subject
    if text is None:
        raise Usage("What is to be sent?", "Give the text last, or --template NAME.")
    if channel == TEXT:
        return read_pattern(text), None
    if subject is None:
        raise Usage("A mail needs a subject.", "Give --subject TEXT.")
    return read_pattern(text), read_pattern(subject)


def sender_for(app: App, channel: str, usual: Sender, given: str | None) -> str:
    """Return from whom messages of `channel` come. Raises Usage if nothing says so."""
    if channel == TEXT:
        if given is not None:
            return read_number(given, app.settings.region)
        found = usual.messaging_service or usual.from_number
        flag = "from-number"
    else:
        if given is not None:
            return read_address(given)
        found, flag = usual.from_email, "from-email"
    if found is None:
        raise Usage(
            f"{'From which number?' if channel == TEXT else 'From which address?'}",
            f"Set yours once: `doughy leads sender --{flag} …`; or give --from.",
            code="no_sender",
        )
    return found


def _require_address(fit: Sequence[Job]) -> None:
    """Raise Usage for a mailing without a postal address, which the law asks for."""
    letter = fit[0].letter
    mailing = letter.channel != TEXT and len(fit) > 1 and fit[0].retried is None
    if mailing and not letter.usual.postal_address:
        raise Usage(
            "A mail to several needs your postal address (CAN-SPAM, 15 U.S.C. 7704(a)(5)).",
            "Set it once: doughy leads sender --postal-address '1 Main St, Dayton, OH 45402'",
            code="no_postal_address",
        )
