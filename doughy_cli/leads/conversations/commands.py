"""`doughy leads log` and `doughy leads note`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN
from doughy_cli.leads.conversations.flags import (
    LONGEST_TRANSCRIPT,
    STDIN,
    Channel,
    read_direction,
    read_duration,
    read_file,
    read_outcome,
    read_past,
    read_text,
)
from doughy_cli.leads.conversations.rows import LoggedRow, NoteRow
from doughy_cli.leads.outcomes import CallOutcome
from doughy_cli.leads.targets import counted
from doughy_cli.options import Writing
from doughy_cli.texts import LONGEST_TEXT

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_FOR_CALLS = "is for calls."


@app.command(cls=Writing.of(LoggedRow))
def log(
    context: typer.Context,
    lead: Annotated[
        str, typer.Argument(metavar="ID", help="The lead: an id, its beginning, e-mail or phone.")
    ],
    channel: Annotated[
        Channel,
        typer.Argument(metavar="call|sms|email|voice", case_sensitive=False, show_default=False),
    ],
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]",
            help="What was written, or a call in short; - reads stdin.",
            show_default=False,
        ),
    ] = None,
    direction: Annotated[
        str,
        typer.Option(metavar="in|out", parser=read_direction, help="in is from the lead."),
    ] = "outgoing",
    when: Annotated[
        datetime | None,
        typer.Option(metavar=WHEN, parser=read_past, help="When it was; now if not given."),
    ] = None,
    duration: Annotated[
        int | None,
        typer.Option(metavar="TIME", parser=read_duration, help="Of a call: 5m, 90s or 1:30."),
    ] = None,
    outcome: Annotated[
        CallOutcome | None,
        typer.Option(
            metavar=f"<{'|'.join(CallOutcome)}>", parser=read_outcome, help="How a call ended."
        ),
    ] = None,
    subject: Annotated[str | None, typer.Option(metavar="TEXT", help="Of an e-mail.")] = None,
    file: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="Of a call: its transcript. Of a message: its text."),
    ] = None,
) -> None:
    """Keep a call or a message that there was; nothing is sent.

    An incoming text message or e-mail that only says STOP (or UNSUBSCRIBE, CANCEL, END,
    QUIT …) opts the lead out.

    WHEN is 2026-01-31, yesterday, -2h (two hours ago), or a full time.

    Examples:
      doughy leads log 9375550100 call "Wants 120k" --outcome answered
      # One that says STOP opts the lead out
      doughy leads log 9375550100 sms "Who is this?" --direction in
    """
    from doughy_cli.db.finding import find_leads
    from doughy_cli.leads.conversations.queries import log_call, log_message

    app: App = context.obj
    said = _said(channel, text, duration, outcome, subject, file)
    [lead_id] = find_leads(app.session, [lead], app.settings.region)
    with app.transaction() as session:
        write: Any = log_call if channel is Channel.call else log_message
        row: LoggedRow = write(session, lead_id, direction=direction, at=when, **said)
    _show_logged(app, row)
    if channel is not Channel.call and direction == "outgoing":
        _warn_of_opt_out(app, lead_id)


@app.command(cls=Writing.of(NoteRow))
def note(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID... TEXT",
            help="The leads (- reads them from stdin), and last the note (- reads it).",
            show_default=False,
        ),
    ] = None,
    withdraw: Annotated[
        str | None,
        typer.Option(metavar="EVENT-ID", help="Take this note back, instead of adding one."),
    ] = None,
) -> None:
    """Add a note to leads' timelines, or take one back.

    A timeline forgets nothing: a note that was taken back is hidden, and `leads timeline ID
    --all` shows it.

    Examples:
      doughy leads note 9375550100 "Prefers mornings"
      # Taken back: the id is the note's, of `leads timeline --json`
      doughy leads note --withdraw 1f2e3d4c
    """
    from doughy_cli.leads.conversations.note_queries import add_notes, withdraw_note

    app: App = context.obj
    if withdraw is not None:
        if words:
            raise Usage("--withdraw takes no lead and no text: the note's id says it all.")
        with app.transaction() as session:
            taken = withdraw_note(session, withdraw)
        app.output.one(NoteRow, taken)
        app.output.say("Dry run." if app.flags.dry_run else "Taken back.")
        return
    ids, text = _leads_and_text(app, words or [])
    app.confirm(f"Add this note to {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        notes = add_notes(session, ids, text)
    _show_notes(app, notes)


def _said(
    channel: Channel,
    text: str | None,
    duration: int | None,
    outcome: CallOutcome | None,
    subject: str | None,
    file: str | None,
) -> dict[str, Any]:
    """Return what was said, as `log_call` or `log_message` takes it."""
    if subject is not None and channel is not Channel.email:
        raise Usage("--subject is for e-mails.")
    if text == STDIN and file == STDIN:
        raise Usage("stdin can be the text or the file, not both.")
    if channel is Channel.call:
        said: dict[str, Any] = {"summary": read_text(text, "The text")}
        said |= {"duration_secs": duration, "outcome": outcome and outcome.value}
        if file is not None:
            name = None if file == STDIN else Path(file).name
            said |= {"transcript": read_file(file, LONGEST_TRANSCRIPT), "title": name}
        return said
    for flag, value in (("--duration", duration), ("--outcome", outcome)):
        if value is not None:
            raise Usage(f"{flag} {_FOR_CALLS}")
    if text is not None and file is not None:
        raise Usage("The message is in TEXT or in --file, not in both.")
    body = read_file(file, LONGEST_TEXT) if file else read_text(text, "The text")
    heading = None if subject is None else read_text(subject, "--subject")
    if body is None and heading is None and channel is not Channel.voice:
        raise Usage("What was written?", "Give the text, or - to read it from stdin.")
    return {"channel": channel.value, "body": body, "subject": heading}


def _show_logged(app: App, row: LoggedRow) -> None:
    app.output.one(LoggedRow, row)
    if row.opted_out:
        app.output.say("This means STOP: the lead is opted out.")
    if not app.flags.dry_run:
        app.output.say("Logged.")
        app.output.suggest(f"Next: doughy leads timeline {str(row.lead_id)[:8]}")


def _warn_of_opt_out(app: App, lead_id: UUID) -> None:
    from doughy_cli.leads.consent.queries import opted_out_among

    if opted_out_among(app.session, [lead_id]):
        app.output.say("This lead has opted out: nothing more should be sent.")


def _leads_and_text(app: App, words: list[str]) -> tuple[list[UUID], str]:
    """Return the leads that a note is for, and the note."""
    from doughy_cli.db.finding import find_leads
    from doughy_cli.targets import texts

    if len(words) < 2:
        raise Usage("Give the leads, and then the note.", "doughy leads note ID 'The note'")
    *named, text = words
    if text == STDIN and STDIN in named:
        raise Usage("stdin can be the ids or the note, not both.")
    wanted = texts(app, named)
    note = read_text(text, "The note") or ""
    return find_leads(app.session, wanted, app.settings.region), note


def _show_notes(app: App, notes: list[NoteRow]) -> None:
    if len(notes) == 1:
        app.output.one(NoteRow, notes[0])
    else:
        app.output.rows(NoteRow, notes)
    if not app.flags.dry_run:
        app.output.say(f"Noted for {counted(len(notes))}.")
        app.output.suggest(f"To take it back: doughy leads note --withdraw {str(notes[0].id)[:8]}")
