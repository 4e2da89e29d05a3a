"""`python -m bench [PART…] [[PART.]rounds=N] [[PART.]rows=N] [LIST.csv=COLUMN…] [--json] [--save]`:
figures as ratios, in one run.

Without a name all parts are measured, which takes hours with a million rows and eleven rounds of
each; `rows=100000` and `rounds=3` make it shorter. `--save` puts the figures into
bench/figures.json, of which docs/performance.md is made (`python -m docs.generate`). A list is one
of your own for `duplicates`; its column says who is who. `rows=10000000` of `logs` take some
minutes and 3 GB.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import duplicates, logs, results
from bench.parts import PARTS
from bench.place import make_place

_SETTING = re.compile(r"(?:[a-z]+\.)?(?:rounds|rows)=[0-9]+")
FIGURES = Path(__file__).with_name("figures.json")


def main(arguments: list[str]) -> None:
    """Measure the parts that are named, or all, and print the figures."""
    flags = {each for each in arguments if each.startswith("--")}
    given = dict(each.split("=") for each in arguments if _SETTING.fullmatch(each))
    rest = [each for each in arguments if each not in flags and each.split("=")[0] not in given]
    lists = [each for each in rest if "=" in each]
    names = [each for each in rest if each not in lists]
    unknown = {*names} - {*PARTS} | flags - {"--json", "--save"}
    if unknown:
        raise SystemExit(f"no {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    # In their own order: what some leave in the database, others would count.
    wanted = [n for n, part in PARTS.items() if n in names or not (names or part.asked)]
    measured: dict[str, Any] = {}
    more: dict[str, Any] = {"duplicates": [], "latencies": []}
    with ExitStack() as places:
        place = places.enter_context(make_place())
        shared = None
        where = results.machine(place)
        if "logs" in wanted:  # before there are rows of another part
            more["latencies"] = logs.latencies(place)
        for name in wanted:
            where_to = place
            if PARTS[name].shared:
                where_to = shared = shared or places.enter_context(make_place())
            load = os.getloadavg()[0]
            settings = {
                key: int(given.get(f"{name}.{key}") or given[key])
                for key in ("rounds", "rows")
                if key in given or f"{name}.{key}" in given
            }
            figures = PARTS[name].figures(where_to, settings)
            measured[name] = results.part(figures, where, (load, os.getloadavg()[0]))
            if "--save" in flags:
                results.save(FIGURES, {name: measured[name]})
            if "--json" not in flags:
                _show(name, measured[name])
        if "duplicates" in wanted:
            more["duplicates"] = duplicates.qualities(place, lists)
    if "--json" in flags:
        told = {name: [asdict(each) for each in some] for name, some in more.items()}
        print(json.dumps({"parts": measured, **told}, indent=1))
        return
    _show_more(more)


def _show(name: str, part: dict[str, Any]) -> None:
    load = " to ".join(map(str, part["load"]))
    title = f"{name} (load {load})"
    print(f"\n{title:52}{'by':40}{'value':>8} {'limit':>7}  {'':5}{'cpu':>7}{'wall':>7}{'s':>9}")
    for each in part["figures"]:
        limit = "" if each["limit"] is None else f"{each['limit']:.4g}"
        holds = {None: "", True: "holds", False: "NOT"}[each["holds"]]
        times = "".join(
            f"{'' if each[key] is None else format(each[key], f'.{digits}f'):>{width}}"
            for key, digits, width in (("cpu", 2, 7), ("wall", 2, 7), ("seconds", 3, 9))
        )
        base = each["base"] or each["unit"]
        value = f"{each['value']:8.2f}"
        print(f"{each['what']:52}{base:40}{value} {limit:>7}  {holds:5}{times}", flush=True)


def _show_more(more: dict[str, Any]) -> None:
    if more["duplicates"]:
        print(f"\n{'list':44}{'rows':>8}{'pairs':>8}{'precision':>11}{'recall':>9}")
    for one in more["duplicates"]:
        counts = f"{one.rows:8}{one.pairs:8}"
        print(f"{one.list:44}{counts}{one.precision:11.4f}{one.recall:9.4f}")
    if more["latencies"]:
        print(f"\n{'follower':30}{'rows/s':>8}{'missing':>9}{'median':>9}{'99%':>9}{'most':>9} ms")
    for per in more["latencies"]:
        times = f"{per.median_ms:9.1f}{per.p99_ms:9.1f}{per.greatest_ms:9.1f}"
        print(f"{per.follower:30}{per.rate:8.0f}{per.missing:9}{times}")


if __name__ == "__main__":
    main(sys.argv[1:])
