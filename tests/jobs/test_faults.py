"""Workers that are killed, stopped, cut off and told to end, and jobs that are cancelled."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from tests.jobs.conftest import alive, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person
    from tests.jobs.conftest import Add, Begin, Jobs


def begun(notes: Path, count: int = 1) -> list[int]:
    """Wait until so many attempts have begun; return their processes."""

    def lines() -> list[list[str]]:
        return [line.split() for line in notes.read_text().splitlines()]

    until(lambda: sum(each[0] in ("begin", "child") for each in lines()) >= count)
    return [int(each[2]) for each in lines() if each[0] in ("begin", "child")]


def status(jobs: Jobs, job: str) -> tuple[str, int]:
    row = jobs("show", job, "--json").json
    return row["status"], row["attempts"]


def test_a_killed_workers_job_is_anothers_after_its_lease(
    jobs: Jobs, add: Add, begin: Begin, ann: Person, notes: Path, tmp_path: Path
) -> None:
    job = add("wait", file=str(notes), gate=str(tmp_path / "gate"))["id"]
    killed = begin("--lease", "600")
    [process] = begun(notes)
    killed.kill()
    killed.wait()
    until(lambda: not alive(process))
    # Nobody else has it before the lease is over; then whoever comes first.
    other = begin("--drain", "--lease", "4")  # a busy machine may stand still for a second
    assert status(jobs, job) == ("running", 1)
    ann.database.sql("UPDATE ai_jobs SET lease_expires_at = now() - interval '1 second'")
    _, said = other.communicate(timeout=60)
    assert other.returncode == 0
    assert f"{job[:8]} wait was lost with its worker: queued." in said.decode()
    assert status(jobs, job) == ("succeeded", 2)


def test_a_stopped_workers_handler_ends_with_its_lease(
    add: Add, begin: Begin, notes: Path, tmp_path: Path
) -> None:
    """A laptop that is shut, a machine that swaps: nobody else must have the job meanwhile."""
    add("wait", file=str(notes), gate=str(tmp_path / "gate"))
    worker = begin("--lease", "1")
    [process] = begun(notes)
    worker.send_signal(signal.SIGSTOP)
    until(lambda: not alive(process))
    worker.send_signal(signal.SIGCONT)
    # It goes on, and takes the job again.
    begun(notes, 2)
    worker.terminate()
    assert worker.wait(60) == 0


def test_cancelling_stops_the_handler_and_what_it_has_started(
    jobs: Jobs, add: Add, begin: Begin, notes: Path, tmp_path: Path
) -> None:
    job = add("wait", file=str(notes), gate=str(tmp_path / "gate"))["id"]
    worker = begin("--lease", "600")
    [process] = begun(notes)
    assert jobs("cancel", job).code == 0
    until(lambda: not alive(process))
    next_one = add("wait", file=str(notes))["id"]
    watched = jobs("watch", job, next_one, "--exit-status", "--json")
    assert watched.code == 130
    assert [each["status"] for each in watched.json] == ["cancelled", "succeeded"]
    # One that is cancelled and retried is another: the first lease writes nothing about it.
    assert jobs("retry", job).code == 0
    assert begun(notes, 3)[0] == process
    (tmp_path / "gate").touch()
    assert jobs("watch", job, "--exit-status").code == 0
    worker.terminate()
    assert worker.wait(60) == 0
    assert "no longer this worker's" in (worker.stderr.read() if worker.stderr else b"").decode()


def test_sigterm_lets_what_runs_end_and_hands_back_the_rest(
    jobs: Jobs, add: Add, begin: Begin, notes: Path, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    job = add("wait", file=str(notes), gate=str(gate))["id"]
    worker = begin("--grace", "600")
    begun(notes)
    left = add("wait", file=str(notes))["id"]
    worker.terminate()
    gate.touch()
    assert worker.wait(60) == 0
    assert (status(jobs, job), status(jobs, left)) == (("succeeded", 1), ("queued", 0))


def test_without_grace_and_at_the_second_signal_it_is_handed_back(
    jobs: Jobs, add: Add, begin: Begin, notes: Path, tmp_path: Path
) -> None:
    job = add("wait", file=str(notes), gate=str(tmp_path / "gate"))["id"]
    worker = begin("--grace", "0")
    processes = begun(notes)
    worker.terminate()
    assert worker.wait(60) == 0
    assert status(jobs, job) == ("queued", 0)
    worker = begin("--grace", "600")
    processes = begun(notes, 2)
    worker.send_signal(signal.SIGINT)
    assert worker.stderr
    until(lambda: b"Stopping" in os.read(worker.stderr.fileno(), 4096))  # type: ignore[union-attr]
    worker.send_signal(signal.SIGINT)
    assert worker.wait(60) == 130
    assert status(jobs, job) == ("queued", 0)
    assert not any(map(alive, processes))


def test_a_job_goes_on_while_the_connection_is_cut(
    jobs: Jobs, add: Add, begin: Begin, ann: Person, notes: Path, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    job = add("wait", file=str(notes), gate=str(gate))["id"]
    worker = begin("--drain", "--lease", "600")
    [process] = begun(notes)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE %s"
    ann.database.sql(cut, "doughy jobs work%")
    gate.touch()
    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 0
    assert "connected again after" in said.decode()
    assert status(jobs, job) == ("succeeded", 1)
    assert begun(notes) == [process]
