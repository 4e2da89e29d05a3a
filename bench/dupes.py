"""How the search for duplicates among stored leads grows, and what it takes by an export."""

from __future__ import annotations

import math

from bench.duplicate_list import write_list
from bench.measure import TIMES, Command, Figure, compare_runs
from bench.place import Place, make_place

PEOPLE = (8_000, 80_000)  # some 10,000 and 100,000 rows
ROUNDS = 11


def measure(_place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return the time of a search by an export's, and that of ten times as many leads."""
    figures, seconds, counts = [], [], []
    for people in PEOPLE:
        with make_place() as place:
            file = place.folder / "twice.csv"
            counts.append(len(write_list(file, people)))
            place.run("leads", "import", str(file), "--on-duplicate", "skip", "--quiet")
            size = f"{round(counts[-1], -4):,} leads"
            search = Command(
                f"doughy leads dupes, {size}",
                [place.doughy, "leads", "dupes", "--json"],
                place.env,
                limit=10 if people == PEOPLE[-1] else None,
                by="wall",
            )
            export = Command(
                f"doughy leads export, {size}",
                [place.doughy, "leads", "export", "-", "-o", "jsonl"],
                place.env,
            )
            found, _ = compare_runs([search], export, rounds, place.server_cpu)
            figures += found
            seconds.append(found[0].seconds or 0)
    few, many = counts
    grown = seconds[1] / seconds[0]
    limit = many * math.log(many) / (few * math.log(few))
    figures.append(
        Figure(
            what=f"doughy leads dupes of {many:,}",
            base=f"of {few:,} (n log n: {limit:.1f})",
            value=grown,
            unit=TIMES,
            limit=limit,
            rounds=rounds,
            seconds=seconds[1],
        )
    )
    return figures
