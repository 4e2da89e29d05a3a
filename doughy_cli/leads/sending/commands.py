"""`doughy leads text`, `doughy leads mail` and `doughy leads sender`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.leads.conversations.flags import STDIN, read_file, read_text
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.sending.flags import SendFlags
from doughy_cli.leads.sending.rows import SenderRow, SendRow
from doughy_cli.leads.targets import meant
from doughy_cli.options import Sending, Writing
from doughy_cli.texts import LONGEST_TEXT

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Sending.of(SendRow))
@takes(SendFlags, into="flags")
@takes(LeadFilter, into="where", prefix="where-")
def text(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]... TEXT",
            help="The leads (- reads them from stdin), and last the text (- reads it).",
            show_default=False,
        ),
    ] = None,
    *,
    flags: SendFlags,
    where: LeadFilter,
) -> None:
    """Send leads a text message, with your Twilio key.

    To those named, or to your own that fit --where-…. Nobody is texted who opted out, or, without
    --now, between 21:00 and 08:00 of their own time. The text may have fields:
    "Hi {first_name|there}, is {address} still yours?".

    Examples:
      doughy leads text 9375550100 "Hi {first_name}, still selling?" --dry-run
      # A text that was kept, to many
      doughy leads text --where-tag probate --template hello --limit 50

    Exit codes:
      6  Some were not sent; which, and why, is in the output.
    """
    _send(context.obj, "sms", words or [], None, flags, where)


@app.command(cls=Sending.of(SendRow))
@takes(SendFlags, into="flags")
@takes(LeadFilter, into="where", prefix="where-")
def mail(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID]... FILE|-",
            help="The leads (- reads them from stdin), and last the file with the text.",
            show_default=False,
        ),
    ] = None,
    subject: Annotated[str | None, typer.Option(metavar="TEXT", help="The subject.")] = None,
    *,
    flags: SendFlags,
    where: LeadFilter,
) -> None:
    """Send leads a mail, with your SendGrid key.

    To those named, or to your own that fit --where-…. Who opted out or unsubscribed is sent none;
    the hours are those of `leads text`. Each mail ends with your postal address and a way to
    unsubscribe.

    Examples:
      doughy leads mail mei.tanaka@example.com --subject Hello letter.txt --dry-run
      doughy leads mail --where-tag probate --template letter

    Exit codes:
      6  Some were not sent; which, and why, is in the output.
    """
    _send(context.obj, "email", words or [], subject, flags, where)


@app.command(cls=Writing.of(SenderRow))
def sender(
    context: typer.Context,
    from_number: Annotated[
        str | None, typer.Option(metavar="PHONE", help="The number of your Twilio account.")
    ] = None,
    messaging_service: Annotated[
        str | None, typer.Option(metavar="MG…", help="A messaging service there, instead.")
    ] = None,
    from_email: Annotated[
        str | None, typer.Option(metavar="EMAIL", help="A sender that SendGrid has verified.")
    ] = None,
    from_name: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The name beside that address.")
    ] = None,
    postal_address: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Where letters reach you; ends each mail.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="N/UNIT", help="How many to send: 1/s, 30/m, 100/h.")
    ] = None,
    require_opt_in: Annotated[
        bool | None,
        typer.Option(
            "--require-opt-in/--no-require-opt-in",
            help="Only to those who agreed.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show from whom your texts and mails come, or set it. An empty value takes one out.

    Examples:
      doughy leads sender
      doughy leads sender --from-number "+1 937 555 0100" --rate 30/m
    """
    from doughy_cli.leads.sending import settings

    app: App = context.obj
    given: dict[str, Any] = {
        "from_number": from_number,
        "messaging_service": messaging_service,
        "from_email": from_email,
        "from_name": from_name,
        "postal_address": postal_address,
        "rate": rate,
        "require_opt_in": require_opt_in,
    }
    given = {name: value for name, value in given.items() if value is not None}
    emptied = {name: None for name, value in given.items() if value == ""}
    filled = {name: value for name, value in given.items() if value != ""}
    values = settings.checked_sender(filled, app.settings.region) | emptied
    if values and not app.flags.dry_run:
        settings.keep_sender(app.settings, values)
    usual = settings.read_sender(app.settings)
    app.output.one(SenderRow, SenderRow(*(getattr(usual, name) for name in settings.NAMES)))
    if values:
        app.output.say("Dry run: nothing was saved." if app.flags.dry_run else "Saved.")


def _send(
    app: App,
    channel: str,
    words: list[str],
    subject: str | None,
    flags: SendFlags,
    where: LeadFilter,
) -> None:
    from doughy_cli.leads.sending.flow import Typed, jobs_for, send, write_letter
    from doughy_cli.leads.sending.settings import read_sender, seconds_between

    named, written = (words, None) if flags.template else (words[:-1], _last(words))
    rate = flags.rate or read_sender(app.settings).rate
    seconds_between(rate)
    if not named and not where.narrows:
        raise Usage(
            "To whom, and what?", "Give the leads and then the text; or --where-… and the text."
        )
    if written == STDIN and STDIN in named:
        raise Usage("stdin can be the leads or the text, not both.")
    body = None
    if written is not None:
        body = (
            read_text(written, "The text") if channel == "sms" else read_file(written, LONGEST_TEXT)
        )
    letter = write_letter(app, channel, Typed(body, read_text(subject, "--subject")), flags)
    ids = meant(app, named or None, where)
    send(app, named or None, jobs_for(app, letter, ids), rate)


def _last(words: list[str]) -> str:
    if not words:
        raise Usage("What is to be sent?", "Give the text last, or --template NAME.")
    return words[-1]
