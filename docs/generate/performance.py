"""docs/performance.md: the figures that `python -m bench --save` has written, as a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).resolve().parents[2] / "bench" / "figures.json"
_HEAD = """\
# How fast it is

Made by `python -m docs.generate` from what `python -m bench --save` has measured; a test holds
the two together. Nothing in the tests looks at a clock: that what is fast stays so is seen there by
what is loaded (`tests/test_light_start.py`) and by which indexes and how many rows the commands
read (`tests/schema/test_reads_at_scale.py`).

Figures are ratios to a program that everybody has, of processes that run in turn, so that a
machine that slows down does it to both: medians over the rounds, after a first one that is not
counted (but of imports). `pass` is `python -c pass`, psql PostgreSQL's own client of the same
version. A figure is judged by the column in bold. `python -m bench PART` measures a part anew.
"""


def render(figures: Mapping[str, Any] | None = None) -> str:
    """Return the page that tells of `figures`, those of the file if none are given."""
    # The bench knows more of its parts than a page needs; only here are both at hand.
    from bench.notes import NOTES
    from bench.parts import PARTS

    told = json.loads(FIGURES.read_text(encoding="utf-8")) if figures is None else figures
    found = [
        _section(part.title, part.how, name, told[name], NOTES.get(name, ""))
        for name, part in PARTS.items()
        if name in told
    ]
    return "\n".join([_HEAD, _summary(told), *found])


def _summary(told: Mapping[str, Any]) -> str:
    judged = [each for part in told.values() for each in part["figures"] if each["limit"]]
    missed = [each for each in judged if not each["holds"]]
    words = (
        f"Of {len(judged)} figures that have a limit, {len(judged) - len(missed)} are within it."
    )
    if missed:
        names = "; ".join(f"{each['what']} ({_value(each)})" for each in missed)
        words += f" Not within it: {names}. What stands in the way is said below."
    return words + "\n"


def _section(title: str, how: str, name: str, part: Mapping[str, Any], notes: str) -> str:
    machine, load = part["machine"], part["load"]
    where = (
        f"`python -m bench {name}`, {part['at']}: {machine['cores']} cores, {machine['cpu']},"
        f" {machine['memory_gb']} GB, {machine['system']}; Python {machine['python']},"
        f" PostgreSQL {machine['postgresql']}, doughy {machine['doughy']}; load average"
        f" {load[0]} before, {load[1]} after."
    )
    rows = [_row(each) for each in part["figures"]]
    table = "\n".join(
        [
            "| what | by | CPU | wall | limit | | seconds | rounds |",
            "| --- | --- | ---: | ---: | ---: | --- | ---: | ---: |",
            *rows,
        ]
    )
    parts = [f"## {title}", how, table, where]
    return "\n\n".join(parts + ([notes] if notes else [])) + "\n"


def _row(each: Mapping[str, Any]) -> str:
    by_cpu = each["cpu"] is not None and each["value"] == each["cpu"]
    cpu, wall = _ratio(each["cpu"], judged=by_cpu), _ratio(each["wall"], judged=not by_cpu)
    if each["cpu"] is None and each["wall"] is None:
        wall = f"**{_value(each)}**"
    limit = "" if each["limit"] is None else f"{each['limit']:.4g}"
    if each["enough"]:
        limit += f" or {each['enough'] * 1000:.0f} ms"
    holds = {None: "", True: "holds", False: "**does not hold**"}[each["holds"]]
    seconds = "" if each["seconds"] is None else f"{each['seconds']:.3g}"
    cells: Sequence[str] = (
        *(each["what"], each["base"], cpu, wall, limit, holds, seconds, str(each["rounds"])),
    )
    return "| " + " | ".join(cells) + " |"


def _ratio(value: float | None, *, judged: bool) -> str:
    if value is None:
        return ""
    return f"**{value:.2f}**" if judged else f"{value:.2f}"


def _value(each: Mapping[str, Any]) -> str:
    unit = "" if each["unit"] == "×" else f" {each['unit']}"
    return f"{each['value']:.2f}{unit or ' ×'}"
