"""An import that is stopped, wherever it is, leaves nothing behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.leads.importing.conftest import BLOCKED, Load, wait_for

if TYPE_CHECKING:
    from tests.harness import Person, Program

ROWS = "Name,Email,Email 2,Notes\n" + "".join(
    f"Lead {n},l{n}@x.example,m{n}@x.example,note\n" for n in range(500)
)
# A lock on each table stops the import at a stage of its own.
STAGES = ["leads", "contacts", "lead_contacts", "lead_events"]


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)], ids=["kill", "ctrl-c"]
)
@pytest.mark.parametrize("table", STAGES)
def test_stopped_while_storing(
    table: str, stop: signal.Signals, code: int, doughy: Program, ann: Person, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(ROWS)
    with _locked(ann, table):
        process = doughy.start("leads", "import", file, person=ann)
        wait_for(ann, BLOCKED)
        os.kill(process.pid, stop)
        _, err = process.communicate()
    assert process.returncode == code
    assert b"Traceback" not in err
    assert _stored(ann) == (0, 0, 0)
    again = doughy("leads", "import", file, person=ann)
    assert again.code == 0, again.err
    assert _stored(ann) == (500, 500, 1000)


def test_killed_while_reading(doughy: Program, ann: Person) -> None:
    process = doughy.start("leads", "import", "-", person=ann)
    assert process.stdin
    process.stdin.write(ROWS.encode() * 20)
    process.stdin.flush()
    wait_for(ann, "starts_with(ltrim(query, E'\\n'), 'COPY')")
    process.kill()
    process.communicate()
    assert _stored(ann) == (0, 0, 0)


def test_a_server_that_goes_away_is_told_in_one_line(
    doughy: Program, ann: Person, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(ROWS)
    with _locked(ann, "leads"):
        process = doughy.start("leads", "import", file, person=ann)
        wait_for(ann, BLOCKED)
        ann.database.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        _, err = process.communicate()
    assert process.returncode == 7
    assert b"Traceback" not in err
    assert _stored(ann) == (0, 0, 0)


@contextmanager
def _locked(person: Person, table: str) -> Iterator[None]:
    with person.database.connect() as connection, connection.transaction():
        connection.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        yield


def _stored(person: Person) -> tuple[int, int, int]:
    ((leads, contacts, events),) = person.database.sql(
        "SELECT (SELECT count(*) FROM leads), (SELECT count(*) FROM contacts),"
        " (SELECT count(*) FROM lead_events)"
    )
    return leads, contacts, events


def test_an_earlier_file_of_rejects_is_kept(load: Load, tmp_path: Path) -> None:
    (tmp_path / "list.rejects.csv").write_text("worked on by hand")
    done = load("Name,Score\nA,x\n", "--dry-run")
    assert done.code == 6
    assert (tmp_path / "list.rejects.csv").read_text() == "worked on by hand"
    assert "list.rejects-1.csv" in done.err
    assert (tmp_path / "list.rejects-1.csv").stat().st_mode & 0o777 == 0o600
