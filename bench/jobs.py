"""How many jobs a worker does in a second, by a bare psycopg loop that does the same.

The loop takes one job, does nothing, and writes that it has succeeded: no leases to extend, no
processes, no outcome but one. The worker has the same jobs done by a handler that does nothing.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import Command, Figure, compare
from bench.place import Place
from doughy_cli.handling import Context, Handler, Job

JOBS = 1_000
ROUNDS = 11
ROOT = Path(__file__).resolve().parents[1]

_LOOP = """
import os, psycopg
connection = psycopg.connect(
    os.environ["BENCH_URL"], user="doughy/bench", password=os.environ["DOUGHY_PASSWORD"],
    autocommit=True, prepare_threshold=None,
)
connection.execute("SET enable_sort = off; SET enable_bitmapscan = off")
while True:
    taken = connection.execute(
        "UPDATE ai_jobs SET status = 'running', attempts = attempts + 1, started_at = now()"
        " WHERE id = ANY (ARRAY(SELECT id FROM ai_jobs WHERE status = 'queued'"
        " AND run_after <= now() AND job_type = 'bench' ORDER BY run_after LIMIT 1"
        " FOR UPDATE SKIP LOCKED)) RETURNING id"
    ).fetchone()
    if taken is None:
        break
    connection.execute(
        "UPDATE ai_jobs SET status = 'succeeded', completed_at = now(), output_data = '{}'"
        " WHERE id = %s AND status = 'running'", taken
    )
"""


_QUEUE = f"""
DELETE FROM deals WHERE title = 'bench';
INSERT INTO deals (stage, title) VALUES ('analyzing', 'bench');
INSERT INTO ai_jobs (deal_id, job_type)
SELECT d.id, 'bench' FROM deals AS d, generate_series(1, {JOBS}) WHERE d.title = 'bench';
"""  # noqa: S608 (a constant)


@dataclass(frozen=True)
class Nothing:
    """No input."""


def _nothing(_job: Job[Nothing], _context: Context) -> dict[str, Any]:
    return {}


HANDLER = Handler("Does nothing.", Nothing, _nothing)


def measure(place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return the figures of a worker with one slot and with two, by the loop."""
    service = json.loads(place.run("users", "add", "--service", "bench", "--json"))
    site = place.folder / "site" / "bench-1.0.dist-info"
    site.mkdir(parents=True)
    (site / "METADATA").write_text("Metadata-Version: 2.1\nName: bench\nVersion: 1.0\n")
    (site / "entry_points.txt").write_text("[doughy.jobs]\nbench = bench.jobs:HANDLER\n")
    env = {
        **place.env,
        "PYTHONPATH": f"{site.parent}:{ROOT}",
        "DOUGHY_EMAIL": "bench",
        "DOUGHY_PASSWORD": service["password"],
    }

    def fill() -> None:
        place.run("db", "psql", "--", "-q", "-c", _QUEUE)

    commands = [
        Command(
            f"doughy jobs work --concurrency {slots} ({JOBS} jobs)",
            [
                place.doughy, "jobs", "work", "--drain", "-q",
                "--types", "bench", "--concurrency", str(slots), "--poll", "0.1",
            ],
            env,
            fill,
        )
        for slots in (1, 2)
    ]  # fmt: skip
    base = Command(
        f"psycopg: take one, finish it ({JOBS} jobs)",
        [sys.executable, "-c", _LOOP],
        {**env, "BENCH_URL": place.url},
        fill,
    )
    return compare(commands, base, rounds)
