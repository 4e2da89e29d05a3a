"""`doughy leads add` and `doughy leads edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.errors import Conflict, Usage
from doughy_cli.flagset import takes
from doughy_cli.leads.fields import EditFlags, LeadFlags
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.targets import Leads, counted, meant, show_written
from doughy_cli.leads.values import OptStatus
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(LeadRow))
@takes(LeadFlags, into="flags")
def add(
    context: typer.Context,
    from_json: Annotated[
        str | None,
        typer.Option(
            "--from-json",
            metavar="FILE|-",
            help="A lead as `show --json` prints it, or an array of them. Ids, times, "
            "contacts, deals and events are not taken over. Flags go before it.",
        ),
    ] = None,
    *,
    flags: LeadFlags,
) -> None:
    """Add a lead, from flags or from JSON.

    Examples:
      doughy leads add --name "Ada Quill" --phone "(937) 555-0190" --tag absentee
      # With what is to be done next
      doughy leads add --name "Bo Hart" --next-action Call --next-action-due friday
      # From another program
      doughy leads add --from-json leads.json --dry-run

    Exit codes:
      5  A lead of yours has the e-mail or the phone already.
    """
    from doughy_cli.leads.write_queries import add_leads

    app: App = context.obj
    records, listed = _new_leads(flags, from_json, app.settings.region)
    with app.transaction() as session:
        rows = add_leads(session, records)
    if listed:
        app.output.rows(LeadRow, rows)
    else:
        app.output.one(LeadRow, rows[0])
    if not app.flags.dry_run:
        app.output.suggest(_added(rows))


@app.command(cls=Writing.of(LeadRow))
@takes(LeadFilter, into="where", prefix="where-")
@takes(EditFlags, into="changes")
@takes(LeadFlags, into="flags")
def edit(
    context: typer.Context,
    leads: Leads = None,
    *,
    flags: LeadFlags,
    changes: EditFlags,
    where: LeadFilter,
) -> None:
    """Change leads: those named, or those that fit --where-….

    The --where-… flags mean your own leads, and narrow as those of `leads list` do.

    Examples:
      doughy leads edit alma.reyes@example.com --status qualified --score 80
      # What is next, and until when
      doughy leads edit 9375550100 --next-action Visit --next-action-due friday
      # Many at once: what is done is shown, and asked
      doughy leads edit --where-tag probate --add-tag mailing --dry-run

    Exit codes:
      5  It was changed meanwhile, or another lead has the e-mail or phone.
    """
    from doughy_cli.leads.changes import change_from_flags
    from doughy_cli.leads.edit_preview import show_preview
    from doughy_cli.leads.edits import edit as edit_leads

    app: App = context.obj
    change = change_from_flags(flags, changes, app.settings.region)
    ids = meant(app, leads, where)
    if len(ids) > 1 and (change.values.get("email") or change.values.get("phone")):
        raise Usage("Only one lead can have an e-mail or a phone number.", "Name one lead.")
    if change.values.get("opt_status", OptStatus.opted_out) != OptStatus.opted_out:
        _keep_opted_out(app, ids)
    show_preview(app, ids, change)
    words = change.words()
    app.confirm(f"{words[:1].upper()}{words[1:]} in {counted(len(ids))}?", len(ids))
    written = edit_leads(app, ids, change)
    show_written(app, leads, written, "saved", "like that already")


def _keep_opted_out(app: App, ids: list[UUID]) -> None:
    """Raise Conflict if any of the leads has opted out: that is not edited away in passing."""
    from doughy_cli.leads.consent.queries import opted_out_among

    if out := opted_out_among(app.session, ids):
        short = str(out[0].id)[:8]
        more = f" and {len(out) - 1} more" if len(out) > 1 else ""
        raise Conflict(
            f"{short} ({out[0].name}){more} opted out.",
            f"If they agreed since: doughy leads opt {short} in --reason TEXT",
            code="opted_out",
        )


def _added(rows: list[LeadRow]) -> str:
    """Return what to say of leads that were added, and what to do with them next."""
    done = "Added." if len(rows) == 1 else f"{counted(len(rows))} added."
    if rows[0].next_action:
        return f"{done} Next: doughy leads list --due 7d"
    change = "--next-action 'Call back' --next-action-due friday"
    return f"{done} Next: doughy leads edit {str(rows[0].id)[:8]} {change}"


def _new_leads(
    flags: LeadFlags, from_json: str | None, region: str
) -> tuple[list[dict[str, Any]], bool]:
    """Return the leads to add, and whether they were given as an array."""
    from doughy_cli.leads.fields import checked, from_flags
    from doughy_cli.leads.records import read_records, refuse_twins

    own = from_flags(flags, region)
    read, listed = read_records(from_json) if from_json else ([{}], False)
    records = [{**checked(each, region), **own} for each in read]
    if any("name" not in each for each in records):
        raise Usage("A lead needs a name.", "doughy leads add --name 'Full Name' …")
    refuse_twins(records)
    return records, listed
