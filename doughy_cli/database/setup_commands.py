"""`doughy quickstart` and `doughy init`."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.config import alone, in_use
from doughy_cli.database.rows import SetupRow
from doughy_cli.options import Showing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.database.setup import Made

FIRST_LOOK = 5  # leads

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command(cls=Showing.of(SetupRow))
def quickstart(context: typer.Context) -> None:
    """A database, an account and demo data.

    Starts the embedded server, makes database and schema, signs you in as an admin, and
    adds demo leads, properties and deals. Run again, it changes nothing.

    Examples:
      doughy quickstart
    """
    _set_up(context.obj, email=None, demo=True)


@app.command(cls=Showing.of(SetupRow))
def init(
    context: typer.Context,
    email: Annotated[str | None, typer.Option("--email", help="Whose account to make.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Add demo data.")] = False,
) -> None:
    """The schema and the first admin, here or on a server.

    With --database-url it uses any PostgreSQL 15 or later; the URL's user must be able to
    create roles and databases, and need not be a superuser.

    Examples:
      # A database of your own, with the first admin
      doughy init --database-url postgresql://boss@db/crm --email you@example.com
      # The embedded one, without demo data
      doughy init --email you@example.com

    Exit codes:
      5  The account is there already, or the database is another program's.
    """
    _set_up(context.obj, email=email, demo=demo)


def _set_up(app: App, *, email: str | None, demo: bool) -> None:
    from doughy_cli.accounts import sign_in
    from doughy_cli.accounts.people import sign_in_email
    from doughy_cli.database import setup

    # Of several at once one does the work, and the others find it done.
    with alone(app.folders, "setup"):
        settings = app.new_settings()
        sign_in.refuse_taken_profile(settings)
        made = setup.make_ready(
            settings,
            app.output.say,
            lambda question: app.ask_secret(question, "Put it into PGPASSWORD."),
            email=sign_in_email(email) if email else None,
        )
        app.settings = made.settings
        _report(app, made, demo=demo)


def _report(app: App, made: Made, *, demo: bool) -> None:
    from doughy_cli.database import demo as demo_data
    from doughy_cli.database import queries
    from doughy_cli.db.address import label

    with app.transaction() as session:
        loaded = demo and demo_data.load_demo(session)
    leads, properties, deals = queries.count_own(app.session)
    row = SetupRow(
        database=label(app.settings),
        email=app.settings.email,
        created_user=made.created_user,
        revisions_applied=made.applied,
        demo_loaded=loaded,
        leads=leads,
        properties=properties,
        deals=deals,
    )
    if app.output.explicit:
        app.output.one(SetupRow, row)
        return
    _say_what_was_done(app, made, row)
    if leads or properties or deals:
        new, leads_due, active, deals_due = queries.first_look(app.session)
        app.output.say(
            f"You have {leads} leads ({new} new, {leads_due} to follow up), "
            f"{properties} properties, and {deals} deals ({active} active, {deals_due} due)."
        )
        _show_first_leads(app)
    _suggest(app)


def _say_what_was_done(app: App, made: Made, row: SetupRow) -> None:
    changed = made.created_user or made.new_password or bool(made.applied) or row.demo_loaded
    app.output.say("Ready." if changed else "Everything was set up already; nothing was changed.")
    app.output.say(f"Signed in as {row.email}, an admin, at {row.database}.")
    if made.created_user or made.new_password:
        app.output.say("A password was made and is kept here; `doughy passwd` sets your own.")


def _show_first_leads(app: App) -> None:
    """Show the leads that are to be followed up first, as `leads list` shows them: none that is
    unqualified or closed, though a next action may be left in it."""
    from doughy_cli.leads.filters import LeadFilter
    from doughy_cli.leads.reading import list_leads
    from doughy_cli.leads.rows import LeadRow
    from doughy_cli.leads.values import LeadStatus

    app.output.say("First to follow up:")
    worth = [LeadStatus.new, LeadStatus.active, LeadStatus.qualified]
    rows = list_leads(app.reader, LeadFilter(status=worth), "next_action_due", FIRST_LOOK)
    app.output.rows(LeadRow, rows)
    app.output.stdout.flush()  # whoever has both streams in one place sees them in their order


def _suggest(app: App) -> None:
    """Say what to type next: with the program's place, and the profile, where they are needed."""
    # After an installation into a virtual environment the bare name may not be found.
    elsewhere = sys.argv[0].endswith("/doughy") and not shutil.which("doughy")
    program = sys.argv[0] if elsewhere else "doughy"
    name = app.settings.profile
    profile = "" if in_use(app.folders) == name else f" --profile {name}"
    nexts = {
        f"{program} leads list --next{profile}": "whom to turn to, and why",
        f"{program} leads list --status new{profile}": "who has not been looked at yet",
        f"{program} leads import FILE.csv{profile}": "bring your own list",
        f"{program} leads add --name NAME{profile}": "or one lead",
        f"{program} --help": "everything else",
    }
    width = max(len(line) for line in nexts)
    app.output.say("Next:")
    for line, why in nexts.items():
        app.output.say(f"  {line.ljust(width)}  {why}")
    if profile:
        app.output.say(f"`{program} profiles use {name}` makes it the profile in use.")
