"""`doughy logs tail -f`: a burst, and everything that ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg

from tests.logs.follower import Follower
from tests.logs.writers import write
from tests.pooler import needs_pgbouncer, pooled
from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program

BURST = """
    INSERT INTO system_logs (level, source, message)
    SELECT (ARRAY['info', 'error'])[1 + n % 2], 'burst', 'row ' || n
    FROM generate_series(1, 5000) AS n
"""


def test_a_burst_and_what_ends_it(doughy: Program, database: Database, admin: Person) -> None:
    write(database, "before")
    with (
        Follower(doughy, admin, "--json", "-n", "1") as everything,
        Follower(doughy, admin, "--json", "-n", "0", "--level", "error", "--grep", "ROW") as errors,
        Follower(doughy, admin, "-o", "csv", "--fields", "message", "--since", "1h") as csv,
    ):
        for each in (everything, errors, csv):
            each.connected()
        everything.wait(lambda: everything.messages == ["before"], "before")
        csv.wait(lambda: csv.out[:1] == ["message"], "the heading")
        # One transaction, of more rows than are read at once: in the order of writing, and once.
        database.sql(BURST)
        write(database, "after")
        everything.wait(lambda: everything.messages[-1] == "after", "after")
        shown = everything.messages[1:-1]
        assert len(shown) == len(set(everything.ids())) - 2 == 5000
        errors.wait(lambda: len(errors.out) == 2500, "the errors")
        csv.wait(lambda: csv.out[-1] == "after", "after")
        assert len(csv.out) == len(set(csv.out))
        everything.process.send_signal(signal.SIGINT)
        csv.process.send_signal(signal.SIGTERM)
        assert (everything.end(), csv.end()) == (130, 130)
        # It ends without a word. A busy machine may be told that it is behind.
        said = [line for line in everything.err + csv.err if "behind" not in line]
        assert len(said) == 2
        # Who is an admin no more is told so, and does not watch an empty stream for ever.
        database.add("other@example.com", "admin")
        database.sql("SELECT auth.set_role(%s, 'user')", admin.id)
        assert errors.end() == 8
        assert "you are none any more" in errors.err[-1]


def test_the_reader_of_a_pipe_may_leave(doughy: Program, database: Database, admin: Person) -> None:
    """Whether or not anything is written after that."""
    write(database, "the only one")
    reading, writing = os.pipe()
    process = doughy.start("logs", "tail", "-f", "-n", "1", person=admin, stdout=writing)
    os.close(writing)
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=reading, stdout=subprocess.DEVNULL
    ) as head:
        os.close(reading)
        assert head.wait() == 0
    with process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert b"doughy:" not in err


def test_a_person_at_a_terminal(doughy: Program, database: Database, admin: Person) -> None:
    database.sql("DELETE FROM system_logs")
    with PseudoTerminal(doughy, "logs", "tail", "-f", person=admin, size=(80, 12)) as terminal:
        terminal.wait_for("connected: new logs are shown as they are written.")
        database.sql(
            "INSERT INTO system_logs (level, source, message, details) VALUES "
            "('critical', 'edge', %s, '{\"a\": 1}')",
            "\x1b[2Jgone? " + "many words " * 8,
        )
        terminal.wait_for("critical  edge", "\\x1b[2Jgone?", "{1 field}")
        assert max(len(line.rstrip()) for line in terminal.screen.display) <= 80
        terminal.type("\x03")
        assert terminal.end() == 130
        assert "Traceback" not in terminal.text


@needs_pgbouncer
def test_a_pooler_that_keeps_sessions_is_told(
    doughy: Program, database: Database, admin: Person
) -> None:
    """It has a number of its own for the connection; notifications arrive all the same."""
    with (
        pooled(admin, mode="session", size=4) as url,
        Follower(doughy, admin, "--json", "-n", "0", url=url) as follower,
    ):
        follower.connected()
        assert "as they are written" in follower.err[-1]
        # Anybody may notify on the channel: it is a hint, and nothing is shown because of it.
        with psycopg.connect(**database.cluster.keywords | {"dbname": database.name}) as stranger:
            stranger.execute("NOTIFY system_logs, 'anything; DROP TABLE'")
        write(database, "one")
        follower.wait(lambda: follower.messages == ["one"], "one")
