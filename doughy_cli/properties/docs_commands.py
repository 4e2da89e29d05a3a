"""`doughy properties docs`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.options import Listing
from doughy_cli.papers import PHASES, Phase
from doughy_cli.properties.rows import PaperRow, PropertyDocumentRow
from doughy_cli.properties.targets import One

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Listing.of(PaperRow))
def docs(
    context: typer.Context,
    property: One,
    phase: Annotated[
        list[Phase] | None,
        typer.Option(help="Of this phase; repeat it for several.", case_sensitive=False),
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only what is missing.")] = False,
) -> None:
    """Show which documents of a property are there or missing.

    They are shown phase by phase. Documents of several properties (package deals) count for
    each that they are linked to.

    Examples:
      doughy properties docs "418 maple"
      doughy properties docs "418 maple" --phase transaction --missing
    """
    from doughy_cli.db.finding import find_property
    from doughy_cli.properties.detail_queries import documents_of

    app: App = context.obj
    if app.flags.sort is not None:
        raise Usage("Documents are in the order of the phases; there is no --sort.")
    found = documents_of(app.session, find_property(app.session, property))
    wanted = phase or list(Phase)
    papers = [each for each in _papers(found) if each.phase in wanted]
    rows = [each for each in papers if not (missing and each.there)]
    app.output.rows(PaperRow, rows[: app.flags.limit], whole=True)
    for each in wanted:
        if each is not Phase.other:
            app.output.say(_told(each, [paper for paper in papers if paper.phase == each]))


def _papers(documents: list[PropertyDocumentRow]) -> list[PaperRow]:
    rows = []
    for phase, types in PHASES.items():
        for kind in types:
            found = [each for each in documents if each.type == kind]
            titles = ", ".join(each.title for each in found) or None
            rows.append(PaperRow(phase.value, kind, bool(found), len(found), titles, found))
    return rows


def _told(phase: Phase, papers: list[PaperRow]) -> str:
    lacking = [each.type.replace("_", " ") for each in papers if not each.there]
    there = len(papers) - len(lacking)
    rest = f"; missing: {', '.join(lacking)}" if lacking else ", nothing is missing"
    return f"{phase.value.capitalize()}: {there} of {len(papers)} types of documents{rest}."
