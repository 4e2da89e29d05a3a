"""`doughy keys …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.keys import (
    check_commands,
    read_commands,
    rotate_commands,
    run_commands,
    set_commands,
    vault_commands,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Keys of other services: sealed, checked, given to programs.",
)

for each in (read_commands, set_commands, rotate_commands, check_commands, run_commands):
    app.add_typer(each.app)
app.add_typer(vault_commands.app, name="vault")
