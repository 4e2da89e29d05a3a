"""`doughy deals board`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.deals.board.rows import BoardRow, BoardStageRow
from doughy_cli.deals.filters import DealFilter
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Format, Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_CARDS = 10  # deals a stage


@app.command(cls=Showing.of(BoardRow))
@takes(DealFilter, into="where")
def board(
    context: typer.Context,
    cards: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many deals of a stage are drawn.")
    ] = _CARDS,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and draw it anew when deals change; q quits.")
    ] = False,
    *,
    where: DealFilter,
) -> None:
    """Show the pipeline as a board, a column for each stage.

    With counts, sums and ages. Weighted (~) is value × probability. A deal that is in its stage
    for longer than usual is marked !, twice as long !!. JSON holds all deals; a pipe gets a line
    a stage.

    Examples:
      doughy deals board
      # Drawn anew as it changes, on a terminal
      doughy deals board --watch
    """
    from doughy_cli.deals.board.reading import read_board
    from doughy_cli.deals.targets import settled

    app: App = context.obj
    where = settled(app, where)
    if watch:
        from doughy_cli.deals.board.watch import watch as stay

        stay(app, where)
    else:
        show(app, read_board(app.reader, where), cards)


def show(app: App, row: BoardRow, cards: int) -> None:
    """Write the board in the run's format."""
    match app.output.format:
        case Format.table if not app.flags.fields:
            _draw(app, row, cards)
        case Format.tsv | Format.csv:
            if app.flags.fields:
                raise Usage("--fields is for JSON: in a pipe the board is a line a stage.")
            app.output.rows(BoardStageRow, row.stages)
            app.output.say_in_pipe("A line a stage; --json has the deals, -o table the board.")
        case _:
            app.output.one(BoardRow, row)


def _draw(app: App, row: BoardRow, cards: int) -> None:
    from doughy_cli.deals.screens.board import board_lines, legend
    from doughy_cli.deals.screens.printing import print_lines

    width = shutil.get_terminal_size().columns
    lines = board_lines(row, width, cards)
    if marks := legend(row, width):
        lines += [type(marks)(), marks]
    print_lines(app.output, lines)
