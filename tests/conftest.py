"""One server for the run, a database for each test that wants one, cloned from a template."""

from __future__ import annotations

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
    from tests.harness import Cluster, Database, Person, Program

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("doughy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("doughy")

FOLDER = "DOUGHY_TESTS_FOLDER"  # from the controller to the workers of pytest-xdist


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder: reachable for the system user that a root's server runs as."""
    # In the background of a shell Ctrl-C is ignored, also by the programs that are started.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        made = Path(tempfile.mkdtemp(prefix="doughy-tests-"))
        made.chmod(0o711)
        os.environ[FOLDER] = str(made)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's server and remove its folder."""
    if hasattr(config, "workerinput"):
        return
    from doughy_cli.db import server

    folder = Path(os.environ[FOLDER])
    server.stop(folder / "server")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The run's server."""
    from tests.harness import start_cluster

    return start_cluster(Path(os.environ[FOLDER]))


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Database]:
    """A fresh database with the schema and nobody in it."""
    made = cluster.clone()
    yield made
    made.drop()


@pytest.fixture
def ann(database: Database) -> Person:
    """A member."""
    return database.add("ann@example.com")


@pytest.fixture
def ben(database: Database) -> Person:
    """Another member."""
    return database.add("ben@example.com")


@pytest.fixture
def admin(database: Database) -> Person:
    """An admin."""
    return database.add("admin@example.com", "admin")


@pytest.fixture
def doughy(tmp_path: Path) -> Program:
    """The program, with a home of its own."""
    from tests.harness import Program

    return Program(tmp_path / "home")
