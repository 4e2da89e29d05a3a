"""Triage on a terminal: from start to quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from doughy_cli.db.failures import explain_database_error
from doughy_cli.errors import DoughyError, Interrupted
from doughy_cli.leads.triage.loop import Loop
from doughy_cli.leads.triage.screen.frame import frame
from doughy_cli.leads.triage.sitting import Sitting, Work
from doughy_cli.leads.triage.state import RoundFile
from doughy_cli.leads.triage.view import too_small
from doughy_cli.screens.keyboard import Key
from doughy_cli.screens.parts import Pen
from doughy_cli.screens.terminal import RESIZED, Terminal
from doughy_cli.screens.typed import CLOSED

if TYPE_CHECKING:
    from doughy_cli.context import App

_SAVED = "Interrupted; what was decided is saved."


def triage(app: App, work: Work, file: RoundFile, about: str) -> None:
    """Work through the queue on the terminal.

    Raises Interrupted after Ctrl-C and signals: what was decided
    is saved then, and the next start goes on.
    """
    try:
        sitting = Sitting(app, work, file)
        with Terminal(kept="what was decided is saved") as terminal:
            pen = Pen(color=app.output.color(app.output.stdout), screen=True)
            _run(Loop(sitting, about), terminal, pen)
        sitting.end()
    except KeyboardInterrupt as error:
        raise Interrupted(_SAVED) from error
    if sitting.left:
        app.output.suggest(f"{sitting.left:,} left; the same command goes on from here.")


def _run(loop: Loop, terminal: Terminal, pen: Pen) -> None:
    seen = _draw(loop, terminal, pen, unexpected=True)
    for key in terminal.typed():
        # What nobody can see, nobody decides.
        unseen = too_small(*terminal.size)
        if key is CLOSED or (unseen and key.name == "q"):
            return
        unexpected = not seen
        if key is not RESIZED and seen and not unseen:
            asked = loop.question
            failed = not _press(loop, key)
            unexpected = failed or loop.question not in (None, asked)
        if not loop.running:
            return
        seen = _draw(loop, terminal, pen, unexpected=unexpected)


def _press(loop: Loop, key: Key) -> bool:
    """Do what the key says; answer whether it did."""
    try:
        loop.press(key)
    except Interrupted:
        raise
    except DoughyError as error:
        loop.tell(error)
    except (SQLAlchemyError, psycopg.Error) as error:
        loop.tell(explain_database_error(error))
    else:
        return True
    return False


def _draw(loop: Loop, terminal: Terminal, pen: Pen, *, unexpected: bool) -> bool:
    """Show what is to be seen now; answer whether there was room for it.

    If it is `unexpected` (the first card, a question, a failure), keys typed before it is seen
    are left out: they were meant for something else.
    """
    size = terminal.size  # once: it may be another one the next moment
    drawn = frame(pen, loop.view(), *size)
    loop.scroll = drawn.scroll
    terminal.draw(drawn, unexpected=unexpected)
    return not too_small(*size)
