"""What `properties offer` and `deals offer` both do."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from doughy_cli.errors import Usage
from doughy_cli.offers.flags import OfferFlags
from doughy_cli.offers.inputs import Input, Method, Source
from doughy_cli.offers.rows import BasisRow, InputRow, OfferRow, StepRow
from doughy_cli.offers.sheet import Step, money
from doughy_cli.offers.worked import Worked

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.offers.queries import Subject

_NARROWEST, _WIDEST = 60, 100


def offer(
    app: App,
    subject: Subject,
    method: Method,
    flags: OfferFlags,
    comps: list[str] | None,
    inspections: list[str] | None,
    *,
    save: bool,
) -> None:
    """Work an offer out, show it, and keep it if `save` says so."""
    from doughy_cli.offers.calculate import calculate
    from doughy_cli.offers.inputs import gather
    from doughy_cli.offers.queries import keep_offer
    from doughy_cli.offers.settings import read_usual

    if app.flags.dry_run and not save:
        raise Usage("--dry-run is for --save: nothing else is stored.")
    inputs = gather(method, flags.values, read_usual(app.folders), subject.facts)
    worked = calculate(method, inputs)
    behind = _behind(app, subject, inputs, comps or [], inspections or [])
    row = _row(subject, worked, inputs, behind)
    if save:
        with app.transaction() as session:
            where, event_id = keep_offer(session, subject, summary(row), content(row))
        row = dataclasses.replace(row, saved_in=where, event_id=event_id)
    _show(app, row)


def _behind(
    app: App,
    subject: Subject,
    inputs: dict[str, Input],
    comps: list[str],
    inspections: list[str],
) -> dict[str, list[BasisRow]]:
    """Return the documents behind each input: those that were named, else the property's own
    behind what the property says. A number typed in rests on nothing that is known."""
    from doughy_cli.offers.queries import BEHIND, documents_behind, named_documents

    named = {
        "arv": named_documents(app.session, comps, "arv"),
        "repairs": named_documents(app.session, inspections, "repairs"),
    }
    for name, flag in (("arv", "--comp"), ("repairs", "--inspection")):
        if named[name] and name not in inputs:
            raise Usage(f"{flag} is for methods that take {name}.")
    there = documents_behind(app.session, subject) if subject.property_id else []
    return {
        name: named[name]
        or [
            each
            for each in there
            if inputs[name].source is Source.property and each.type in BEHIND[name]
        ]
        for name in named
        if name in inputs
    }


def _row(
    subject: Subject,
    worked: Worked,
    inputs: dict[str, Input],
    behind: dict[str, list[BasisRow]],
) -> OfferRow:
    asked = subject.facts.get("purchase_price") or None  # 0 in a list means unknown
    documents = {each.id: each for of_input in behind.values() for each in of_input}
    return OfferRow(
        property_id=subject.property_id,
        deal_id=subject.deal_id,
        lead_id=subject.lead_id,
        address=subject.title,
        method=worked.method,
        formula=worked.formula,
        inputs=[_input_row(each, behind.get(each.name, [])) for each in inputs.values()],
        steps=_step_rows(worked.steps),
        maximum_offer=worked.maximum_offer,
        figures_at=worked.at,
        figures=_step_rows(worked.figures),
        purchase_price=asked,
        above_by=None if asked is None else asked - worked.maximum_offer,
        documents=list(documents.values()),
        saved_in=None,
        event_id=None,
    )


def _input_row(each: Input, behind: Iterable[BasisRow]) -> InputRow:
    ids: list[UUID] = [one.id for one in behind]
    return InputRow(each.name, each.label, each.value, each.unit, each.source, ids)


def _step_rows(steps: Iterable[Step]) -> list[StepRow]:
    return [StepRow(each.name, each.label, each.formula, each.value, each.unit) for each in steps]


def summary(row: OfferRow) -> str:
    """Return an offer in one line, for a timeline."""
    last = next(each for each in row.steps if each.name == "maximum_offer")
    return f"{row.method}: {last.formula} = {money(row.maximum_offer)}"


def content(row: OfferRow) -> dict[str, Any]:
    """Return what a timeline keeps of an offer: all that it was worked out from."""
    from doughy_cli.output import plain

    kept = ("method", "formula", "inputs", "steps", "maximum_offer", "documents", "property_id")
    found: dict[str, Any] = {name: plain(getattr(row, name)) for name in kept}
    return found


def _show(app: App, row: OfferRow) -> None:
    from doughy_cli.offers.paper import paper
    from doughy_cli.output import visible

    if app.output.explicit or app.flags.fields:
        app.output.one(OfferRow, row)
    else:
        width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
        for line in paper(row, width):
            app.output.stdout.write(visible(line) + "\n")
    if row.saved_in and not app.flags.dry_run:
        app.output.say(f"Kept in the {row.saved_in}'s timeline.")
    elif row.maximum_offer > Decimal(0) and not row.saved_in:
        app.output.suggest("To keep it in the timeline: the same with --save")
