"""How long from a commit to the screen in `doughy logs tail -f`, beside a bare loop on LISTEN;
and what `tail` and `list` take beside psql, on as many rows as are asked for.

Each row carries the time at which its statement was sent, so what is measured is a little more
than from the commit on.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.measure import Command, Figure, compare
from bench.place import Place

ROWS = 100_000
ROUNDS = 11
SECONDS = 10
RATES = ((1_000, 1), (5_000, 10))  # rows a second, rows a transaction
_CHUNK = 500_000

_WRITER = """
import sys, time, psycopg
url, rate, each, seconds = sys.argv[1], *map(int, sys.argv[2:])
with psycopg.connect(url, autocommit=True) as connection:
    connection.execute("SET synchronous_commit = off")
    begun = time.monotonic()
    for number in range(rate * seconds // each):
        time.sleep(max(0, begun + number * each / rate - time.monotonic()))
        connection.execute(
            "INSERT INTO system_logs (level, source, message) "
            "SELECT 'info', 'bench', %s FROM generate_series(1, %s)",
            [str(time.monotonic_ns()), each],
        )
    print(time.monotonic() - begun)
"""
# What somebody writes who needs no more than this: it loses what commits late, and everything
# when the connection is cut.
_LOOP = """
import json, sys, psycopg
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    connection.execute("LISTEN system_logs")
    [last] = connection.execute("SELECT now()").fetchone()
    print("connected", file=sys.stderr, flush=True)
    while True:
        for _ in connection.notifies(stop_after=1):
            pass
        rows = connection.execute(
            "SELECT id, created_at, level, source, message, details FROM system_logs "
            "WHERE created_at > %s ORDER BY created_at", [last]
        ).fetchall()
        for id, created_at, level, source, message, details in rows:
            print(json.dumps({"id": str(id), "created_at": created_at.isoformat(), "level": level,
                              "source": source, "message": message, "details": details}))
            last = created_at
        sys.stdout.flush()
"""
_FILL = """
INSERT INTO system_logs (level, source, message, details, created_at)
SELECT
    (ARRAY['debug', 'info', 'info', 'info', 'info', 'info', 'info', 'warning', 'warning', 'error'])
        [1 + n %% 10],
    'service-' || n %% 40, 'What number ' || n || ' had to say', jsonb_build_object('n', n),
    now() - interval '30 days' * (%(rows)s - n) / %(rows)s
FROM generate_series(%(first)s::bigint, %(last)s) AS n
"""
_INDEXES = """
SELECT c.relname, pg_get_indexdef(c.oid)
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = 'public.system_logs'::regclass AND NOT i.indisprimary
"""
_TAIL = """
SELECT id, created_at, level, source, message, details FROM system_logs
ORDER BY created_at DESC LIMIT 50
"""
_LIST = """
SELECT id, created_at, level, source, message, details FROM system_logs
WHERE created_at >= now() - interval '1 hour' AND level IN ('error', 'critical')
ORDER BY created_at DESC LIMIT 50
"""


@dataclass(frozen=True)
class Latency:
    """How long rows took to be shown, in milliseconds, while `rate` a second were written.
    `last_ms` is after how long the last row was there: whether the follower has kept up."""

    follower: str
    rate: float
    rows: int
    missing: int
    median_ms: float
    p99_ms: float
    greatest_ms: float
    last_ms: float


def measure(place: Place, rounds: int = ROUNDS, rows: int = ROWS) -> list[Figure]:
    """Return the figures of `tail` and `list` by psql with the same SELECT, on so many rows."""
    fill(place, rows)
    env = place.psql_env
    figures = []
    for arguments, query in (
        (("tail", "-n", "50"), _TAIL),
        (("list", "--since", "1h", "--level", "error", "--limit", "50"), _LIST),
    ):
        name = f"doughy logs {' '.join(arguments)} ({rows:,} rows)"
        command = Command(name, [place.doughy, "logs", *arguments], place.env)
        base = Command("psql, the same SELECT", [place.psql, "-qXAtc", query, place.url], env)
        figures += compare([command], base, rounds)
    return figures


def latencies(place: Place) -> list[Latency]:
    """Return how long rows take to be shown, by doughy and by a bare loop."""
    followers = {
        "doughy logs tail -f --json": [place.doughy, "logs", "tail", "-f", "--json", "-n", "0"],
        "a bare loop on LISTEN": [sys.executable, "-c", _LOOP, place.url],
    }
    return [
        follow(place, name, argv, rate, each)
        for rate, each in RATES
        for name, argv in followers.items()
    ]


def follow(place: Place, name: str, argv: Sequence[str], rate: int, each: int) -> Latency:
    """Write rows while the follower runs; return how long they took."""
    env = {**place.env, "PGPASSWORD": place.password}
    expected = rate * SECONDS
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, env=env, stdout=pipe, stderr=pipe) as follower:
        assert follower.stdout and follower.stderr
        follower.stderr.readline()  # connected
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, place.url, str(rate), str(each), str(SECONDS)],
            env=env,
            stdout=pipe,
        )
        # What has not come by then does not come: it is counted as missing.
        patience = threading.Timer(6 * SECONDS + 20, follower.terminate)
        patience.start()
        taken = []
        for line in follower.stdout:
            now = time.monotonic_ns()
            row = json.loads(line)
            if row["source"] == "bench":
                taken.append((now - int(row["message"])) / 1e6)
            if len(taken) == expected:
                break
        patience.cancel()
        said, _ = writer.communicate()
        follower.terminate()
    if not taken:
        raise SystemExit(f"{name} has shown nothing")
    last = taken[-1]
    taken.sort()
    return Latency(
        follower=name,
        rate=expected / float(said),
        rows=expected,
        missing=expected - len(taken),
        median_ms=statistics.median(taken),
        p99_ms=taken[len(taken) * 99 // 100],
        greatest_ms=taken[-1],
        last_ms=last,
    )


def fill(place: Place, rows: int) -> None:
    """Write so many logs, over the last thirty days."""
    with place.connect() as connection:
        write_logs(connection, rows)


def write_logs(connection: psycopg.Connection[Any], rows: int) -> None:
    """Write so many logs as a superuser; the indexes are made afterwards, which takes a tenth of
    the time with ten million."""
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET maintenance_work_mem = '512MB'")
    indexes = connection.execute(_INDEXES).fetchall()
    connection.execute("ALTER TABLE system_logs DROP CONSTRAINT system_logs_pkey")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX public.{name}".encode())
    for first in range(1, rows + 1, _CHUNK):
        last = min(first + _CHUNK - 1, rows)
        connection.execute(_FILL, {"rows": rows, "first": first, "last": last})
    connection.execute("ALTER TABLE system_logs ADD PRIMARY KEY (id)")
    for _, definition in indexes:
        connection.execute(definition.encode())
    connection.execute("VACUUM ANALYZE system_logs")
