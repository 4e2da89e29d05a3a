"""`doughy leads merge` and `doughy leads unmerge`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.leads.merging.rows import MergeRow, UnmergeRow
from doughy_cli.leads.merging.words import counts
from doughy_cli.leads.rows import LeadRow
from doughy_cli.options import Format, Writing
from doughy_cli.targets import texts

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App
    from doughy_cli.leads.merging.queries import Wanted

app = typer.Typer()

_NAMED = "An id or its beginning, an e-mail or a phone"


@app.command(cls=Writing.of(MergeRow))
def merge(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="TARGET", help=f"{_NAMED}: the one that stays.")],
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Those that go into it; - for stdin.")
    ],
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="FIELD=SOURCE", help="Take it from there; repeat it."),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="FIELD", help="Leave it as it is; repeat it."),
    ] = None,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="Sources may be deleted leads.")
    ] = False,
) -> None:
    """Merge leads that are one person; `unmerge` takes it back.

    The target keeps its values; what it lacks comes from the sources, in their order. It has
    the tags of all, the highest score, the next action that is due soonest, and always the
    most restrictive opt_status. Messages, calls, transcripts, documents, deals, contacts and
    the timeline move to it; the sources are deleted. FIELD is name, phone, email, company,
    status, score, tags, opt-status, source, next-action or workspace.

    Examples:
      # The first one stays
      doughy leads merge alma.reyes@example.com 1f2e3d4c --dry-run
      doughy leads merge alma.reyes@example.com 1f2e3d4c --take phone=1f2e3d4c

    Exit codes:
      5  It was changed meanwhile, or was merged already.
    """
    from doughy_cli.leads.merging.flow import run_merge

    app: App = context.obj
    run_merge(app, _wanted(app, target, sources, (take or [], keep or []), deleted=deleted))


@app.command(cls=Writing.of(UnmergeRow))
def unmerge(
    context: typer.Context,
    lead: Annotated[
        str, typer.Argument(metavar="SOURCE|TARGET", help=f"{_NAMED}: what was merged.")
    ],
) -> None:
    """Take a merge back: of one source, or of all into a target.

    What moved goes back, and the target gets back the values that nobody has changed since;
    what was added to it since stays with it.

    Examples:
      doughy leads unmerge rosa.delgado@example.com --dry-run

    Exit codes:
      5  Nothing was merged into it, or what was cannot be taken apart.
    """
    from doughy_cli.db.finding import find_leads
    from doughy_cli.leads.merging.unmerge_queries import unmerge_leads

    app: App = context.obj
    [found] = find_leads(app.session, [lead], app.settings.region, deleted=True)
    with app.transaction() as session:
        done = unmerge_leads(session, found)
    if app.output.format in (Format.json, Format.jsonl) or app.flags.fields:
        app.output.one(UnmergeRow, done)
    else:
        app.output.rows(LeadRow, [done.target, *done.sources], whole=True)
    for source in done.sources:
        state = "deleted, as it was" if source.is_deleted else "back"
        app.output.say(f"{str(source.id)[:8]} ({source.name}) is {state}.")
    app.output.say(f"Moved back: {counts(done.moved)}.")
    if done.missing:
        app.output.say(f"Gone or elsewhere since: {counts(done.missing)}.")
    if done.kept:
        app.output.say(f"Changed since, so left as it is: {', '.join(done.kept)}.")


def _wanted(
    app: App, target: str, sources: list[str], flags: tuple[list[str], list[str]], *, deleted: bool
) -> Wanted:
    from doughy_cli.db.finding import find_leads
    from doughy_cli.leads.merging.choices import choice_from_flags
    from doughy_cli.leads.merging.queries import Wanted

    region = app.settings.region
    wanted = texts(app, sources)
    [into] = find_leads(app.session, [target], region)
    merged = find_leads(app.session, wanted, region, deleted=deleted)
    if len(merged) < len(wanted):
        raise Usage("A source is named twice.", "Name each lead once.")

    def find(text: str) -> UUID:
        among = find_leads(app.session, [text], region)
        if among[0] not in (into, *merged):
            among = find_leads(app.session, [text], region, deleted=deleted)
        return among[0]

    choice = choice_from_flags(*flags, find, into, merged)
    return Wanted(into, tuple(merged), choice, deleted)
