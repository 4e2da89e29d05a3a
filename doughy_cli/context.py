"""One run of the program: flags, settings, output and session, each made when first used."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from doughy_cli.config import Folders, Settings, find_folders, settle
from doughy_cli.errors import Interrupted, Usage
from doughy_cli.options import Flags
from doughy_cli.output import Output, visible_lines

if TYPE_CHECKING:
    import psycopg
    from sqlmodel import Session

    from doughy_cli.db.kept import Reader

T = TypeVar("T")
CONFIRM_ABOVE = 3
DRY_RUN = "Dry run: nothing was saved."
_PASSWORD_IN_URL = re.compile(r"://[^/@]*:[^/@]+@|\bpassword=")


def _has_password(url: str) -> bool:
    return _PASSWORD_IN_URL.search(url) is not None


class App:
    """What every command is given as `context.obj`; it constructs, commands only use."""

    def __init__(self) -> None:
        self.flags = Flags(no_input=bool(os.environ.get("DOUGHY_NO_INPUT")))
        self.saved = False
        self.undone = False
        self._connection: psycopg.Connection[Any] | None = None
        self._session: Session | None = None

    @cached_property
    def settings(self) -> Settings:
        """The database and the person of this run."""
        self._warn_of_password()
        return settle(self.flags.profile, self.flags.database_url)

    def new_settings(self) -> Settings:
        """The settings of a run that may make its profile (login, init)."""
        self._warn_of_password()
        return settle(self.flags.profile, self.flags.database_url, new_profile=True)

    def password_in_url(self) -> bool:
        """Whether the settings' database URL holds a password, whoever named it."""
        return _has_password(self.settings.database_url or "")

    def _warn_of_password(self) -> None:
        url = self.flags.database_url
        if url and _has_password(url):
            self.output.say(
                "The password in --database-url can be read by everybody on this machine; "
                "PGPASSWORD or a prompt keeps it to yourself."
            )

    @cached_property
    def folders(self) -> Folders:
        """Where configuration, data and state are kept."""
        return find_folders()

    @cached_property
    def output(self) -> Output:
        """Where data and words go."""
        from doughy_cli import listed

        return Output(self.flags, keep=lambda *seen: listed.keep(self.folders.cache, *seen))

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The signed-in person's connection, opened on first use."""
        if self._connection is None:
            from doughy_cli.db.connections import connect_person

            self._connection = connect_person(self.settings, self.output.say)
        return self._connection

    @property
    def session(self) -> Session:
        """A session on the signed-in person's connection."""
        if self._session is None:
            from doughy_cli.db.session import session_on

            self._session = session_on(self.connection)
        return self._session

    @cached_property
    def reader(self) -> Reader:
        """What reads on that connection, mostly without the session, which is slow to load."""
        from doughy_cli.db.kept import Reader

        return Reader(self.connection, lambda: self.session, self.folders.cache)

    def connect_again(self) -> None:
        """Open the session anew. An embedded server that somebody has stopped meanwhile is left
        so: Unreachable."""
        from doughy_cli.db.connections import connect_person
        from doughy_cli.db.session import session_on

        self.close()
        connection = connect_person(self.settings, self.output.say, start=False, lasting=True)
        self._session = session_on(connection)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield the session; commit after the body, or roll back under --dry-run or a failure.

        What the body found is shown after it: a reader who is gone must not undo what was done.
        """
        session = self.session
        try:
            yield session
            if self.flags.dry_run:
                session.rollback()
                self.output.say(DRY_RUN)
            else:
                session.commit()
                self.saved = True
        except BaseException:
            self.undone = True
            session.rollback()
            raise

    def at_once(self, work: Callable[[Reader], T | None]) -> T | None:
        """Do `work` in a transaction without the session, which is slow to load, and return what
        it returns; None if that is None, or the database refuses anything: then all is taken back,
        and it is to be done with the session, which tells what stands in the way."""
        from doughy_cli.db.kept import refused

        try:
            done = work(self.reader)
        except Exception as error:
            self.connection.rollback()
            if refused(error):
                return None
            raise
        if done is None or self.flags.dry_run:
            self.connection.rollback()
        else:
            self.connection.commit()
            self.saved = True
        if done is not None and self.flags.dry_run:
            self.output.say(DRY_RUN)
        return done

    def close(self) -> None:
        """Give the session back."""
        if self._session is not None:
            from doughy_cli.db.session import close_session

            close_session(self._session)
            self._session = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def interactive(self) -> bool:
        """Whether somebody can be asked."""
        return not self.flags.no_input and sys.stdin.isatty() and sys.stderr.isatty()

    def ask(self, question: str, missing: str) -> str:
        """Ask for one line; where nobody can be asked, `missing` says which flag to give."""
        if not self.interactive:
            raise Usage(f"Nobody can be asked here: {question}", missing, code="input_needed")
        try:
            # The names in a question come from the database.
            print(f"{visible_lines(question)}: ", end="", file=sys.stderr, flush=True)  # noqa: T201
            line = sys.stdin.readline()
        except KeyboardInterrupt as error:
            raise Interrupted("Nothing was done.") from error
        if not line:
            raise Interrupted("Nothing was done.")
        return line.strip()

    def ask_secret(self, question: str, missing: str) -> str:
        """Ask for a line without showing it."""
        if not self.interactive:
            raise Usage(f"Nobody can be asked here: {question}", missing, code="input_needed")
        import getpass

        try:
            return getpass.getpass(f"{visible_lines(question)}: ", stream=sys.stderr)
        except (KeyboardInterrupt, EOFError) as error:
            raise Interrupted("Nothing was done.") from error

    def confirm(self, question: str, rows: int = CONFIRM_ABOVE + 1) -> None:
        """Go on if `rows` is at most 3, under --yes or --dry-run, or if the answer is yes."""
        if not self._must_ask(rows):
            return
        if self.ask(f"{question} [y/N]", "Give --yes.").lower() not in ("y", "yes"):
            raise Interrupted("Nothing was done.")

    def will_ask(self, rows: int) -> bool:
        """Return whether `confirm` asks somebody about so many rows."""
        return self._must_ask(rows) and self.interactive

    def _must_ask(self, rows: int) -> bool:
        return rows > CONFIRM_ABOVE and not (self.flags.yes or self.flags.dry_run)

    def confirm_name(self, question: str, name: str) -> None:
        """Go on if `name` is typed, or under --yes or --dry-run: for what cannot be undone."""
        if self.flags.yes or self.flags.dry_run:
            return
        if self.ask(f"{question} Type {name} to go on", "Give --yes.") != name:
            raise Interrupted("That is not the name. Nothing was done.")

    def ids(self, given: Iterable[str]) -> list[str]:
        """Return the ids that were given, `-` standing for those on stdin, one a line: the
        first column, so that what `list` writes into a pipe will do."""
        found: list[str] = []
        for each in given:
            if each == "-":
                found.extend(line.split("\t")[0].strip() for line in sys.stdin if line.strip())
            else:
                found.append(each)
        return found
