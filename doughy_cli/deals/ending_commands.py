"""`doughy deals win`, `lose`, `archive` and `reopen`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.targets import Named, counted, found, show_written
from doughy_cli.deals.values import DealStatus
from doughy_cli.errors import Usage
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.deals.changes import DealChange

app = typer.Typer()

Reason = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why; required, but asked for on a terminal.")
]
MayReason = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why; `deals events` keeps it.")
]


@app.command(cls=Writing.of(DealRow))
def win(context: typer.Context, deals: Named, reason: Reason = None) -> None:
    """Close deals as won: their probability becomes 100. A reason is required.

    Examples:
      doughy deals win "640 prospect" --reason "Closed on time"
    """
    _end(context.obj, deals, DealStatus.won, _asked(context.obj, reason, "won"), "won")


@app.command(cls=Writing.of(DealRow))
def lose(context: typer.Context, deals: Named, reason: Reason = None) -> None:
    """Close deals as lost: their probability becomes 0. A reason is required.

    Examples:
      doughy deals lose "902 linden" --reason "Sold to a neighbor"
    """
    _end(context.obj, deals, DealStatus.lost, _asked(context.obj, reason, "lost"), "lost")


@app.command(cls=Writing.of(DealRow))
def archive(context: typer.Context, deals: Named, reason: MayReason = None) -> None:
    """Put deals away that are neither won nor lost.

    They are in no list and no forecast until they are reopened.

    Examples:
      doughy deals archive "56 cedar" --reason "Waits for probate"
    """
    _end(context.obj, deals, DealStatus.archived, _given(reason), "archived")


@app.command(cls=Writing.of(DealRow))
def reopen(context: typer.Context, deals: Named, reason: MayReason = None) -> None:
    """Take deals back into the pipeline.

    Their stage is the one that they ended at, and their probability the one before that.

    Examples:
      doughy deals reopen "233 birch" --reason "The buyer fell through"

    Exit codes:
      5  There is an active deal about the property already.
    """
    from doughy_cli.deals.ending import reopened
    from doughy_cli.deals.ending_queries import probabilities_before

    app: App = context.obj
    why = _given(reason)()

    def changes(rows: list[DealRow]) -> list[DealChange]:
        return reopened(rows, probabilities_before(app.session, rows), why)

    _change(app, deals, "Reopen {}?", changes, "reopened", "active already")


def _end(
    app: App, named: list[str], status: DealStatus, why: Callable[[], str | None], word: str
) -> None:
    from doughy_cli.deals.ending import ended, refuse_ended

    def changes(rows: list[DealRow]) -> list[DealChange]:
        refuse_ended(rows, but=status)
        return ended(rows, status, why())

    verb = {"won": "Win", "lost": "Lose", "archived": "Archive"}[word]
    _change(app, named, f"{verb} {{}}?", changes, word, f"{word} already")


def _change(
    app: App,
    named: list[str],
    question: str,
    changes: Callable[[list[DealRow]], list[DealChange]],
    done: str,
    already: str,
) -> None:
    from doughy_cli.deals.edits import change
    from doughy_cli.deals.reading import deals_by_id

    rows = deals_by_id(app.reader, found(app, named))
    app.confirm(question.format(counted(len(rows))), len(rows))
    wanted = changes(rows)
    written = change(app, wanted)
    show_written(app, named, written, done, already)


def _given(reason: str | None) -> Callable[[], str | None]:
    """Return what gives the reason: nothing to ask for."""
    from doughy_cli.texts import checked_text

    why = None if reason is None else checked_text(reason, "--reason")
    return lambda: why


def _asked(app: App, reason: str | None, word: str) -> Callable[[], str | None]:
    """Return what gives the reason, and asks for it if it is not given."""
    from doughy_cli.texts import checked_text

    if reason is not None:
        return _given(reason)

    def asked() -> str | None:
        if not app.interactive:
            raise Usage("A reason is needed: give --reason.", code="input_needed")
        return checked_text(app.ask(f"Why {word}", "Give --reason."), "The reason")

    return asked
