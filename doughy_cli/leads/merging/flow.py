"""A merge from the preview to what is said of it, for `merge` and for `restore`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from doughy_cli.leads.duplicate_queries import Reused
from doughy_cli.leads.merging.lead_queries import short
from doughy_cli.leads.merging.queries import Preview, Wanted, merge_leads, preview_merge
from doughy_cli.leads.merging.rows import MergedField, MergeRow
from doughy_cli.leads.merging.rules import Choice
from doughy_cli.leads.merging.words import counts
from doughy_cli.leads.targets import counted
from doughy_cli.options import Flags, Format
from doughy_cli.output import Output

if TYPE_CHECKING:
    from doughy_cli.context import App


def run_merge(app: App, wanted: Wanted) -> None:
    """Show what the merge would do, ask, do it, and write what is stored then."""
    preview = preview_merge(app.session, wanted)
    whole = app.output.format in (Format.json, Format.jsonl) or bool(app.flags.fields)
    asking = app.interactive and not (app.flags.yes or app.flags.dry_run)
    if not whole:
        _show_fields(app.output, wanted, preview)
    elif asking:
        _show_fields(_to_stderr(app), wanted, preview)
    sources = counted(len(wanted.sources))
    app.output.say(f"Moves to {short(wanted.target)}: {counts(preview.moving)}.")
    _tell_consent(app, wanted, preview.fields)
    app.confirm(f"Merge {sources} into {short(wanted.target)}?")
    with app.transaction() as session:
        done = merge_leads(session, wanted, preview)
    if whole:
        app.output.one(MergeRow, done)
    if not app.flags.dry_run:
        app.output.say(f"{sources} merged into {short(wanted.target)} ({done.target.name}).")
        back = short(wanted.target if len(wanted.sources) > 1 else wanted.sources[0])
        app.output.suggest(f"To take it back: doughy leads unmerge {back}")


def offer_merge(app: App, reused: Reused, *, alone: bool) -> None:
    """Merge a lead that cannot be restored into the one that has its e-mail or phone, if
    somebody is there to say so. Raises `reused` otherwise."""
    flags = app.flags
    if not (alone and app.interactive) or flags.yes or flags.dry_run or flags.fields:
        raise reused
    question = f"{reused.message} Merge {short(reused.lead)} into {short(reused.holder)}? [y/N]"
    if app.ask(question, "Give --no-input.").lower() not in ("y", "yes"):
        raise reused
    run_merge(app, Wanted(reused.holder, (reused.lead,), Choice(), deleted=True))


def _tell_consent(app: App, wanted: Wanted, fields: Iterable[MergedField]) -> None:
    """Say so where a choice about consent cannot be followed."""
    choice = wanted.choice
    asked = choice.take.get("opt_status")
    if asked is None and "opt_status" not in choice.keep:
        return
    [consent] = [each for each in fields if each.field == "opt_status"]
    chosen = consent.sources[wanted.sources.index(asked)] if asked else consent.target
    if chosen != consent.result:
        app.output.say(f"The most restrictive opt_status always wins: {consent.result}.")


def _show_fields(output: Output, wanted: Wanted, preview: Preview) -> None:
    """Write a table: a field a line, the target, each source, and what becomes of them."""
    sources = wanted.sources
    names = ["source"] if len(sources) == 1 else [f"source_{n + 1}" for n in range(len(sources))]
    columns = ("field", "target", *names, "result")
    record = dataclasses.make_dataclass("FieldLine", columns, namespace={"TABLE": columns})
    ids = [short(wanted.target), *(short(each) for each in sources), short(wanted.target)]
    output.rows(record, [record("id", *ids), *_lines(record, preview.fields)], whole=True)


def _lines(record: Any, fields: Sequence[MergedField]) -> Iterable[Any]:
    for each in fields:
        values = (each.target, *each.sources, each.result)
        if any(value not in (None, []) for value in values):
            yield record(each.field, *values)


def _to_stderr(app: App) -> Output:
    """Return where people see a table while stdout is for JSON."""
    flags = Flags(output=Format.table, no_color=app.flags.no_color)
    return Output(flags, app.output.stderr, app.output.stderr)
