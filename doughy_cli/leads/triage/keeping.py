"""Keeping the round true: in step with what the database has committed, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from doughy_cli.errors import DoughyError
from doughy_cli.leads.triage.state import Pending, Round, RoundFile
from doughy_cli.leads.triage.transaction_queries import transaction_number, was_committed

if TYPE_CHECKING:
    from sqlmodel import Session

    from doughy_cli.context import App


class Keeping:
    """A round in its file, and the session that decides what becomes of it."""

    def __init__(self, app: App, file: RoundFile) -> None:
        self._app = app
        self._file = file
        self._unsure = False  # whether the last transaction's end was not seen
        self.round = self._written = self._settled()

    def settle(self) -> None:
        """Find out what became of the last transaction, where its end was not seen."""
        if self._unsure:
            self.round = self._written = self._settled()
            self._unsure = False

    def _settled(self) -> Round:
        """Return the round that is true: the one written last, or the one before it if the
        transaction between them was not committed."""
        found = self._file.read()
        if found is None:
            return Round.new()
        round_, pending = found
        if pending is None:
            return round_
        with self._reading() as session:
            return round_ if was_committed(session, pending.transaction) else pending.otherwise

    def _keep(self, session: Session, round_: Round) -> None:
        """Write the round that holds once the transaction is committed, before it is."""
        pending = Pending(transaction_number(session), self.round)
        self._unsure = True
        self._file.write(round_, pending)
        self._written = round_

    def _set(self, round_: Round) -> None:
        self.round = round_
        if round_ != self._written:
            self._file.write(round_)
            self._written = round_

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        """A transaction at whose end the round that was kept in it is the one that holds."""
        with self._connected(), self._app.transaction() as session:
            yield session
        self.round, self._unsure = self._written, False

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """A session for reading; no transaction stays open while somebody thinks."""
        with self._connected():
            session = self._app.session
            yield session
            session.rollback()

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Give the connection up after a failure of it, so that the next use opens another."""
        try:
            yield
        except DoughyError:
            raise
        except BaseException:
            self._app.close()
            raise
