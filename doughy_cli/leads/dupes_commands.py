"""`doughy leads dupes`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import flag_name, given, takes
from doughy_cli.leads.duplicates.rows import DuplicateGroupRow, DuplicateRow, FileDuplicateRow
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.importing.flags import SheetFlags
from doughy_cli.options import Format, Listing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.duplicates.search import Group, Search

app = typer.Typer()

_TOLD = 3  # undecided leads
_BY_SCORE = ("score", "-score")


@app.command(cls=Listing.of(DuplicateGroupRow))
@takes(SheetFlags, into="reading")
@takes(LeadFilter, into="where", prefix="where-")
def dupes(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help="Look at a list before it is imported."),
    ] = None,
    min_score: Annotated[
        int,
        typer.Option(metavar="N", min=50, max=99, help="How sure it must be, in percent."),
    ] = 85,
    *,
    reading: SheetFlags,
    where: LeadFilter,
) -> None:
    """Show leads that are likely the same person, in groups.

    They are compared by phone, e-mail, name, company and address, as people write them:
    nicknames, initials, swapped names and typing errors count. --where-… shows the groups
    with a lead that fits. With --file, the lines of a list are compared with each other and
    with your leads; the flags about headers and formats are for it.

    Examples:
      doughy leads dupes
      # Of a list, before it is imported
      doughy leads dupes --file list.csv --min-score 80
    """
    app: App = context.obj
    if app.flags.sort not in (None, *_BY_SCORE):
        raise Usage("Groups are sorted by score or -score.")
    search = (
        _in_file(app, file, min_score, reading, where)
        if file
        else _stored(app, min_score, reading, where)
    )
    _show(app, search, of_file=file is not None)


def _stored(app: App, least: int, reading: SheetFlags, where: LeadFilter) -> Search:
    from doughy_cli.db.session import raw
    from doughy_cli.leads.duplicates.search import among_leads
    from doughy_cli.leads.queries import lead_ids
    from doughy_cli.progress import StatusLine

    if alone := given(reading):
        raise Usage(f"{flag_name(next(iter(alone)))} is for a list: give it with --file.")
    fitting = set(lead_ids(app.session, where)) if where.narrows or where.mine else None
    with StatusLine(app.output) as line:
        return among_leads(
            raw(app.session),
            least,
            deleted=where.deleted or where.with_deleted,
            fitting=fitting,
            watch=line.show,
        )


def _in_file(app: App, file: str, least: int, reading: SheetFlags, where: LeadFilter) -> Search:
    from doughy_cli.db.session import raw
    from doughy_cli.intake.sheet import open_sheet
    from doughy_cli.leads.duplicates.search import with_lines
    from doughy_cli.leads.importing.incoming import LeadTally
    from doughy_cli.leads.importing.lead_reader import incoming_leads
    from doughy_cli.leads.importing.plan import understand
    from doughy_cli.progress import StatusLine

    if given(where):
        raise Usage("--where-… says which of your leads; a list is compared with all of them.")
    tally = LeadTally()
    with (
        open_sheet(
            file, format=reading.format, encoding=reading.encoding, delimiter=reading.delimiter
        ) as sheet,
        StatusLine(app.output) as line,
    ):
        _, reader = understand(sheet, reading, app.folders, app.settings.region)
        lines = incoming_leads(sheet.records(), reader, lambda _: None, tally)
        search = with_lines(raw(app.session), lines, least, line.show)
    if tally.rejected:
        app.output.say(
            f"{tally.rejected:,} of {tally.records:,} rows cannot be leads and were left out; "
            "`doughy leads import --dry-run` says why."
        )
    return search


def _show(app: App, search: Search, *, of_file: bool) -> None:
    from doughy_cli.leads.duplicates.shown import group_rows, table_rows, told

    groups = search.groups
    if app.flags.sort == "score":
        groups = sorted(groups, key=lambda group: group.score)
    shown = groups[: app.output.limit]
    if app.output.format in (Format.json, Format.jsonl) or app.flags.fields:
        app.output.rows(DuplicateGroupRow, group_rows(app.session, shown), whole=True)
    elif groups or app.output.format is not Format.table:
        record = FileDuplicateRow if of_file else DuplicateRow
        app.output.rows(record, table_rows(app.session, shown, of_file=of_file), whole=True)
    if groups:
        members = sum(len(group.members) for group in groups)
        counted = f"{len(groups):,} group{'s' * (len(groups) > 1)} of {members:,} in all"
        cut = f"{len(shown):,} of " if len(shown) < len(groups) else ""
        rest = ", --all shows the rest" if cut and app.flags.limit is None else ""
        app.output.say(f"{cut}{counted}{rest}.")
    elif not search.undecided:
        app.output.say("No likely duplicates.")
    if search.undecided:
        app.output.say(f"{len(search.undecided):,} could not be decided and are in no group:")
        for sentence in told(app.session, search.undecided[:_TOLD]):
            app.output.say(sentence)
        if len(search.undecided) > _TOLD:
            app.output.say("  …")
    if groups:
        _suggest(app, groups[0], of_file=of_file)


def _suggest(app: App, first: Group, *, of_file: bool) -> None:
    """Say what to do about duplicates: the one place that names another command."""
    if of_file:
        app.output.suggest("Next: doughy leads import FILE --match likely --dry-run")
    else:
        ids = " ".join(str(who)[:8] for who, _ in first.members)
        app.output.suggest(f"Next: doughy leads merge {ids} (the first one stays)")
