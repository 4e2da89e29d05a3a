"""`doughy deals add` and `doughy deals edit`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.deals.fields import DealFlags, EditFlags
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.targets import Deals, counted, meant, show_written
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from doughy_cli.context import App
    from doughy_cli.deals.changes import DealChange
from doughy_cli.written import Written

app = typer.Typer()

_NAMED_BY = ("title", "lead", "property")
_POINTING = {"lead", "property"}
_ONE_DEALS = ("property",)  # what two active deals cannot share


@app.command(cls=Writing.of(DealRow))
@takes(DealFlags, into="flags")
def add(
    context: typer.Context,
    from_json: Annotated[
        str | None,
        typer.Option(
            "--from-json",
            metavar="FILE|-",
            help="A deal as `show --json` prints it, or an array of them. Ids, times, documents "
            "and events are not taken over. Flags go before it.",
        ),
    ] = None,
    *,
    flags: DealFlags,
) -> None:
    """Add a deal: a lead, a property or a title will do.

    Examples:
      doughy deals add --title "7 Oak St" --lead 9375550100 --estimated-value 90000
      doughy deals add --property "233 birch" --stage analyzing

    Exit codes:
      5  There is an active deal about the property already.
    """
    from doughy_cli.deals.write_queries import add_deals

    app: App = context.obj
    records, listed = _new_deals(flags, from_json)
    with app.transaction() as session:
        rows = add_deals(session, records, app.settings.region)
    if listed:
        app.output.rows(DealRow, rows)
    else:
        app.output.one(DealRow, rows[0])
    if not app.flags.dry_run:
        done = "Added." if len(rows) == 1 else f"{counted(len(rows))} added."
        app.output.suggest(f"{done} Next: doughy deals move {str(rows[0].id)[:8]} --next")


def _new_deals(flags: DealFlags, from_json: str | None) -> tuple[list[dict[str, Any]], bool]:
    """Return the deals to add, and whether they were given as an array."""
    from doughy_cli.deals.fields import checked, from_flags
    from doughy_cli.deals.records import read_records

    own = from_flags(flags)
    read, listed = read_records(from_json) if from_json else ([{}], False)
    # Stages of one's own were meant when they were first kept.
    records = [{**checked(each, any_stage=True), **own} for each in read]
    if not all(any(each.get(name) for name in _NAMED_BY) for each in records):
        raise Usage("A deal needs a lead, a property or a title.", "doughy deals add --lead ID …")
    return records, listed


@app.command(cls=Writing.of(DealRow))
@takes(DealFilter, into="where", prefix="where-")
@takes(EditFlags, into="changes")
@takes(DealFlags, into="flags")
def edit(
    context: typer.Context,
    deals: Deals = None,
    *,
    flags: DealFlags,
    changes: EditFlags,
    where: DealFilter,
) -> None:
    """Change deals: those named, or those that fit --where-….

    The --where-… flags mean your own deals, and narrow as those of `deals list` do. How a deal
    ends is not edited: see `win`, `lose`, `archive` and `reopen`.

    Examples:
      doughy deals edit "418 maple" --probability 30 --notes "Roof is new"
      doughy deals edit --where-stage analyzing --next-action "Run comps" --dry-run

    Exit codes:
      5  It was changed meanwhile, or a rule of the stages is broken.
    """
    from doughy_cli.deals.changes import words
    from doughy_cli.deals.reading import deals_by_id
    from doughy_cli.deals.records import read_seen

    app: App = context.obj
    values = _values(flags, changes)
    ids = meant(app, deals, where)
    if len(ids) > 1 and any(values.get(name) for name in _ONE_DEALS):
        raise Usage("Only one active deal can be about a property.", "Name one deal.")
    records = read_seen(changes.if_unchanged) if changes.if_unchanged else None
    seen = deals_by_id(app.reader, ids)
    _refuse_gated(app, seen, values)
    said = words(values) or "add a note"
    app.confirm(f"{said[:1].upper()}{said[1:]} in {counted(len(ids))}?", len(ids))
    if records or changes.if_unchanged_since or values.keys() & _POINTING:
        written = _written(app, seen, values, changes, records)
    else:
        from doughy_cli.deals.edits import change

        written = change(app, [_change(row, values, changes.note) for row in seen])
    show_written(app, deals, written, "saved", "like that already")


def _written(
    app: App,
    seen: list[DealRow],
    values: dict[str, Any],
    changes: EditFlags,
    records: Mapping[UUID, Mapping[str, Any]] | None,
) -> Written[DealRow]:
    """Change deals that must be as they were, or are to point to another lead or property."""
    from doughy_cli.deals.write_queries import change_deals, pointing

    with app.transaction() as session:
        stored = pointing(session, values, app.settings.region)
        each = [_change(row, stored, changes.note) for row in seen]
        return change_deals(session, each, changes.if_unchanged_since, records)


def _values(flags: DealFlags, changes: EditFlags) -> dict[str, Any]:
    """Return what the flags set and clear. Raises Usage if they contradict or ask for nothing."""
    from doughy_cli.deals.fields import from_flags

    values = from_flags(flags)
    cleared = [each.name for each in changes.clear or []]
    if both := values.keys() & set(cleared):
        raise Usage(f"{', '.join(sorted(both))} cannot be both set and cleared.")
    values |= dict.fromkeys(cleared)
    if not values and changes.note is None:
        raise Usage("Nothing to change was given.", "See `doughy deals edit --help`.")
    return values


def _refuse_gated(app: App, seen: list[DealRow], values: dict[str, Any]) -> None:
    """Raise Usage if a deal would get to a stage that asks a reason: `move` takes one."""
    if "stage" not in values:
        return
    from doughy_cli.deals.gates import reasons_needed

    value = {each: values[each] for each in ("estimated_value",) if each in values}
    moves = [(dataclasses.replace(row, **value), values["stage"]) for row in seen]
    for deal_id, sentences in reasons_needed(app.reader, moves).items():
        raise Usage(
            " ".join(sentences),
            f"doughy deals move {str(deal_id)[:8]} {values['stage']} --reason TEXT",
            code="reason_needed",
        )


def _change(row: Any, values: dict[str, Any], note: str | None) -> DealChange:
    from doughy_cli.deals.changes import NOTE, DealChange, Event
    from doughy_cli.deals.moving import move_events
    from doughy_cli.texts import checked_text

    events = move_events(row, values["stage"], None) if "stage" in values else ()
    if note is not None:
        events = (*events, Event(NOTE, checked_text(note, "note"), always=True))
    return DealChange(row, values, events)
