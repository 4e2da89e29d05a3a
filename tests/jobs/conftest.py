"""What the tests of jobs have in common: handlers that a third party brings, a worker's login,
and the program run as Ann."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

ROOT = Path(__file__).resolve().parents[2]
# As pip installs it: a folder beside the package says which entry points it has.
POINTS = """[doughy.jobs]
sleep = tests.jobs.trials:SLEEP
short = tests.jobs.trials:SHORT
effect = tests.jobs.trials:EFFECT
fail = tests.jobs.trials:FAIL
child = tests.jobs.trials:CHILD
owner = tests.jobs.trials:OWNER
broken = tests.jobs.missing:HANDLER
"""

Jobs = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to import from in which a package of handlers is installed."""
    folder = tmp_path_factory.mktemp("site")
    about = folder / "trials-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: trials\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(POINTS)
    return folder


@pytest.fixture
def plugged(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Have this process import from there, too, and what it starts."""
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(ROOT)]))
    yield site


@pytest.fixture
def worker(ann: Person) -> Person:
    """A worker's login."""
    return ann.database.add_service("worker")


@pytest.fixture
def jobs(doughy: Program, ann: Person, plugged: Path) -> Jobs:
    """Run `doughy jobs …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("jobs", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def deal(ann: Person) -> str:
    """A deal of Ann's: its id."""
    return make_deal(ann)


def make_deal(person: Person) -> str:
    """Make a deal; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO deals (stage, title) VALUES ('analyzing', 'Maple') RETURNING id::text"
    )
    return str(made)
