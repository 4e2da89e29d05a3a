"""`doughy deals …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.deals import (
    changed_commands,
    edit_commands,
    ending_commands,
    note_commands,
    read_commands,
    stage_commands,
)
from doughy_cli.deals.board import commands as board_commands
from doughy_cli.deals.closing import commands as closing_commands
from doughy_cli.deals.following import commands as following_commands
from doughy_cli.deals.forecast import commands as forecast_commands
from doughy_cli.deals.offers import commands as offers_commands
from doughy_cli.deals.report import commands as report_commands

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Deals: the pipeline, and what to do today.",
)

for each in (
    read_commands,
    *(edit_commands, stage_commands, ending_commands, note_commands),
    *(offers_commands, board_commands, forecast_commands, report_commands),
    *(following_commands, changed_commands, closing_commands),
):
    app.add_typer(each.app)
