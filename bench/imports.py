"""How long an import takes, by psql's `\\copy` of the same file and INSERT … SELECT.

One row in a thousand of doughy's file cannot be a lead and is rejected with line and reason;
psql, which would end at the first of them, gets the file without them. Phones and e-mails are as
people write them: doughy stores their normal form, psql what is written.
"""

from __future__ import annotations

import csv
import random
import statistics
from pathlib import Path

from bench.measure import Command, Figure, amount, compare_runs, memory
from bench.place import Place

SMALL = 10_000
ROWS = 1_000_000
ROUNDS = 11
# What of a larger one's time a row may take of what it takes in a smaller one.
_STEADY = 1.3
_BAD_EVERY = 1000

# As the import does it: one transaction, duplicates left out, times that keep the file's order.
_COPY = r"""
BEGIN;
SELECT FROM profiles WHERE id = (SELECT auth.uid()) FOR NO KEY UPDATE;
SET LOCAL doughy.skip_taken = 'on';
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off;
SET LOCAL enable_sort = off;
SET LOCAL enable_incremental_sort = off;
CREATE TEMPORARY TABLE staged (name text, phone text, email text, company text, source text);
\copy staged FROM '{file}' WITH (FORMAT csv, HEADER)
INSERT INTO leads (name, phone, email, company, source, status, user_id)
SELECT name, phone, email, company, source, 'new', auth.uid() FROM staged;
COMMIT;
"""


def measure(place: Place, rounds: int = ROUNDS, rows: int = ROWS) -> list[Figure]:
    """Return the figure of `doughy leads import` by psql's way, both as the same person; the
    memory it takes; and how much longer a row takes among many than among few."""
    figures = []
    per_row = {}
    for size in (SMALL, rows):
        written, plain = place.folder / f"leads-{size}.csv", place.folder / f"plain-{size}.csv"
        write_list(written, size, bad_every=_BAD_EVERY)
        write_list(plain, size, bad_every=_BAD_EVERY, without_bad=True)
        script = place.folder / f"copy-{size}.sql"
        script.write_text(_COPY.format(file=plain))

        def forget() -> None:
            place.sql("TRUNCATE leads CASCADE")

        rejects = str(place.folder / "rejects.csv")
        argv = [place.doughy, "leads", "import", str(written), "--rejects", rejects]
        name = f"doughy leads import, {size:,} leads"
        command = Command(name, argv, place.env, forget, 1.4 if size == rows else None, "wall")
        base = Command(
            f"psql \\copy and INSERT … SELECT, {size:,}",
            [place.psql, "-qX", "-v", "ON_ERROR_STOP=1", "-f", str(script), place.url],
            place.psql_env,
            forget,
        )
        # A round that is not counted would take as long as one that is.
        found, (others, runs) = compare_runs([command], base, rounds, place.server_cpu, warm=False)
        figures += found
        per_row[size] = [statistics.median(x.wall for x in each) / size for each in (runs, others)]
        if size == rows:
            figures.append(memory(name, runs, 64))
        forget()
    own, psqls = (many / few for many, few in zip(per_row[rows], per_row[SMALL], strict=True))
    of = f"of {SMALL:,}"
    figures += [
        amount(f"time of a row, of {rows:,}", own, "×", _STEADY, rounds, of),
        amount(f"the same of psql, of {rows:,}", psqls, "×", None, rounds, of),
    ]
    return figures


def write_list(
    file: Path, rows: int, *, bad_every: int | None = None, without_bad: bool = False
) -> None:
    """Write a list of `rows` made-up leads, the same for the same number; every so many of them
    has a status that is none, unless those are left out."""
    chance = random.Random(rows)  # noqa: S311 (the same list every time is the point)
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        score = [] if bad_every is None or without_bad else ["Score"]
        writer.writerow(["Name", "Phone", "Email", "Company", "Source", *score])
        for number in range(rows):
            area, line = chance.randrange(201, 990), chance.randrange(10_000)
            phone = f"({area}) {200 + number % 700}-{line:04}"
            company = f"Holding {number % 97}" if number % 3 else ""
            bad = bad_every is not None and number % bad_every == 7
            if bad and without_bad:
                continue
            row = [f"Owner {number}", phone, f"Owner{number}@Example.com", company, "bench"]
            writer.writerow([*row, *(["many"] if bad else [""] * len(score))])
