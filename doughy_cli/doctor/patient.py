"""What one examination finds out once and looks at from several sides. Nothing is changed, and no
server is started unless that was asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg
    from sqlmodel import Session

    from doughy_cli.accounts.rows import UserRow
    from doughy_cli.config import Folders, Settings
    from doughy_cli.context import App
    from doughy_cli.db.address import Address
    from doughy_cli.db.catalog import Definitions
    from doughy_cli.db.embedded.place import Place


class Patient:
    """This computer's doughy, its database and the signed-in person, each looked up when first
    asked for. What cannot be found raises what the commands raise."""

    def __init__(self, app: App, *, start: bool) -> None:
        """`start` lets an embedded server that does not run be started, as commands do."""
        self.app = app
        self.start = start
        self.person: UserRow | None = None

    @property
    def folders(self) -> Folders:
        """Where everything of this person is kept."""
        return self.app.folders

    @property
    def settings(self) -> Settings:
        """The database and the person of this run."""
        return self.app.settings

    @property
    def embedded(self) -> bool:
        """Whether the database is this computer's own; so it is taken for where nothing says."""
        from doughy_cli.errors import DoughyError

        try:
            return self.settings.database_url is None
        except DoughyError:
            return True

    @property
    def home(self) -> Path:
        """The home of the embedded server."""
        return self.folders.server

    @cached_property
    def place(self) -> Place | None:
        """Where the embedded server's files lie; None if there never was one."""
        from doughy_cli.db.server import noted_place

        return noted_place(self.home)

    @cached_property
    def address(self) -> Address:
        """The database, as it is connected to."""
        from doughy_cli.db.address import find_address

        return find_address(self.settings, self.app.output.say, start=self.start)

    @property
    def session(self) -> Session:
        """The signed-in person's session, which `sign_in` has opened."""
        return self.app.session

    def take_back(self) -> None:
        """End the transaction that a statement has failed in, so that others can be asked."""
        from contextlib import suppress

        if self.person is not None:
            with suppress(Exception):  # of a connection that is lost, too
                self.session.rollback()

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The connection below the session."""
        from doughy_cli.db.session import raw

        return raw(self.session)

    @cached_property
    def tables(self) -> Definitions:
        """The tables of the database, as PostgreSQL's catalog has them."""
        from doughy_cli.db.catalog import tables

        return tables(self.connection)

    @property
    def is_admin(self) -> bool:
        """Whether the person is an admin."""
        return self.person is not None and self.person.role == "admin"

    @property
    def is_service(self) -> bool:
        """Whether it is a program's login, to which no leads belong."""
        return self.person is not None and self.person.is_service
