"""`doughy properties add` and `doughy properties edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing
from doughy_cli.properties.fields import FLAGS, EditFlags, PropertyFlags
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow
from doughy_cli.properties.targets import Properties, counted, meant, show_written

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

AllowDuplicate = Annotated[
    bool,
    typer.Option(
        "--allow-duplicate", help="Even if a property of yours has this address or parcel number."
    ),
]


@app.command(cls=Writing.of(PropertyRow))
@takes(PropertyFlags, into="flags")
def add(
    context: typer.Context,
    from_json: Annotated[
        str | None,
        typer.Option(
            "--from-json",
            metavar="FILE|-",
            help="A property as `show --json` prints it, or an array of them. Ids, times, deals "
            "and documents are not taken over. Flags go before it.",
        ),
    ] = None,
    allow_duplicate: AllowDuplicate = False,
    *,
    flags: PropertyFlags,
) -> None:
    """Add a property, from flags or from JSON.

    One that you have already is refused (exit 5): the same address however it is spelt, or the
    same parcel number.

    Examples:
      doughy properties add --address "7 Oak" --city Dayton --state OH --zip 45402

    Exit codes:
      5  The address is there already; --allow-duplicate adds it all the same.
    """
    from doughy_cli.properties.write_queries import add_properties

    app: App = context.obj
    records, listed = _new_properties(flags, from_json)
    region = app.settings.region
    with app.transaction() as session:
        rows = add_properties(session, records, region, allow_duplicate=allow_duplicate)
    if listed:
        app.output.rows(PropertyRow, rows)
    else:
        app.output.one(PropertyRow, rows[0])
    if not app.flags.dry_run:
        app.output.suggest(_added(rows))


@app.command(cls=Writing.of(PropertyRow))
@takes(PropertyFilter, into="where", prefix="where-")
@takes(EditFlags, into="changes")
@takes(PropertyFlags, into="flags")
def edit(
    context: typer.Context,
    properties: Properties = None,
    allow_duplicate: AllowDuplicate = False,
    *,
    flags: PropertyFlags,
    changes: EditFlags,
    where: PropertyFilter,
) -> None:
    """Change properties: those named, or those that fit --where-….

    The --where-… flags mean your own properties, and narrow as those of `properties list` do.
    What somebody else changed meanwhile is not run over: exit 5 tells what changed.

    Examples:
      doughy properties edit "418 maple" --arv 160000 --repair-estimate 32000
      doughy properties edit --where-city Toledo --status watched --dry-run

    Exit codes:
      5  It was changed meanwhile, or the address is another property's.
    """
    from doughy_cli.properties.changes import change_from_flags, refuse_unseen
    from doughy_cli.properties.queries import properties_by_id
    from doughy_cli.properties.write_queries import edit_properties

    app: App = context.obj
    change = change_from_flags(flags, changes, allow_duplicate=allow_duplicate)
    ids = meant(app, properties, where)
    refuse_unseen(change, ids)
    read = properties_by_id(app.session, ids)
    words = change.words()
    app.confirm(f"{words[:1].upper()}{words[1:]} in {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = edit_properties(session, ids, change, app.settings.region, read)
    show_written(app, properties, written, "saved", "like that already")


def _added(rows: list[PropertyRow]) -> str:
    """Return what to say of properties that were added, and what to do with them next."""
    done = "Added." if len(rows) == 1 else f"{counted(len(rows))} added."
    return f"{done} Next: doughy properties comps {str(rows[0].id)[:8]}"


def _new_properties(
    flags: PropertyFlags, from_json: str | None
) -> tuple[list[dict[str, Any]], bool]:
    """Return the properties to add, and whether they were given as an array."""
    from doughy_cli.addresses import missing_parts
    from doughy_cli.properties.fields import checked, from_flags
    from doughy_cli.properties.records import read_records

    own = from_flags(flags)
    read, listed = read_records(from_json) if from_json else ([{}], False)
    records = [{**checked(each), **own} for each in read]
    for record in records:
        if missing := missing_parts(record):
            named = ", ".join(FLAGS.get(each, each) for each in missing)
            raise Usage(
                f"A property needs its whole address; missing: {named}.",
                "doughy properties add --address '418 Maple Ave' --city Dayton --state OH "
                "--zip 45402 …",
            )
    return records, listed
