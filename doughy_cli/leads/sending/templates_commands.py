"""`doughy leads templates …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.leads.conversations.flags import read_text
from doughy_cli.leads.sending.rows import TemplateRow
from doughy_cli.options import Listing, Showing, Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Templates: texts with fields, by name."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The template's name.")]


@app.command(cls=Writing.of(TemplateRow))
def save(
    context: typer.Context,
    name: Name,
    text: Annotated[
        str, typer.Argument(metavar="TEXT|-", help="The text, with its fields; - reads stdin.")
    ],
    subject: Annotated[str | None, typer.Option(metavar="TEXT", help="For mails.")] = None,
) -> None:
    """Keep a text under NAME, for `leads text` and `leads mail`.

    `--template NAME` uses it. Fields are {first_name}, {last_name}, {name}, {company},
    {address}, {city}, {state}, {zip}, {property}, {my_name}, {my_phone} and {my_email};
    {first_name|there} has a word for who has none.

    Examples:
      doughy leads templates save hello "Hi {first_name|there}, still selling?"
      doughy leads templates save letter - --subject "Your house" <letter.txt

    Exit codes:
      not 3
    """
    from doughy_cli.leads.sending.pattern import read_pattern
    from doughy_cli.leads.sending.templates import save_template

    app: App = context.obj
    body = read_text(text, "The text") or ""
    heading = read_text(subject, "--subject")
    for each in (body, heading):
        read_pattern(each or "")
    if app.flags.dry_run:
        app.output.say("Dry run: nothing was saved.")
        return
    row = save_template(app.folders, name, body, heading)
    if app.output.explicit:
        app.output.one(TemplateRow, row)
    kind = "mail" if heading else "text"
    app.output.say(f"Saved. Try it: doughy leads {kind} ID --template {name} --dry-run")


@app.command("list", cls=Listing.of(TemplateRow))
def list_templates(context: typer.Context) -> None:
    """List the templates.

    Examples:
      doughy leads templates list
    """
    from doughy_cli.leads.sending.templates import templates

    app: App = context.obj
    found = templates(app.folders)
    app.output.rows(TemplateRow, found[: app.output.limit], lambda: len(found))


@app.command(cls=Showing.of(TemplateRow))
def show(context: typer.Context, name: Name) -> None:
    """Show a template.

    Examples:
      doughy leads templates show hello
    """
    from doughy_cli.leads.sending.templates import load_template

    app: App = context.obj
    app.output.one(TemplateRow, load_template(app.folders, name))


@app.command(cls=Writing.of(TemplateRow))
def rm(context: typer.Context, name: Name) -> None:
    """Remove a template.

    Examples:
      doughy leads templates rm hello
    """
    from doughy_cli.leads.sending.templates import load_template, remove_template

    app: App = context.obj
    dry = app.flags.dry_run
    app.output.one(TemplateRow, (load_template if dry else remove_template)(app.folders, name))
    app.output.say("Dry run: nothing was removed." if dry else "Removed.")
