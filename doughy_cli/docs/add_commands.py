"""`doughy docs add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.fields import AddFlags
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.targets import counted
from doughy_cli.docs.values import tier_of
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App
    from doughy_cli.docs.adding import Target

app = typer.Typer()


@app.command(cls=Writing.of(DocumentRow))
@takes(AddFlags, into="flags")
def add(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Files, or http(s) URLs to note; - reads names from stdin, one a line.",
        ),
    ],
    *,
    flags: AddFlags,
) -> None:
    """Add documents: keep copies of files, and note what they are.

    Many files go in batches; what is said to be added is on the disk and in the database.

    Examples:
      doughy docs add report.pdf --type inspection --property "418 maple"
      doughy docs add id.pdf w9.pdf --type other --lead 9375550100

    Exit codes:
      6  Some were added before another one failed.
    """
    from doughy_cli.docs.running import add_all, named, new_documents

    app: App = context.obj
    files = named(files)
    _check(flags, files)
    to = _target(app, flags)
    documents = new_documents(app, files, flags.title, follow=flags.follow)
    rows = add_all(app, documents, to)
    if len(files) == 1:
        app.output.one(DocumentRow, rows[0])
    else:
        app.output.rows(DocumentRow, rows, whole=True)
    if not app.flags.dry_run:
        app.output.say(f"{counted(len(rows))} added.")
        if not (to.properties or to.deal_id or to.lead_id):
            first = str(rows[0].id)[:8]
            app.output.suggest(f"Of nothing yet. Next: doughy docs link {first} --property ID")


def _check(flags: AddFlags, files: list[str]) -> None:
    """Raise Usage for flags that do not go together."""
    if len(files) > 1 and (flags.title is not None or flags.primary):
        raise Usage("--title and --primary are for one document; several files were given.")
    if flags.lead and (flags.property or flags.deal):
        raise Usage(
            "A seller's document is of no property and no deal.",
            "Give --lead, or --property and --deal.",
        )
    if flags.package and not flags.deal:
        raise Usage("--package needs to know of which deal.", "Give --deal ID.")
    if flags.primary and not (flags.property or flags.package):
        raise Usage("--primary needs to know of which property.", "Give --property ID.")


def _target(app: App, flags: AddFlags) -> Target:
    from doughy_cli.db.finding import find_deals, find_lead
    from doughy_cli.docs.adding import Target
    from doughy_cli.docs.offered import noted_offer

    tier = tier_of(flags.type, of_lead=flags.lead is not None)
    session, region = app.session, app.settings.region
    lead = find_lead(session, flags.lead, region) if flags.lead else None
    deal = find_deals(session, [flags.deal], region)[0] if flags.deal else None
    places = _properties(app, flags, deal)
    noted = noted_offer(app, flags.type, deal, flags.amount, flags.reason)
    return Target(flags.type, tier, lead, deal, places, flags.primary, noted)


def _properties(app: App, flags: AddFlags, deal: UUID | None) -> tuple[UUID, ...]:
    from doughy_cli.db.finding import find_properties
    from doughy_cli.docs.link_queries import properties_of_deal

    found = find_properties(app.session, flags.property) if flags.property else []
    if flags.package and deal is not None:
        found += properties_of_deal(app.session, deal)
    return tuple(dict.fromkeys(found))
