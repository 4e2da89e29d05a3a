"""One server for the run, a database for each test that wants one, cloned from a template.

The run's files lie in memory, where there is a file system for that: databases come and go by
the thousand, and of all that a test does, a disk's bookkeeping took the most time.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.harness import Clone, Cluster, Person, Program
    from tests.reuse import Shelf

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("doughy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("doughy")

FOLDER = "DOUGHY_TESTS_FOLDER"  # from the controller to the workers of pytest-xdist
_MEMORY = Path("/dev/shm")
_ROOM = 2 * 1024**3  # bytes; the run takes less than half of it


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder: reachable for the system user that a root's server runs as. All
    temporary files lie in it, those of pytest too if no other place is named."""
    # In the background of a shell Ctrl-C is ignored, also by the programs that are started.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        return
    made = Path(tempfile.mkdtemp(prefix="doughy-", dir=_roomy_memory()))
    made.chmod(0o711)
    os.environ[FOLDER] = str(made)
    os.environ["TMPDIR"] = tempfile.tempdir = str(made)
    if config.option.basetemp is None:
        config.option.basetemp = made / "tests"


def _roomy_memory() -> Path | None:
    """Where files are kept in memory, if there is room and programs may be run from there;
    None for the system's place for temporary files, which TMPDIR names too."""
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK):
        return None
    system = os.statvfs(_MEMORY)
    roomy = system.f_bavail * system.f_frsize >= _ROOM
    return _MEMORY if roomy and not system.f_flag & os.ST_NOEXEC else None


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's server and remove its folder."""
    if hasattr(config, "workerinput"):
        return
    from doughy_cli.db import server

    folder = Path(os.environ[FOLDER])
    server.stop(folder / "server")
    shutil.rmtree(folder)


def pytest_collection_finish() -> None:
    """Keep the collector from walking, again and again, what stays until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The run's server."""
    from tests.harness import start_cluster

    return start_cluster(Path(os.environ[FOLDER]))


@pytest.fixture(scope="session")
def _shelf(cluster: Cluster) -> Shelf:
    from tests.reuse import Shelf

    return Shelf(cluster)


@pytest.fixture
def database(_shelf: Shelf, request: pytest.FixtureRequest) -> Iterator[Clone]:
    """A database with the schema and nobody in it but those whom the test asks for."""
    from tests.reuse import PEOPLE

    lent = _shelf.take(name for name in request.fixturenames if name in PEOPLE)
    yield lent
    _shelf.give_back(lent)


@pytest.fixture
def ann(database: Clone) -> Person:
    """A member."""
    from tests.reuse import person

    return person(database, "ann")


@pytest.fixture
def ben(database: Clone) -> Person:
    """Another member."""
    from tests.reuse import person

    return person(database, "ben")


@pytest.fixture
def admin(database: Clone) -> Person:
    """An admin."""
    from tests.reuse import person

    return person(database, "admin")


@pytest.fixture
def doughy(tmp_path: Path) -> Program:
    """The program, with a home of its own."""
    from tests.harness import Program

    return Program(tmp_path / "home")
