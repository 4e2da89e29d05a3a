"""`doughy profiles list|use|add|rm`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.accounts.rows import ProfileRow
from doughy_cli.errors import Conflict, NotFound
from doughy_cli.options import Asking, Command, Listing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Databases and people you switch between.",
)

Name = Annotated[str, typer.Argument(help="The profile's name.")]


@app.command("list", cls=Listing.of(ProfileRow))
def list_profiles(context: typer.Context) -> None:
    """List the profiles.

    Examples:
      doughy profiles list

    Exit codes:
      not 4 7
    """
    from doughy_cli.accounts.profiles import list_profiles

    app: App = context.obj
    app.output.rows(ProfileRow, list_profiles(app.folders))


@app.command(cls=Command)
def use(context: typer.Context, name: Name) -> None:
    """Make a profile the one that commands use.

    Examples:
      doughy profiles use team

    Exit codes:
      not 4 7
    """
    from doughy_cli.accounts.profiles import use_profile

    app: App = context.obj
    if not use_profile(app.folders, name):
        raise NotFound(f"There is no profile {name!r}.", "See `doughy profiles list`.")
    app.output.say(f"Using {name}.")


@app.command(cls=Command)
def add(
    context: typer.Context,
    name: Name,
    email: Annotated[str | None, typer.Option("--email", help="Who signs in there.")] = None,
) -> None:
    """Add a profile: a database and a person.

    The database is that of --database-url, else the embedded one.

    Examples:
      doughy profiles add team --database-url postgresql://db.example.com/doughy
      doughy profiles add ann --email ann@example.com

    Exit codes:
      5  There is a profile of that name already.
      not 3 4 7
    """
    from doughy_cli.accounts.profiles import add_profile

    app: App = context.obj
    if not add_profile(app.folders, name, app.flags.database_url, email):
        raise Conflict(f"There is a profile {name!r} already.", "Choose another name.")
    app.output.say(f"Added {name}.")
    app.output.suggest(f"Next: doughy login --profile {name}")


@app.command(cls=Asking)
def rm(context: typer.Context, name: Name) -> None:
    """Remove a profile, and forget its password. The database is not touched.

    Examples:
      doughy profiles rm team --yes

    Exit codes:
      not 4 7
    """
    from doughy_cli.accounts.profiles import remove_profile

    app: App = context.obj
    if not remove_profile(app.folders, name):
        raise NotFound(f"There is no profile {name!r}.", "See `doughy profiles list`.")
    app.output.say(f"Removed {name}.")
