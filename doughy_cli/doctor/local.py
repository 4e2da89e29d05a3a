"""What is looked at on this computer alone: program, folders, disk, configuration, cache."""

from __future__ import annotations

import errno
import os
import platform
import stat
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import metadata
from pathlib import Path

from doughy_cli import __version__, cached
from doughy_cli.config import not_writable
from doughy_cli.db.embedded import cluster, place
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.requirements import meets, misfits
from doughy_cli.doctor.rows import Finding, fault, ok, warning
from doughy_cli.manual.topics import ENVIRONMENT
from doughy_cli.progress import in_words
from doughy_cli.targets import counted

_AGAIN = "Install doughy again, such as with `pip install --upgrade doughy`."
_ANOTHER_HOME = "or set DOUGHY_HOME to a folder that you can write to"
_FILES = ("file", "files")
_ROOMY = 500_000_000  # bytes; with less, somebody should know in time


def program(_: Patient) -> Iterator[Finding]:
    """Python and the packages are of versions that this doughy can be used with."""
    python = platform.python_version()
    what = f"doughy {__version__}, Python {python} on {platform.system()} {platform.machine()}"
    try:
        installed = metadata.distribution("doughy")
    except metadata.PackageNotFoundError:
        yield warning("not_installed", f"{what}: run from a folder, not installed.", _AGAIN)
        return
    wrong = list(misfits(installed.requires or []))
    wanted = installed.metadata["Requires-Python"] or ""
    if not meets(python, wanted):
        wrong.append(f"This is Python {python}, and doughy needs {wanted}.")
    if installed.version != __version__:
        wrong.append(f"doughy {installed.version} was installed, and {__version__} is what runs.")
    for each in wrong:
        yield fault("packages", each, _AGAIN)
    if not wrong:
        yield ok(f"{what}; the packages that it needs are there.")


def folders(patient: Patient) -> Iterator[Finding]:
    """Each folder is there or can be made, can be written, and is closed to strangers."""
    found = patient.folders
    each_of = (found.config, found.data, found.state, found.cache)
    wrong = list(dict.fromkeys(each for folder in each_of for each in _of_folder(folder)))
    yield from wrong
    if patient.embedded and not wrong and found.server.is_dir():
        place.check_closed(found.server)
    if not wrong:
        yield ok(f"Configuration in {found.config}, data in {found.data}.")


def _of_folder(folder: Path) -> Iterator[Finding]:
    nearest = folder
    try:
        while not os.path.lexists(nearest):
            nearest = nearest.parent
        mode = nearest.stat().st_mode
    except OSError as error:
        failure = not_writable(folder, error)
        yield fault(failure.code, failure.message, failure.hint)
        return
    if not stat.S_ISDIR(mode):
        said = f"{nearest} is a file, where a folder is needed."
        yield fault("file_in_the_way", said, f"Move it away, {_ANOTHER_HOME}.")
    elif not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        reason = errno.EROFS if os.statvfs(nearest).f_flag & os.ST_RDONLY else errno.EACCES
        failure = not_writable(nearest, OSError(reason, os.strerror(reason)))
        yield fault(failure.code, failure.message, failure.hint)
    elif nearest == folder and mode & stat.S_IWOTH:
        said = f"Everybody may write to {folder}, so what is kept there is not safe."
        yield fault("open_folder", said, f"chmod o-w {folder}")


def disk(patient: Patient) -> Iterator[Finding]:
    """There is room for what is to be saved."""
    where = patient.place.root if patient.embedded and patient.place else patient.folders.data
    place.need_space(where, cluster.SIZE)
    free = place.free_space(where)
    said = f"{in_words(free)} are free where the data are kept."
    if free < _ROOMY:
        yield warning("low_disk", said, "Free some space before it is too late.")
    else:
        yield ok(said)


def config(patient: Patient) -> Iterator[Finding]:
    """The configuration can be read, and says which database and which person."""
    from doughy_cli.db.address import label

    settings = patient.settings
    if settings.database_url and patient.app.password_in_url():
        yield warning(
            "password_in_url",
            f"The database URL holds a password ({settings.origins['database_url']}).",
            "Sign in with `doughy login`, which keeps it apart from the URL.",
        )
    file = settings.folders.config_file
    if file.exists() and file.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        yield fault("open_config", f"Others may write to {file}.", f"chmod 600 {file}")
    for name, meant in _misspelt():
        said = f"{name} is set, and doughy reads no such variable."
        yield warning("unknown_variable", said, f"Did you mean {meant}?")
    origins = settings.origins
    database = "the embedded server" if settings.database_url is None else label(settings)
    yield ok(
        f"Profile {settings.profile} ({origins['profile']}), "
        f"database {database} ({origins['database_url']}), "
        f"person {settings.email or 'nobody'} ({origins['email']})."
    )


def _misspelt() -> Iterator[tuple[str, str]]:
    """Yield variables that are likely meant for doughy, and what they are likely to mean."""
    known = [name for name, _ in ENVIRONMENT if name.startswith("DOUGHY_")]
    for name in sorted(os.environ):
        if name.startswith("DOUGHY") and name not in known:
            yield from ((name, each) for each in get_close_matches(name, known, 1, 0.85))


def cache(patient: Patient) -> Iterator[Finding]:
    """What is kept so that commands start sooner is trusted."""
    folder = patient.folders.cache
    if not folder.is_dir():
        yield ok("Nothing is kept yet that would make commands start sooner.")
    elif not cached.is_trusted(folder):
        yield warning(
            "cache_not_trusted",
            f"Others may write to {folder}, or it is somebody else's: nothing in it is used.",
            f"Remove {folder}: it is made anew.",
        )
    else:
        files = [each for each in folder.rglob("*") if each.is_file()]
        size = sum(each.stat().st_size for each in files)
        yield ok(f"{counted(len(files), _FILES)}, {in_words(size)}: commands start sooner by it.")
