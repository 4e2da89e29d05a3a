"""`doughy leads …`: the group."""

from __future__ import annotations

import typer

from doughy_cli.leads import (
    dupes_commands,
    edit_commands,
    export_commands,
    import_commands,
    list_commands,
    mark_commands,
    removal_commands,
    show_commands,
)
from doughy_cli.leads.consent import commands as consent_commands
from doughy_cli.leads.conversations import commands as conversation_commands
from doughy_cli.leads.conversations import timeline_commands
from doughy_cli.leads.converting import commands as converting_commands
from doughy_cli.leads.merging import commands as merging_commands
from doughy_cli.leads.sending import commands as sending_commands
from doughy_cli.leads.sending.message_commands import app as messages_app
from doughy_cli.leads.sending.templates_commands import app as templates_app
from doughy_cli.leads.triage import commands as triage_commands
from doughy_cli.leads.views.commands import app as views_app

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Leads: list, add, edit, import, export.",
)

for each in (
    *(list_commands, show_commands),
    *(edit_commands, mark_commands, removal_commands, import_commands, export_commands),
    *(dupes_commands, merging_commands, converting_commands, conversation_commands),
    *(timeline_commands, consent_commands, triage_commands, sending_commands),
):
    app.add_typer(each.app)
app.add_typer(messages_app, name="messages")
app.add_typer(templates_app, name="templates")
app.add_typer(views_app, name="views")
