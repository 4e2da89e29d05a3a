"""Setting where new documents are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from doughy_cli.config import alone, profiles, read_config, write_config
from doughy_cli.docs.place_queries import set_place_of_database
from doughy_cli.docs.places import EARLIER, LOCAL, checked_place
from doughy_cli.docs.stores.s3 import S3Store
from doughy_cli.docs.targets import places

if TYPE_CHECKING:
    from doughy_cli.context import App


def choose(app: App, place: str | None, *, everybody: bool) -> None:
    """Keep new documents in `place` from now on: this profile's, or everybody's. None leaves it to
    the database.

    Raises Usage for what is no place, and what stands in the way of using it.
    """
    checked = None if place is None else checked_place(place)
    if checked is not None and checked != LOCAL:
        state = app.settings.folders.state / "uploads"
        S3Store(checked, places(app).person, state).try_out()
    if everybody and checked is not None:
        with app.transaction() as session:
            set_place_of_database(session, checked)
        return
    with alone(app.folders):
        config = read_config(app.folders)
        known = config.setdefault("profiles", {})
        own: dict[str, Any] = known.setdefault(app.settings.profile, {})
        profiles(config)  # raises for what is no table
        before = own.pop("documents", None)
        earlier = dict.fromkeys([*([before] if before else []), *own.pop(EARLIER, [])])
        kept = [each for each in earlier if each not in (checked, LOCAL)]
        own |= {"documents": checked} if checked else {}
        own |= {EARLIER: kept} if kept else {}
        write_config(app.folders, config)
    app.__dict__.pop("settings", None)  # what was settled before is settled anew
