"""`doughy leads messages …`: the record of what was sent and received."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.dates import read_since
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, takes
from doughy_cli.leads.sending.flags import RetryFlags
from doughy_cli.leads.sending.message_filters import MessageFilter, Status
from doughy_cli.leads.sending.rows import MessageRow, SendRow, SyncRow
from doughy_cli.options import Listing, Sending, Showing, Writing
from doughy_cli.targets import show_read, texts

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Messages: what was sent and received."
)

Messages = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help="Ids of messages or their beginnings; - reads them from stdin.",
        show_default=False,
    ),
]


@app.command("list", cls=Listing.of(MessageRow))
@takes(MessageFilter, into="where")
def list_messages(context: typer.Context, *, where: MessageFilter) -> None:
    """List messages, the newest first.

    Examples:
      doughy leads messages list --status failed --since -7d
      doughy leads messages list --lead 9375550100 --direction incoming
    """
    from doughy_cli.leads.sending import message_queries

    app: App = context.obj
    lead_id = _lead(app, where)
    found = message_queries.list_messages(
        app.session, where, lead_id, app.flags.sort, app.output.limit
    )
    app.output.rows(
        MessageRow, found, lambda: message_queries.count_messages(app.session, where, lead_id)
    )


@app.command(cls=Showing.of(MessageRow))
def show(
    context: typer.Context,
    messages: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help="Ids of messages or their beginnings; - reads them from stdin."
        ),
    ],
) -> None:
    """Show messages.

    Examples:
      doughy leads messages show 1f2e3d4c
    """
    from doughy_cli.leads.sending.message_queries import find_messages, messages_by_id

    app: App = context.obj
    ids = find_messages(app.session, texts(app, messages))
    show_read(app, MessageRow, messages, messages_by_id(app.session, ids))


@app.command(cls=Writing.of(SyncRow))
def sync(
    context: typer.Context,
    messages: Messages = None,
    since: Annotated[
        datetime | None,
        typer.Option(metavar=WHEN, parser=read_since, help="Sent or received since; -7d."),
    ] = None,
    mark_sent: Annotated[
        bool, typer.Option("--mark-sent", help="Settle these: they were sent, as you know.")
    ] = False,
    mark_failed: Annotated[
        bool, typer.Option("--mark-failed", help="Settle these: they were not, as you know.")
    ] = False,
) -> None:
    """Ask what became of messages, and take in what leads have sent.

    Twilio and SendGrid are asked. A message that may have been sent (a crash, a lost answer) is
    looked for there and settled. A text that says STOP opts its lead out.

    Examples:
      doughy leads messages sync
      # What you know of one that nobody can tell
      doughy leads messages sync 1f2e3d4c --mark-sent

    Exit codes:
      6  Of some it is not known yet whether they were sent.
    """
    from doughy_cli.leads.sending import sync as syncing
    from doughy_cli.leads.sending.message_queries import find_messages
    from doughy_cli.leads.sending.sync_ending import conclude

    app: App = context.obj
    ids = find_messages(app.session, texts(app, messages)) if messages else []
    if mark_sent or mark_failed:
        if (mark_sent and mark_failed) or not ids:
            raise Usage("Name the messages, and how to mark them: sent or failed.")
        word = "sent" if mark_sent else "failed"
        app.confirm(f"Mark {len(ids):,} messages as {word}?", len(ids))
        conclude(app, syncing.by_hand(app, ids, word), [])
        return
    if app.flags.dry_run:
        raise Usage("sync only writes what the providers say; it has no dry run.")
    done = syncing.Sync(app)
    done.run(ids, since or read_since("-7d"))
    conclude(app, done.rows, done.errors)


@app.command(cls=Sending.of(SendRow))
@takes(RetryFlags, into="flags")
@takes(MessageFilter, into="where", prefix="where-")
def retry(
    context: typer.Context,
    messages: Messages = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="All of your own that failed; --where-… narrows.")
    ] = False,
    file: Annotated[
        str | None,
        typer.Option(
            "--file", metavar="FILE|-", help="Those in JSON, as `keys check --json` writes it."
        ),
    ] = None,
    *,
    flags: RetryFlags,
    where: MessageFilter,
) -> None:
    """Send failed messages once more: the same text, by the same rules.

    Twice does no harm: what is not failed any more is left alone.

    Examples:
      doughy leads messages retry --failed --dry-run
      doughy leads messages retry 1f2e3d4c

    Exit codes:
      6  Some were not sent; which, and why, is in the output.
    """
    from doughy_cli.leads.sending.flow import send
    from doughy_cli.leads.sending.message_queries import messages_by_id
    from doughy_cli.leads.sending.retrying import retry_jobs
    from doughy_cli.leads.sending.settings import read_sender

    app: App = context.obj
    ids = _to_retry(app, messages, failed or where.narrows, file, where)
    jobs = retry_jobs(app, messages_by_id(app.session, ids), flags)
    send(app, messages, jobs, flags.rate or read_sender(app.settings).rate)


def _lead(app: App, where: MessageFilter) -> UUID | None:
    from doughy_cli.db.finding import find_lead

    return find_lead(app.session, where.lead, app.settings.region) if where.lead else None


def _to_retry(
    app: App, named: list[str] | None, failed: bool, file: str | None, where: MessageFilter
) -> list[UUID]:
    import dataclasses

    from doughy_cli.leads.sending import message_queries, retrying

    if sum((bool(named), failed, file is not None)) != 1:
        raise Usage(
            "Which messages?", "Give ids, or --failed, or --file with what keys check has written."
        )
    if named:
        return message_queries.find_messages(app.session, texts(app, named))
    if file is not None:
        return message_queries.find_messages(app.session, retrying.read_ids(file))
    mine = dataclasses.replace(where, status=[Status.failed])
    found = message_queries.list_messages(app.session, mine, _lead(app, where), "created_at")
    return [each.id for each in found if each.channel in ("sms", "email")]
