"""`doughy jobs …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.jobs import (
    add_commands,
    change_commands,
    read_commands,
    watch_commands,
    work_commands,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Jobs: what workers do while nobody looks.",
)

for each in (read_commands, add_commands, change_commands, watch_commands, work_commands):
    app.add_typer(each.app)
