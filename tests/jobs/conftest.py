"""What the tests of jobs have in common: handlers that a third party brings, a worker's login,
and the program run as Ann."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

# As pip installs it: a folder beside the package says which entry points it has.
POINTS = """[doughy.jobs]
note = tests.jobs.trials:NOTE
wait = tests.jobs.trials:WAIT
effect = tests.jobs.trials:EFFECT
fail = tests.jobs.trials:FAIL
child = tests.jobs.trials:CHILD
owner = tests.jobs.trials:OWNER
broken = tests.jobs.missing:HANDLER
"""

Jobs = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]
Begin = Callable[..., "subprocess.Popen[bytes]"]


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
def plugged(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have this process import from there, too."""
    monkeypatch.syspath_prepend(str(site))
    return site


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


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """The file in which handlers note what they do."""
    file = tmp_path / "notes"
    file.touch()
    return file


@pytest.fixture
def add(jobs: Jobs, deal: str) -> Add:
    """Add a job about Ann's deal, with an input; return it."""

    def run(job_type: str, *flags: object, **given: Any) -> dict[str, Any]:
        done = jobs(
            *("add", job_type, "--deal", deal, "--input", json.dumps(given), "--json"), *flags
        )
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


@pytest.fixture
def begin(doughy: Program, worker: Person, plugged: Path) -> Iterator[Begin]:
    """Start a worker as a process of its own; what is left of it is killed in the end."""
    begun: list[subprocess.Popen[bytes]] = []

    def run(*flags: object, **more: Any) -> subprocess.Popen[bytes]:
        flags = ("jobs", "work", "--poll", "0.05", "--backoff", "0", *map(str, flags))
        begun.append(doughy.start(*flags, person=worker, imports=[str(plugged)], **more))
        return begun[-1]

    yield run
    for each in begun:
        each.kill()
        each.communicate()


def alive(process: int) -> bool:
    """Return whether a process is there and runs."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # one that has ended and waits to be taken note of


def until(condition: Callable[[], object]) -> None:
    """Wait until it is so; a busy machine is slow."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def make_deal(person: Person) -> str:
    """Make a deal; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO deals (stage, title) VALUES ('analyzing', 'Maple') RETURNING id::text"
    )
    return str(made)
