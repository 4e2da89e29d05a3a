"""`python -m bench [PART…] [LIST.csv=COLUMN…] [rows=N] [--json]`: figures as ratios, in one run.

A list is one of your own for `duplicates`; its column says who is who. `rows` are those that
`logs` lists from: 10000000 take some minutes and 3 GB.
"""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict

from bench import documents, duplicates, imports, jobs, logs, startup
from bench.place import make_place

PARTS = {
    "startup": startup.measure,
    "import": imports.measure,
    "duplicates": duplicates.measure,
    "logs": logs.measure,
    "documents": documents.measure,
    "jobs": jobs.measure,
}


def main(arguments: list[str]) -> None:
    """Measure the parts that are named, or all, and print the figures."""
    rows = [each for each in arguments if each.startswith("rows=")]
    arguments = [each for each in arguments if each not in rows]
    lists = [each for each in arguments if "=" in each]
    names = [each for each in arguments if each != "--json" and each not in lists] or list(PARTS)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise SystemExit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    with make_place() as place:
        # Before there are rows of another part.
        latencies = logs.latencies(place) if "logs" in names else []
        sizes = {"logs": [int(each.removeprefix("rows=")) for each in rows]}
        figures = [figure for name in names for figure in PARTS[name](place, *sizes.get(name, []))]
        qualities = duplicates.qualities(place, lists) if "duplicates" in names else []
    if "--json" in arguments:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        found = {"figures": figures, "duplicates": qualities, "latencies": latencies}
        told = {name: [asdict(each) for each in some] for name, some in found.items()}
        print(json.dumps({**machine, **told}, indent=1))
        return
    print(f"{'command':44}{'by':44}{'cpu':>8}{'wall':>8}{'seconds':>9}")
    for each in figures:
        times = f"{each.cpu_ratio:8.2f}{each.wall_ratio:8.2f}{each.wall_seconds:9.3f}"
        print(f"{each.command:44}{each.base:44}{times}")
    if qualities:
        print(f"{'list':44}{'rows':>8}{'pairs':>8}{'precision':>11}{'recall':>9}")
    for one in qualities:
        counts = f"{one.rows:8}{one.pairs:8}"
        print(f"{one.list:44}{counts}{one.precision:11.4f}{one.recall:9.4f}")
    if latencies:
        print(f"{'follower':30}{'rows/s':>8}{'missing':>9}{'median':>9}{'99%':>9}{'most':>9} ms")
    for per in latencies:
        times = f"{per.median_ms:9.1f}{per.p99_ms:9.1f}{per.greatest_ms:9.1f}"
        print(f"{per.follower:30}{per.rate:8.0f}{per.missing:9}{times}")


if __name__ == "__main__":
    main(sys.argv[1:])
