"""The transaction of an import: on a plain connection, for all of its SQL is for COPY's table."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    from doughy_cli.context import App


@contextmanager
def import_transaction(app: App) -> Iterator[psycopg.Connection[Any]]:
    """As `App.transaction`, but without SQLAlchemy, so that it needs half of the memory."""
    # It is off for short commands. What is there already need not be looked through again.
    gc.freeze()
    gc.enable()
    import psycopg

    from doughy_cli.db.connections import connect_person
    from doughy_cli.db.failures import explain_database_error

    with connect_person(app.settings, app.output.say) as connection:
        yield connection
        if app.flags.dry_run:
            connection.rollback()
            app.output.say("Dry run: nothing was saved.")
        else:
            connection.commit()
            app.saved = True
            try:
                # PostgreSQL looks at tables that have grown: its plans would be for small ones.
                connection.execute("SELECT auth.analyze_leads()")
            except psycopg.Error as error:
                # All is stored; only the next lists may be slower than they could be.
                reason = explain_database_error(error).message
                app.output.say(f"Stored; PostgreSQL could not look at the tables' size: {reason}")
