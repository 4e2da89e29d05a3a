"""`doughy docs store`: where new documents are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.rows import StoreRow
from doughy_cli.docs.targets import places
from doughy_cli.errors import Usage
from doughy_cli.options import Showing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.docs.places import Places

app = typer.Typer()


@app.command(cls=Showing.of(StoreRow))
def store(
    context: typer.Context,
    place: Annotated[
        str | None,
        typer.Argument(metavar="[local|s3://BUCKET/PREFIX]", help="Keep new documents there."),
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="For all people of the database (for admins).")
    ] = False,
    unset: Annotated[bool, typer.Option("--unset", help="Forget what this profile says.")] = False,
) -> None:
    """Show where new documents are kept, or keep them elsewhere.

    It is set for this profile, or with --everybody for all whose profile says nothing. Documents
    that there are stay where they are, and are found there. A place in S3 is tried out first.

    Examples:
      doughy docs store
      doughy docs store s3://BUCKET/doughy
    """
    from doughy_cli.docs.choosing import choose

    app: App = context.obj
    if unset and (place is not None or everybody):
        raise Usage("--unset is for what this profile says: give it alone.")
    if everybody and place is None:
        raise Usage(
            "Say where everybody's documents are to be kept.", "Such as s3://BUCKET/PREFIX."
        )
    if place is not None or unset:
        choose(app, place, everybody=everybody)
    known = places(app)
    app.output.one(StoreRow, _row(known))
    if everybody and known.setting.origin != "the database":
        own = f"{known.setting.origin} says {known.setting.place}"
        app.output.say(f"Everybody's new documents go to {place} from now on, but yours: {own}.")


def _row(known: Places) -> StoreRow:
    from doughy_cli.docs.places import LOCAL, local_root

    told = known.setting
    where = str(local_root(known.settings.folders)) if told.place == LOCAL else told.place
    return StoreRow(told.place, told.origin, where, list(told.earlier))
