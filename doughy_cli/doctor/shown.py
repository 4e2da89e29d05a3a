"""How an examination is shown: a line for each check as soon as it is known, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from doughy_cli.doctor.checks import CHECKS
from doughy_cli.doctor.rows import CheckRow, State
from doughy_cli.options import Format
from doughy_cli.output import Output, visible

_WIDTHS = (max(map(len, State)), max(len(each.name) for each in CHECKS))


def show(output: Output, rows: Iterable[CheckRow]) -> list[CheckRow]:
    """Write the rows in the run's format; return them."""
    if output.format is not Format.table or output.flags.fields:
        kept = list(rows)
        output.rows(CheckRow, kept, whole=True)
        return kept
    from doughy_cli import table

    kept = []
    quiet: list[CheckRow] = []
    color = output.color(output.stdout)
    for row in rows:
        kept.append(row)
        if row.state is State.skipped:
            quiet.append(row)
            continue
        cells = (row.state, name_of(row), *told(row))
        table.print_lines(cells, _WIDTHS, output.stdout, color=color)
    for cells in _gathered(quiet):
        table.print_lines(cells, _WIDTHS, output.stdout, color=color)
    return kept


def name_of(row: CheckRow) -> str:
    """Return what a check is called."""
    return row.check.replace("_", "-")


def told(row: CheckRow) -> tuple[str, ...]:
    """Return what is said of a row: what was found and, below it, what to do."""
    return tuple(visible(each) for each in (row.found, row.remedy) if each)


def _gathered(rows: list[CheckRow]) -> list[tuple[str, ...]]:
    """Return one line for all checks that were skipped for one reason."""
    reasons: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        reasons.setdefault(told(row), []).append(name_of(row))
    return [
        (State.skipped, "", ", ".join(dict.fromkeys(names)), *said)
        for said, names in reasons.items()
    ]


def summary(rows: Iterable[CheckRow]) -> str:
    """Return how it stands in one line."""
    count = Counter(each.state for each in rows)
    parts = [
        f"{count[state]} {state}{'s' * (count[state] != 1)}"
        for state in (State.fault, State.warning)
        if count[state]
    ]
    rest = f"; {count[State.skipped]} not looked at" if count[State.skipped] else ""
    return (", ".join(parts) or "All is well") + rest + "."
