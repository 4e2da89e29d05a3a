"""A restored database: made beside the old one, whose place it takes.

Until the last transaction nothing that people use is touched; that transaction renames the
databases and makes the logins, so whoever looks finds the old database or the new one. What
a restore that was killed leaves behind, under names of its own, the next one removes.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg

from doughy_cli.accounts import passwords
from doughy_cli.database import backup_queries as queries
from doughy_cli.database import dump
from doughy_cli.database.backup_file import Backup, Login, Manifest
from doughy_cli.database.left_out import LeftOut
from doughy_cli.db import bootstrap, clients, guard, upgrade
from doughy_cli.db.address import Address
from doughy_cli.db.connections import connect, connect_administrator
from doughy_cli.db.names import login_role
from doughy_cli.errors import Conflict, Failed, Unreachable, Usage

_UNFINISHED = "doughy-restore-"
_REPLACED = "doughy-replaced-"
_LOCK = 0x646F756768790002  # beside that of the migrations
_LOCK_PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has led to. `without_password` cannot sign in until they get one;
    `admin` was given the one-time `password`, because no other admin could have."""

    without_password: list[str]
    admin: str | None = None
    password: str | None = None
    left: LeftOut = field(default_factory=LeftOut)


class Replacement:
    """One database of a server, and what takes its place: the steps, in their order."""

    def __init__(
        self, address: Address, ask: Callable[[str], str], say: Callable[[str], None]
    ) -> None:
        self._address = address
        self._say = say
        self._server = _beside(address, ask)
        self._keywords = clients.at_same_server(address.keywords, self._server)

    def __enter__(self) -> Replacement:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    @property
    def replaces(self) -> bool:
        """Whether there is a database that the restored one would replace."""
        return queries.database_exists(self._server, self._address.name)

    def restore(self, backup: Backup, count: Callable[[int], None]) -> Restored:
        """Restore `backup`; `count` is told of every piece of the dump that was handed over.

        Raises Conflict if another restore is at work or if somebody who cannot be sent away
        is connected, Failed if the dump cannot be restored. The old database is in place then.
        """
        name = self._address.name
        if len(name.encode()) > bootstrap.LONGEST_DATABASE_NAME:
            raise Usage(f"The database name {name} is too long.", "Name a shorter one.")
        self._take_lock()
        if self.replaces:
            # Empty, or ours: what belongs to another program is refused here.
            bootstrap.bootstrap(self._server, name)
        for leftover in queries.databases_like(self._server, _UNFINISHED, _REPLACED):
            queries.drop_database(self._server, leftover)
        made = _UNFINISHED + secrets.token_hex(4)
        try:
            bootstrap.bootstrap(self._server, made)
            self._fill(made, backup, count)
            logins, restored = self._people(made, backup.manifest)
            self._put_in_place(made, logins)
        finally:
            # It has another name by now, unless something went wrong.
            queries.drop_database(self._server, made)
        return restored

    def _take_lock(self) -> None:
        deadline = time.monotonic() + _LOCK_PATIENCE
        while not queries.value(self._server, "SELECT pg_try_advisory_lock(%s)", _LOCK):
            if time.monotonic() > deadline:
                raise Conflict(
                    "Another restore is at work on this server. Nothing was changed.",
                    "Wait until it has ended, and run this again.",
                    code="restore_running",
                )
            time.sleep(0.1)

    def _fill(self, made: str, backup: Backup, count: Callable[[int], None]) -> None:
        programs = clients.find(backup.manifest.programs, self._keywords)
        listed = dump.contents(programs, backup)
        with self._connected(made) as connection:
            missing = [
                each
                for each in dump.extensions(listed)
                if not queries.offers_extension(connection, each)
            ]
        if missing:
            self._say(f"This server does not offer {', '.join(missing)}: left out.")
        target = clients.target(self._keywords, dbname=made)
        kept = dump.restorable(listed, missing)
        dump.restore(programs, target, backup, bootstrap.OWNER, kept, count)
        with self._connected(made) as connection:
            guarded = upgrade.put_up_guard(connection)
        if not guarded:
            self._say(guard.MISSING)

    def _people(self, made: str, manifest: Manifest) -> tuple[list[Login], Restored]:
        """Return the logins to make; give one admin a password if none would have one."""
        database = self._address.name
        verifiers = {each.login_role: each.verifier for each in manifest.people}
        with self._connected(made) as connection:
            with connection.transaction():
                found = queries.revision(connection)
                people = queries.people(connection)
            if found != manifest.revision or len(people) != len(manifest.people):
                raise Failed("The restored database is not what the backup says. It was removed.")
            names = {each.name: login_role(database, each.name) for each in people}
            logins = [
                replace(
                    each,
                    login_role=names[each.name],
                    verifier=verifiers.get(each.login_role),
                )
                for each in people
            ]
            queries.rename_logins(connection, names)
            there = queries.existing(connection, list(names.values()))
            lacking = [
                each for each in logins if each.verifier is None and each.login_role not in there
            ]
            restored = Restored([each.name for each in lacking if not each.disabled])
            admins = [each for each in logins if "doughy_admin" in each.groups]
            if admins and all(each in lacking for each in admins):
                logins, restored = _rescue(connection, logins, admins[0], restored)
            restored = replace(restored, left=_left_out(connection))
            queries.bring_log_up_to_date(connection)
            queries.analyze(connection)
        return logins, restored

    def _put_in_place(self, made: str, logins: list[Login]) -> None:
        name = self._address.name
        replaced = _REPLACED + secrets.token_hex(4) if self.replaces else None
        try:
            with self._server.transaction():
                queries.make_logins(self._server, logins)
                if replaced:
                    with self._nobody_in(name):
                        queries.move_away(self._server, name, replaced)
                queries.put_in_place(self._server, made, name, replaced, logins)
        except psycopg.errors.ObjectInUse as error:
            raise Conflict(
                f"Somebody stays connected to {name}. Nothing was changed.",
                "Have them leave, and run this again.",
                code="in_use",
            ) from error
        if replaced:
            try:
                queries.drop_database(self._server, replaced)
            except psycopg.Error as error:
                self._say(
                    f"The old database is still there as {replaced} "
                    f"({error.diag.message_primary}); the next restore removes it."
                )

    @contextmanager
    def _nobody_in(self, database: str) -> Iterator[None]:
        """While the body locks new connections out, end those that are there.

        The other way round, somebody who insists would slip in between the two.
        """
        over = threading.Event()

        def work() -> None:
            with self._connected(self._server.info.dbname) as connection:
                queries.end_connections(connection, database, over)

        with ThreadPoolExecutor(1) as pool:
            ending = pool.submit(work)
            try:
                yield
            finally:
                over.set()
            ending.result()

    @contextmanager
    def _connected(self, database: str) -> Iterator[psycopg.Connection[Any]]:
        with connect(self._keywords, dbname=database, autocommit=True) as connection:
            yield connection


def _left_out(connection: psycopg.Connection[Any]) -> LeftOut:
    urls, keys = queries.left_out(connection)
    return LeftOut(tuple(urls), keys)


def _rescue(
    connection: psycopg.Connection[Any], logins: list[Login], admin: Login, restored: Restored
) -> tuple[list[Login], Restored]:
    """Give `admin` a one-time password, so that somebody can let the others in."""
    password = passwords.one_time_password()
    verifier = passwords.verifier(connection, "", password)
    queries.require_new_password(connection, admin.login_role)
    return (
        [replace(each, verifier=verifier) if each is admin else each for each in logins],
        Restored(
            [name for name in restored.without_password if name != admin.name],
            admin.name,
            password,
        ),
    )


def _beside(address: Address, ask: Callable[[str], str]) -> psycopg.Connection[Any]:
    """Connect as the administrator to a database of the server that is not the address's own.

    A database cannot be renamed by somebody who is in it.
    """
    refusal: Unreachable | None = None
    for name in ("postgres", "template1"):
        if name == address.name:
            continue
        try:
            return connect_administrator(address, ask, name)
        except Unreachable as error:
            if error.code != "no_database":
                raise
            refusal = error
    raise refusal or Failed("There is no other database to work from.")
