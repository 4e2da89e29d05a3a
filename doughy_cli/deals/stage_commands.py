"""`doughy deals move`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.dates import read_due
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.targets import counted, found, show_written
from doughy_cli.errors import Usage
from doughy_cli.flagset import ABOUT_WHEN, WHEN
from doughy_cli.options import Writing
from doughy_cli.stages import STAGES, checked_stage, read_stage
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(
    cls=Writing.of(DealRow),
    help=f"""Move deals to a stage, or by one with --next and --back.

The stages: {", ".join(STAGES)}. Going back and
skipping stages is allowed; `deals events` says so. What may need a reason asks for one.

{ABOUT_WHEN}

Examples:
  doughy deals move "418 maple" --next
  doughy deals move "418 maple" offer_sent --reason "The roof is new"
  # All of one stage
  doughy deals list --stage closing -o tsv | doughy deals move - --back --yes

Exit codes:
  5  It was changed meanwhile, or the move needs something first: the message names it.""",
)
def move(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID... [STAGE]",
            help="The deals (- reads their ids from stdin), and last the stage.",
        ),
    ],
    forward: Annotated[bool, typer.Option("--next", help="To the stage after its own.")] = False,
    back: Annotated[bool, typer.Option("--back", help="To the stage before its own.")] = False,
    any_stage: Annotated[
        bool, typer.Option("--any-stage", help="Take a stage that is not one of the list.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; `deals events` keeps it.")
    ] = None,
    next_action: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to do next.")
    ] = None,
    next_action_due: Annotated[
        datetime | None, typer.Option(metavar=WHEN, parser=read_due, help="When to do it.")
    ] = None,
) -> None:
    from doughy_cli.deals.changes import DealChange
    from doughy_cli.deals.edits import change
    from doughy_cli.deals.ending import refuse_ended
    from doughy_cli.deals.gates import reasons_needed
    from doughy_cli.deals.moving import move_events, target
    from doughy_cli.deals.reading import deals_by_id

    app: App = context.obj
    named, stage = _deals_and_stage(words, forward, back, any_stage)
    also = _also(next_action, next_action_due)
    why = None if reason is None else checked_text(reason, "--reason")
    seen = deals_by_id(app.reader, found(app, named))
    refuse_ended(seen)
    moves = [(row, stage or target(row, 1 if forward else -1)) for row in seen]
    where = stage or ("the next stage" if forward else "the stage before")
    app.confirm(f"Move {counted(len(seen))} to {where}?", len(seen))
    against = reasons_needed(app.reader, moves)
    if why is None and against:
        why = _ask_why(app, [sentence for of_deal in against.values() for sentence in of_deal])
    changes = [
        DealChange(row, {"stage": to, **also}, move_events(row, to, why, against.get(row.id, [])))
        for row, to in moves
    ]
    written = change(app, changes)
    show_written(app, named, written, "moved", "there already", _then(written.rows))


def _deals_and_stage(
    words: list[str], forward: bool, back: bool, any_stage: bool
) -> tuple[list[str], str | None]:
    """Return what the deals are named by, and the stage that is named, if any is."""
    if forward and back:
        raise Usage("--next and --back exclude each other.")
    if forward or back:
        if read_stage(words[-1]) in STAGES:
            raise Usage(f"{words[-1]!r} and {'--next' if forward else '--back'}: give one of them.")
        return words, None
    if len(words) < 2:
        raise Usage(
            "Give the deals and then the stage, or --next or --back.",
            f"The stages: {', '.join(STAGES)}.",
        )
    return words[:-1], checked_stage(read_stage(words[-1]), any_stage=any_stage)


def _also(next_action: str | None, due: datetime | None) -> dict[str, Any]:
    action = None if next_action is None else checked_text(next_action, "--next-action")
    given = {"next_action": action, "next_action_due": due}
    return {name: value for name, value in given.items() if value is not None}


def _ask_why(app: App, against: list[str]) -> str:
    """Return the reason for a move that something stands against."""
    told = "\n".join(against)
    if not app.interactive:
        raise Usage(told, "Give a --reason to do it all the same.", code="reason_needed")
    app.output.say(told)
    return checked_text(app.ask("Why all the same", "Give --reason."), "The reason")


def _then(rows: Sequence[DealRow]) -> str | None:
    first = rows[0]
    short = str(first.id)[:8]
    if first.stage == STAGES[-1]:
        return f"Next: doughy deals win {short}"
    if first.next_action is None:
        return f"Next: doughy deals edit {short} --next-action 'Call' --next-action-due friday"
    return None
