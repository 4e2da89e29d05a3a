"""`doughy properties …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.properties import (
    comps_commands,
    docs_commands,
    edit_commands,
    export_commands,
    import_commands,
    read_commands,
    removal_commands,
)
from doughy_cli.properties.offers import commands as offers_commands

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Properties: list, add, edit, import, compare.",
)

for each in (
    read_commands,
    *(edit_commands, removal_commands, import_commands, export_commands),
    *(comps_commands, docs_commands, offers_commands),
):
    app.add_typer(each.app)
