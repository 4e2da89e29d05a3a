"""`doughy leads rm`, `restore` and `purge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.errors import NotFound
from doughy_cli.flagset import takes
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.targets import Leads, counted, meant, show_written
from doughy_cli.options import Writing
from doughy_cli.output import plain, visible

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App
    from doughy_cli.written import Written

app = typer.Typer()

_FEW = 8  # leads that are named one by one


@app.command(cls=Writing.of(LeadRow))
@takes(LeadFilter, into="where", prefix="where-")
def rm(context: typer.Context, leads: Leads = None, *, where: LeadFilter) -> None:
    """Delete leads; `restore` brings them back.

    Examples:
      doughy leads rm gustavo.lima@example.com
      doughy leads rm --where-status unqualified --where-max-score 20 --dry-run
    """
    from doughy_cli.leads.write_queries import delete_leads

    app: App = context.obj
    ids = meant(app, leads, where)
    app.confirm(f"Delete {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = delete_leads(session, ids)
    show_written(app, leads, written, "deleted", "deleted already")
    if written.changed and not app.flags.dry_run:
        app.output.say(f"To bring back: doughy leads restore {_deleted(written)}")


@app.command(cls=Writing.of(LeadRow))
@takes(LeadFilter, into="where", prefix="where-")
def restore(context: typer.Context, leads: Leads = None, *, where: LeadFilter) -> None:
    """Bring deleted leads back.

    A lead whose e-mail or phone is another's by now can be merged into that one: on a terminal
    you are asked. What was merged is taken back by `unmerge`.

    Examples:
      doughy leads restore gone@example.com
      doughy leads restore --where-since -7d --dry-run
    """
    from doughy_cli.leads.duplicate_queries import Reused
    from doughy_cli.leads.merging.flow import offer_merge
    from doughy_cli.leads.merging.lead_queries import unmerged
    from doughy_cli.leads.write_queries import restore_leads

    app: App = context.obj
    ids = meant(app, leads, where, deleted=True)
    if not leads and not (ids := unmerged(app.session, ids)):
        raise NotFound("No lead of yours fits these conditions, but for merged ones.")
    app.confirm(f"Restore {counted(len(ids))}?", len(ids))
    try:
        with app.transaction() as session:
            written = restore_leads(session, ids)
    except Reused as reused:
        offer_merge(app, reused, alone=len(ids) == 1)
        return
    following = f"Next: doughy leads show {_first(ids)}"
    show_written(app, leads, written, "restored", "not deleted", following)


@app.command(cls=Writing.of(LeadRow))
@takes(LeadFilter, into="where", prefix="where-")
def purge(context: typer.Context, leads: Leads = None, *, where: LeadFilter) -> None:
    """Remove deleted leads for good.

    Only leads that `rm` has deleted, with their messages, calls and timeline; their deals
    stay. This cannot be undone, so the lead's name has to be typed (or how many leads, if
    there are several). What was merged into a lead goes with it, and is named first.

    Examples:
      doughy leads purge gone@example.com
      doughy leads purge --where-tag junk --dry-run
    """
    from doughy_cli import listed
    from doughy_cli.leads.detail_queries import count_documents
    from doughy_cli.leads.merging.loss_queries import lost_merges
    from doughy_cli.leads.merging.words import losses
    from doughy_cli.leads.queries import leads_by_id
    from doughy_cli.leads.write_queries import purge_leads

    app: App = context.obj
    ids = meant(app, leads, where, deleted=True)
    # As it is shown: nobody can type a control character.
    name, whose = counted(len(ids)), "their"
    if len(ids) == 1:
        name, whose = visible(leads_by_id(app.session, ids)[0].name), "its"
    for each in losses(lost_merges(app.session, ids)):
        app.output.say(each)
    app.confirm_name(f"Remove {name} for good, with {whose} messages, calls and timeline?", name)
    with app.transaction() as session:
        papers = count_documents(session, ids)
        written = purge_leads(session, ids)
    if not app.flags.dry_run:
        listed.forget(app.folders.cache, ["leads"])
    show_written(app, leads, written, "removed for good", "gone already")
    if papers and not app.flags.dry_run:
        app.output.say("Files of their documents are still there: `doughy docs gc` removes them.")


def _deleted(written: Written[LeadRow]) -> str:
    """Return what names just the leads that were deleted now: their ids, or where they are many,
    since when they were changed."""
    # Those that were deleted already were changed before these.
    rows = sorted(written.rows, key=lambda each: each.updated_at)[-written.changed :]
    if len(rows) <= _FEW:
        return " ".join(str(each.id)[:8] for each in rows)
    return f"--where-updated-since {plain(rows[0].updated_at)}"


def _first(ids: list[UUID]) -> str:
    return str(ids[0])[:8] + (" …" if len(ids) > 1 else "")
