"""`doughy leads triage`: its kind of command, and the flag that changes what it shows."""

from __future__ import annotations

from typing import Annotated, ClassVar

import typer

from doughy_cli.leads.triage.rows import AnswerRow
from doughy_cli.leads.views.flags import Typed
from doughy_cli.options import Working


class Triaging(Typed, Working):
    """Its flags are kept as typed: those that narrow the queue name the round."""

    NOT_KEPT: ClassVar[tuple[str, ...]] = (
        *Typed.NOT_KEPT,
        *("fields", "limit", "dry_run", "plan", "decisions", "restart"),
    )


def _answering(context: typer.Context, file: str | None) -> str | None:
    if file is not None:
        context.obj.flags.record = AnswerRow
    return file


Decisions = Annotated[
    str | None,
    typer.Option(
        "--decisions",
        metavar="FILE|-",
        is_eager=True,
        callback=_answering,
        help="Apply these decisions (JSON lines), answering each with one line.",
    ),
]
