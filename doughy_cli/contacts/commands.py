"""`doughy contacts …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.contacts import edit_commands, link_commands, read_commands

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Contacts: the people around leads."
)

for each in (read_commands, edit_commands, link_commands):
    app.add_typer(each.app)
