"""`doughy contacts add`, `edit`, `rm` and `restore`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.contacts.fields import Clearable, ContactFlags
from doughy_cli.contacts.rows import ContactDetailRow, ContactRow
from doughy_cli.contacts.targets import Named, counted, meant, show_written
from doughy_cli.contacts.values import Relation
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App

app = typer.Typer()

_KNOWN_BY = ("first_name", "last_name", "company", "email", "phone")


@app.command(cls=Writing.of(ContactDetailRow))
@takes(ContactFlags, into="flags")
def add(
    context: typer.Context,
    lead: Annotated[
        str | None, typer.Option(metavar="ID", help="The lead that the contact belongs to.")
    ] = None,
    relation: Annotated[
        Relation, typer.Option(case_sensitive=False, help="As what; with --lead.")
    ] = Relation.other,
    from_json: Annotated[
        str | None,
        typer.Option(
            "--from-json",
            metavar="FILE|-",
            help="A contact as `show --json` prints it. Flags go before it.",
        ),
    ] = None,
    *,
    flags: ContactFlags,
) -> None:
    """Add a contact, and link it to a lead.

    Examples:
      doughy contacts add --first-name Bo --phone "937 555 0191"
      doughy contacts add --first-name Bo --lead 9375550100 --relation spouse
    """
    from doughy_cli.contacts.fields import checked, from_flags, read_record
    from doughy_cli.contacts.link_queries import link
    from doughy_cli.contacts.queries import contact_details
    from doughy_cli.contacts.write_queries import add_contact
    from doughy_cli.db.finding import find_lead

    app: App = context.obj
    region = app.settings.region
    read = checked(read_record(from_json), region) if from_json else {}
    values = {**read, **from_flags(flags, region)}
    if not any(values.get(name) for name in _KNOWN_BY):
        raise Usage("A contact needs a name, a company, an e-mail or a phone.")
    lead_id = find_lead(app.session, lead, region) if lead is not None else None
    with app.transaction() as session:
        added = add_contact(session, values)
        if lead_id is not None:
            link(session, added.id, lead_id, relation.value)
        [row] = contact_details(session, [added.id])
    app.output.one(ContactDetailRow, row)
    if not app.flags.dry_run and lead is None:
        app.output.suggest(f"Added. Next: doughy contacts link {str(added.id)[:8]} LEAD")


@app.command(cls=Writing.of(ContactRow))
@takes(ContactFlags, into="flags")
def edit(
    context: typer.Context,
    contacts: Named,
    clear: Annotated[
        list[Clearable] | None,
        typer.Option(help="Empty this field; repeat it.", case_sensitive=False),
    ] = None,
    *,
    flags: ContactFlags,
) -> None:
    """Change contacts. Parts of an address leave its other parts as they are.

    Examples:
      doughy contacts edit bo.reyes@example.com --company "Reyes & Sons"
      doughy contacts edit bo.reyes@example.com --clear job-title
    """
    from doughy_cli.contacts.write_queries import edit_contacts

    app: App = context.obj
    values = _values(app, flags, clear or [])
    ids = meant(app, contacts)
    app.confirm(f"Set {', '.join(values)} in {counted(len(ids))}?", len(ids))
    if values.get("sms_opt_status", "opted_out") != "opted_out":
        _ask_of_opted_out(app, ids)
    with app.transaction() as session:
        written = edit_contacts(session, ids, values)
    show_written(app, contacts, written, "saved", "like that already")


@app.command(cls=Writing.of(ContactRow))
def rm(context: typer.Context, contacts: Named) -> None:
    """Delete contacts; `restore` brings them back.

    Examples:
      doughy contacts rm bo.reyes@example.com
    """
    from doughy_cli.contacts.write_queries import mark_deleted

    app: App = context.obj
    ids = meant(app, contacts)
    app.confirm(f"Delete {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = mark_deleted(session, ids, True)
    show_written(app, contacts, written, "deleted", "deleted already")


@app.command(cls=Writing.of(ContactRow))
def restore(context: typer.Context, contacts: Named) -> None:
    """Bring deleted contacts back, with their links to leads.

    Examples:
      doughy contacts restore 1f2e3d4c
    """
    from doughy_cli.contacts.write_queries import mark_deleted

    app: App = context.obj
    ids = meant(app, contacts, deleted=True)
    app.confirm(f"Restore {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = mark_deleted(session, ids, False)
    show_written(app, contacts, written, "restored", "not deleted")


def _values(app: App, flags: ContactFlags, clear: list[Clearable]) -> dict[str, Any]:
    from doughy_cli.contacts.fields import from_flags

    values = from_flags(flags, app.settings.region)
    cleared = [each.name for each in clear]
    if both := values.keys() & set(cleared):
        raise Usage(f"{', '.join(sorted(both))} cannot be both set and cleared.")
    values |= dict.fromkeys(cleared)
    if not values:
        raise Usage("Nothing to change was given.", "See `doughy contacts edit --help`.")
    return values


def _ask_of_opted_out(app: App, ids: list[UUID]) -> None:
    from doughy_cli.contacts.queries import contacts_by_id

    rows = contacts_by_id(app.session, ids)
    out = sum(each.sms_opt_status == "opted_out" for each in rows)
    if out:
        app.confirm(f"{counted(out)} opted out of text messages. Change that all the same?")
