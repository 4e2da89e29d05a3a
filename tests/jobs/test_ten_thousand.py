"""Ten thousand jobs, four workers, some of them killed, and the server restarted: what was done is
counted by what it left behind, not by what the queue says of it."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.db import bootstrap, server, upgrade
from tests.harness import Cluster, Database
from tests.jobs.conftest import make_deal

if TYPE_CHECKING:
    from tests.harness import Person, Program

JOBS = 10_000
WORKERS = 4
KILLS = 4
# One in twenty leaves a row, in the transaction of its outcome; the others note that they are done.
ADD = """
    INSERT INTO ai_jobs (deal_id, job_type, input_data, max_attempts)
    SELECT
        %s, CASE WHEN number %% 20 = 0 THEN 'effect' ELSE 'note' END,
        jsonb_build_object('file', %s::text), 20
    FROM generate_series(1, %s) AS number
"""
ROWS = """
    SELECT description, count(*) FROM deal_events WHERE event_type = 'tried' GROUP BY description
"""
LINE = 50  # bytes of a note, about


@pytest.fixture
def own_server() -> Iterator[tuple[Path, Database]]:
    """A server of its own, which can be restarted, and a database there."""
    folder = Path(tempfile.mkdtemp(prefix="doughy-jobs-"))
    folder.chmod(0o711)
    running = server.ensure(folder / "server", max_connections=60)
    cluster = Cluster(running.conninfo("postgres", "postgres"))
    cluster.hurry()
    with cluster.connect() as connection:
        bootstrap.bootstrap(connection, "jobs")
    with cluster.connect("jobs") as connection:
        upgrade.up(connection)
    try:
        yield folder, Database(cluster, "jobs")
    finally:
        server.stop(folder / "server")
        shutil.rmtree(folder)


def test_none_is_lost_and_none_is_done_twice(
    own_server: tuple[Path, Database], doughy: Program, plugged: Path
) -> None:
    folder, database = own_server
    ann, worker = database.add("ann@example.com"), database.add_service("worker")
    notes = folder / "notes"
    notes.touch()
    ann.sql(ADD, make_deal(ann), str(notes), JOBS)
    chance = random.Random(8)  # noqa: S311 (the same kills each time)
    crew = [start(doughy, worker, plugged) for _ in range(WORKERS)]
    killed: set[str] = set()
    try:
        moments = sorted(chance.sample(range(500, JOBS - 500), KILLS))
        for number, moment in enumerate(moments):
            wait_for(notes, moment, crew)
            if number == KILLS // 2:
                server.stop(folder / "server")
                server.ensure(folder / "server")
            victim = chance.randrange(WORKERS)
            killed |= children(crew[victim])
            crew[victim].kill()
            crew[victim].wait()
            crew[victim] = start(doughy, worker, plugged)
        for each in crew:
            assert each.wait(timeout=200) == 0
    finally:
        for each in crew:
            each.kill()

    done = notes.read_text().splitlines()
    ended = Counter(line.split()[1] for line in done if line.startswith("end"))
    assert len(ended) == JOBS
    # What is written with the outcome is there once, whoever was killed, and whatever the server
    # was in the middle of.
    rows = dict(database.sql(ROWS))
    assert (len(rows), set(rows.values())) == (JOBS // 20, {1})
    # Of the others, what a killed worker had done and not yet told of is done again; nothing else.
    again = {job for job, count in ended.items() if count > 1}
    assert again - rows.keys() <= begun_by(killed, done)
    assert at_the_same_time(done) == []
    left = database.sql("SELECT status::text, count(*) FROM ai_jobs GROUP BY 1")
    assert left == [("succeeded", JOBS)]


def start(doughy: Program, worker: Person, site: Path) -> subprocess.Popen[bytes]:
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    flags = ("--drain", "--quiet", "--types", "note,effect", "--lease", "8", "--poll", "0.2")
    return doughy.start("jobs", "work", *flags, person=worker, imports=[str(site)], **quiet)


def wait_for(notes: Path, jobs: int, crew: list[subprocess.Popen[bytes]]) -> None:
    """Wait until about so many jobs have been done."""
    while notes.stat().st_size < jobs * 2 * LINE:
        assert any(each.poll() is None for each in crew)
        time.sleep(0.02)


def children(process: subprocess.Popen[bytes]) -> set[str]:
    """Return the processes that a process has started."""
    return set(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


def begun_by(processes: set[str], lines: list[str]) -> set[str]:
    """Return the jobs that one of the processes has begun."""
    words = [line.split() for line in lines]
    return {job for what, job, process in words if what == "begin" and process in processes}


def at_the_same_time(lines: list[str]) -> list[str]:
    """Return the jobs that a process had begun before another had ended them."""
    begun: dict[str, str] = {}
    found = []
    for line in lines:
        what, job, process = line.split()
        if what == "begin":
            begun[job] = process
        elif begun.get(job) != process:
            found.append(job)
    return found


def test_the_search_for_overlaps_finds_one() -> None:
    assert at_the_same_time(["begin a 1", "begin a 2", "end a 1"]) == ["a"]
    assert at_the_same_time(["begin a 1", "begin a 2", "end a 2", "begin b 1", "end b 1"]) == []
