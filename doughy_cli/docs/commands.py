"""`doughy docs …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.docs import (
    add_commands,
    check_commands,
    edit_commands,
    get_commands,
    link_commands,
    read_commands,
    store_commands,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Documents: keep them, find them, and see that none is lost.",
)

for each in (
    read_commands,
    add_commands,
    get_commands,
    edit_commands,
    link_commands,
    check_commands,
    store_commands,
):
    app.add_typer(each.app)
