"""Flags that change what a command shows."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from doughy_cli.keys.rows import RevealedRow


def _reveal(context: typer.Context, value: Any) -> Any:
    if value:
        # Eager: so that --fields is held to the right record's.
        context.obj.flags.record = RevealedRow
    return value


Reveal = Annotated[
    bool,
    typer.Option(
        "--reveal", help="The key in clear, alone on stdout.", is_eager=True, callback=_reveal
    ),
]
FromFile = Annotated[
    str | None,
    typer.Option(metavar="FILE|-", help="Read it from a file; - is stdin."),
]
FromEnv = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Read it from a variable; twice for twilio: its SID, then its token.",
    ),
]
