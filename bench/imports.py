"""How long an import takes, by psql's `\\copy` of the same file and INSERT … SELECT."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from bench.measure import Command, Figure, compare
from bench.place import Place

ROWS = 10_000
ROUNDS = 11

# As the import does it: one transaction, and duplicates left out.
_COPY = r"""
BEGIN;
SET LOCAL doughy.skip_taken = 'on';
SET LOCAL enable_seqscan = off;
CREATE TEMPORARY TABLE staged (name text, phone text, email text, company text, source text);
\copy staged FROM '{file}' WITH (FORMAT csv, HEADER)
INSERT INTO leads (name, phone, email, company, source, status, user_id)
SELECT name, phone, email, company, source, 'new', auth.uid() FROM staged;
COMMIT;
"""


def measure(place: Place) -> list[Figure]:
    """Return the figure of `doughy leads import` by psql's way, both as the same person."""
    file = place.folder / "leads.csv"
    write_list(file, ROWS)
    script = place.folder / "copy.sql"
    script.write_text(_COPY.format(file=file))

    def forget() -> None:
        place.run("db", "psql", "--", "-q", "-c", "DELETE FROM leads WHERE source = 'bench'")

    commands = [
        Command(
            f"doughy leads import ({ROWS} rows)",
            [place.doughy, "leads", "import", str(file)],
            place.env,
            forget,
        )
    ]
    base = Command(
        f"psql \\copy, INSERT … SELECT ({ROWS} rows)",
        [place.psql, "-qX", "-v", "ON_ERROR_STOP=1", "-f", str(script), place.url],
        {**place.env, "PGPASSWORD": place.password},
        forget,
    )
    return compare(commands, base, ROUNDS)


def write_list(file: Path, rows: int) -> None:
    """Write a list of `rows` made-up leads; the same for the same number."""
    chance = random.Random(rows)  # noqa: S311 (the same list every time is the point)
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Name", "Phone", "Email", "Company", "Source"])
        for number in range(rows):
            area, line = chance.randrange(201, 990), chance.randrange(10_000)
            phone = f"({area}) {200 + number % 700}-{line:04}"
            company = f"Holding {number % 97}" if number % 3 else ""
            writer.writerow(
                [f"Owner {number}", phone, f"owner{number}@example.com", company, "bench"]
            )
