"""`doughy properties rm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.flagset import takes
from doughy_cli.options import Writing
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow
from doughy_cli.properties.targets import Properties, counted, meant, show_written

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App

app = typer.Typer()

_NAMED = 5  # deals and documents


@app.command(cls=Writing.of(PropertyRow))
@takes(PropertyFilter, into="where", prefix="where-")
def rm(context: typer.Context, properties: Properties = None, *, where: PropertyFilter) -> None:
    """Remove properties for good, with their links to documents.

    Deals and documents stay, without the property; you are shown which those are, and asked.
    What --json or -o csv prints can be imported again.

    Examples:
      doughy properties rm "5104 lakeside" --dry-run

    Exit codes:
      5  A deal is about it.
    """
    from doughy_cli.properties.write_queries import remove_properties

    app: App = context.obj
    ids = meant(app, properties, where)
    for sentence in _hanging(app, ids):
        app.output.say(sentence)
    app.confirm(f"{_question(app, ids)} This cannot be undone.")
    with app.transaction() as session:
        written = remove_properties(session, ids)
    show_written(app, properties, written, "removed", "gone already")


def _question(app: App, ids: list[UUID]) -> str:
    from doughy_cli.properties.changes import address_of
    from doughy_cli.properties.queries import properties_by_id

    if len(ids) > 1:
        return f"Remove {counted(len(ids))}?"
    rows = properties_by_id(app.session, ids)
    return f"Remove {', '.join(map(address_of, rows))}?"


def _hanging(app: App, ids: list[UUID]) -> list[str]:
    """Return what will stay without its property, a sentence a line."""
    from doughy_cli.properties.detail_queries import deals_of, document_titles

    deals = [f"{str(each.id)[:8]} {each.title}" for each in deals_of(app.session, ids)]
    titles = document_titles(app.session, ids)
    found = (("deal", deals), ("document", titles))
    it = "it" if len(ids) == 1 else "them"
    return [
        f"{len(names)} {kind}{'s' * (len(names) > 1)} will stay, without {it}: {_list(names)}."
        for kind, names in found
        if names
    ]


def _list(names: list[str]) -> str:
    more = f", and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"
