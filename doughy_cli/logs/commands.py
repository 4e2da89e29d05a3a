"""`doughy logs …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.logs import (
    export_commands,
    prune_commands,
    read_commands,
    stats_commands,
    tail_commands,
    write_commands,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The system's log: follow, count, write, prune (for admins).",
)

for each in (
    read_commands,
    tail_commands,
    stats_commands,
    write_commands,
    prune_commands,
    export_commands,
):
    app.add_typer(each.app)
