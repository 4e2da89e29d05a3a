"""The schema of the run's database, looked at and changed as its administrator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from doughy_cli.context import App
from doughy_cli.database.rows import RevisionRow, SchemaRow
from doughy_cli.db import guard, upgrade
from doughy_cli.db.address import find_address, label
from doughy_cli.db.connections import connect_administrator


@contextmanager
def administrator(app: App) -> Iterator[psycopg.Connection[Any]]:
    """Connect to the run's database as its administrator."""
    address = find_address(app.settings, app.output.say)

    def ask(question: str) -> str:
        return app.ask_secret(question, "Put it into PGPASSWORD.")

    with connect_administrator(address, ask) as connection:
        yield connection


def database_name(app: App) -> str:
    """Return the name of the run's database."""
    return find_address(app.settings, app.output.say).name


def migrate(app: App, direction: str, target: str) -> tuple[SchemaRow, upgrade.Change]:
    """Run the revisions `up` or `down` to `target`; under --dry-run, take them back again."""
    with administrator(app) as connection:
        run = {"up": upgrade.up, "down": upgrade.down}[direction]
        change = run(connection, target, dry_run=app.flags.dry_run)
        if app.flags.dry_run:
            app.output.say("Dry run: nothing was saved.")
        return _row(app, upgrade.status(connection)), change


def status(app: App) -> SchemaRow:
    """Return where the database stands among the revisions."""
    with administrator(app) as connection:
        return _row(app, upgrade.status(connection))


def history(app: App) -> list[RevisionRow]:
    """Return all revisions, the oldest first."""
    with administrator(app) as connection:
        pending = set(upgrade.status(connection).pending)
    return [
        RevisionRow(each.id, each.id not in pending, each.summary) for each in upgrade.history()
    ]


def check(app: App) -> list[str]:
    """Return a line for everything that is not as this program expects.

    Says so if there is no guard, which is no difference where it cannot be made.
    """
    with administrator(app) as connection:
        found = upgrade.check(connection)
    if not found.guarded:
        app.output.say(guard.MISSING)
    return [
        *(f"pending: {each}" for each in found.pending),
        *(f"definition: {each}" for each in found.definitions),
        *(f"table: {each}" for each in found.tables),
    ]


def _row(app: App, found: upgrade.Status) -> SchemaRow:
    return SchemaRow(
        database=label(app.settings),
        current=found.current,
        head=found.head,
        up_to_date=not found.pending,
        pending=list(found.pending),
    )
