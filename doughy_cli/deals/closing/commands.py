"""`doughy deals ready`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.deals.closing.rows import ReadyRow, RequiredRow
from doughy_cli.deals.targets import found
from doughy_cli.options import Format, Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_THERE, _MISSING = "yes", "–"


@app.command(cls=Showing.of(ReadyRow))
def ready(
    context: typer.Context,
    deal: Annotated[str, typer.Argument(metavar="ID", help="The deal.")],
) -> None:
    """Show whether a deal has the papers for its closing.

    Exit 1 if it has not. A line for each paper, and a column for each property of a package deal
    and for the lead. Which papers are needed is in the configuration.

    Examples:
      doughy deals ready "640 prospect"

    Exit codes:
      1  Papers are missing.
    """
    from doughy_cli.deals.closing.queries import readiness
    from doughy_cli.deals.closing.required import read_required

    app: App = context.obj
    required = read_required(app.folders)
    [deal_id] = found(app, [deal])
    row = readiness(app.session, deal_id, required)
    if app.flags.fields or app.output.format in (Format.json, Format.jsonl):
        app.output.one(ReadyRow, row)
    elif app.output.format is Format.table:
        app.output.grid(*_matrix(row.papers))
    else:
        app.output.rows(RequiredRow, row.papers)
    if not row.ready:
        app.output.say(f"Not ready: {'; '.join(_lacking(row))}.")
        raise typer.Exit(1)
    app.output.say("Ready to close.")


def _lacking(row: ReadyRow) -> list[str]:
    """Return what is missing in few words: the papers of each place together."""
    papers: dict[str, list[str]] = {}
    for each in row.papers:
        if not each.there:
            papers.setdefault(each.name, []).append(each.requirement.replace("|", " or "))
    whole = row.lacking[: len(row.lacking) - sum(map(len, papers.values()))]
    names = _short(list(papers))
    kinds = (", ".join(each) for each in papers.values())
    return [*whole, *(f"{name} lacks {each}" for name, each in zip(names, kinds, strict=True))]


def _short(names: list[str]) -> list[str]:
    """Return names without what addresses have in common: the street alone, where that tells
    them apart."""
    streets = [name.split(", ")[0] for name in names]
    return streets if len(set(streets)) == len(names) else names


def _matrix(papers: list[RequiredRow]) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the lines of a table: papers down, properties and lead across."""
    places = list(dict.fromkeys((each.id, each.name) for each in papers))
    whose = {each.id: each.of for each in papers}
    there = {(each.id, each.requirement): each.there for each in papers}
    lines = [
        [
            requirement.replace("|", " or "),
            *(_cell(there.get((place, requirement))) for place, _ in places),
        ]
        for requirement in dict.fromkeys(each.requirement for each in papers)
    ]
    # A deal without a property has its lead's name: of whom, as well.
    names = _short([name for _, name in places])
    if len(set(names)) < len(names):
        names = [f"{whose[place]}: {name}" for place, name in places]
    return ["paper", *names], lines


def _cell(there: bool | None) -> str:
    """Return a cell: empty where the paper is not asked for."""
    return "" if there is None else _THERE if there else _MISSING
