"""Restoring, from the file to the person's next sign-in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from doughy_cli.context import App
from doughy_cli.database import backup_file, dump
from doughy_cli.database.backup_file import Backup, Login
from doughy_cli.database.left_out import say_not_restored
from doughy_cli.database.replacement import Replacement, Restored
from doughy_cli.database.rows import RestoreRow
from doughy_cli.database.words import logins
from doughy_cli.db import clients, upgrade
from doughy_cli.db.address import find_address
from doughy_cli.db.connections import connect_person
from doughy_cli.db.embedded.place import need_space, read_note
from doughy_cli.errors import DoughyError, SignIn, Usage
from doughy_cli.progress import Progress, in_words

MOST_NAMED = 5
_LEAST_WAL = 32 << 20
_MOST_WAL = 1 << 30  # PostgreSQL's default for max_wal_size


def restore(app: App, file: str, ask: Callable[[str], str]) -> RestoreRow:
    """Restore the backup `file` (`-` for stdin) to the run's database; under --dry-run, only
    check it.

    Raises Usage if it is not a backup, before anything is touched; Interrupted if the
    database's name was not typed.
    """
    with backup_file.opened(file, sys.stdin.buffer) as source:
        total = source.seek(0, os.SEEK_END)
        source.seek(0)
        with Progress(app.output, "Checking", total) as progress:
            backup = backup_file.read(source, file, progress.advance)
        _check(backup)
        if app.flags.dry_run:
            app.output.say("The backup is whole. Dry run: nothing was changed.")
            return _row(backup, None, None)
        return _restore(app, backup, ask)


def _check(backup: Backup) -> None:
    """Raise Usage unless this doughy can restore the backup. Nothing is connected to."""
    known = [each.id for each in upgrade.history()]
    if backup.manifest.revision not in known:
        raise Usage(
            f"The backup's schema is at {backup.manifest.revision}, which this doughy does not "
            "know. Nothing was changed.",
            f"Install doughy {backup.manifest.doughy} or later.",
            code="backup_too_new",
        )
    dump.contents(clients.find(backup.manifest.programs), backup)


def _restore(app: App, backup: Backup, ask: Callable[[str], str]) -> RestoreRow:
    address = find_address(app.settings, app.output.say, create=True)
    if address.embedded:
        _need_space(app, backup.manifest.size)
    made_at = backup.manifest.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    with Replacement(address, ask, app.output.say) as replacement:
        if replacement.replaces:
            app.confirm_name(
                f"All that is in {address.name} is replaced by the backup of {made_at}.",
                address.name,
            )
        with Progress(app.output, "Restoring", backup.size) as progress:
            restored = replacement.restore(backup, progress.advance)
    app.output.say(
        f"Restored {address.name} as of {made_at}: {logins(len(backup.manifest.people))}, "
        f"{in_words(backup.size)}."
    )
    say_not_restored(app.folders, restored.left, app.output.say)
    _say_what_is_next(app, backup, restored)
    return _row(backup, address.name, restored)


def _need_space(app: App, size: int) -> None:
    """Raise Unreachable unless the embedded server's disk has room for a second database.

    A server whose disk runs full cannot even start again, so this is asked beforehand.
    """
    note = read_note(app.settings.folders.server)
    if note is not None:
        need_space(note.root, size + min(size, _MOST_WAL) + _LEAST_WAL)


def _say_what_is_next(app: App, backup: Backup, restored: Restored) -> None:
    if backup.manifest.revision != upgrade.history()[-1].id:
        app.output.say("The backup's schema is older than this doughy: run `doughy migrate up`.")
    if restored.admin:
        app.output.say(
            f"No admin had a password, so {restored.admin} got a one-time password, shown only now."
        )
    if restored.without_password:
        app.output.say(
            f"Without a password until `doughy users reset-password`: "
            f"{', '.join(restored.without_password)}."
        )
    people = [each for each in backup.manifest.people if not each.disabled]
    if app.settings.email not in [each.name for each in people]:
        _say_who_may_sign_in(app, people)
        return
    try:
        connect_person(app.settings, app.output.say).close()
    except SignIn:
        email = app.settings.email
        app.output.say(
            f"The password kept here for {email} is not the one in the backup: "
            f"`doughy login {email}` with the one of that time."
        )
        if app.settings.database_url is None:
            app.output.say(f"Nobody knows it? `doughy logout`, then `doughy init --email {email}`.")
    except DoughyError as error:
        app.output.say(f"{app.settings.email} cannot sign in: {error.message}")


def _say_who_may_sign_in(app: App, people: Sequence[Login]) -> None:
    """Name the people of the backup, and how one of them gets in where nobody has signed in."""
    named = [each.name for each in people if "doughy_service" not in each.groups]
    more = f" and {len(named) - MOST_NAMED:,} more" if len(named) > MOST_NAMED else ""
    if named:
        app.output.say(f"It has the accounts of {', '.join(named[:MOST_NAMED])}{more}.")
    if app.settings.email:
        app.output.say(f"{app.settings.email} is none of them: `doughy logout` first.")
    app.output.say("Sign in with `doughy login EMAIL` and the password of that time.")
    admins = [each.name for each in people if "doughy_admin" in each.groups]
    if app.settings.database_url is None and admins:
        app.output.say(
            f"Nobody knows it, as after quickstart? `doughy init --email {admins[0]}` makes a new "
            "one, keeps it here and signs you in."
        )


def _row(backup: Backup, database: str | None, restored: Restored | None) -> RestoreRow:
    manifest = backup.manifest
    return RestoreRow(
        restored=restored is not None,
        database=database,
        backup_of=manifest.database,
        made_at=manifest.made_at,
        revision=manifest.revision,
        doughy=manifest.doughy,
        server=manifest.server,
        size=backup.size,
        people=len(manifest.people),
        without_password=restored.without_password
        if restored
        else [each.name for each in manifest.people if each.verifier is None],
        admin=restored.admin if restored else None,
        password=restored.password if restored else None,
    )
