"""How long a command takes to start, to show fifty rows, and to change one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.measure import Command, Figure, compare
from bench.place import Place

ROUNDS = 11
ROWS = 50

_LIGHT = (
    *("--version", "--help", "leads --help", "deals --help", "leads list --help"),
    "whoami --json",
)
_READING = (
    *("leads list --limit 50 --json", "leads list --limit 50 -o table"),
    *("leads show {lead} --json", "leads show {short} -o table"),
    *("deals list --limit 50 --json", "deals show {deal} --json"),
    *("deals next --limit 50 --json", "deals next --limit 50 -o table"),
    *("deals board --json", "deals board -o table"),
    *("logs tail -n 50 --json", "logs tail -n 50 -o table"),
)


def measure(place: Place) -> list[Figure]:
    """Return figures by `python -c pass`. Each command has run before: once a statement is kept,
    its text need not be made again."""
    names = _fill(place)
    commands = [_command(place, line.format(**names)) for line in (*_LIGHT, *_READING)]
    with psycopg.connect(place.url, password=place.password, autocommit=True) as connection:

        def back(statement: str, record: str) -> Callable[[], None]:
            return lambda: _run(connection, statement, record)

        # What is changed is put back before each run, or there would be nothing to change.
        score = back("UPDATE leads SET score = 1 WHERE id = %s", names["lead"])
        stage = back("UPDATE deals SET stage = 'analyzing' WHERE id = %s", names["deal"])
        commands += [
            _command(place, f"leads edit {names['lead']} --score 50 --json", score),
            _command(place, f"deals move {names['deal']} offer_sent --json", stage),
            _command(place, f"deals move {names['second']} --next --dry-run"),
        ]
        base = Command("python -c pass", [sys.executable, "-c", "pass"], place.env)
        return compare(commands, base, ROUNDS)


def _command(place: Place, line: str, before: Callable[[], None] = lambda: None) -> Command:
    return Command(f"doughy {line}", [place.doughy, *line.split()], place.env, before)


def _run(connection: psycopg.Connection[Any], statement: str, record: str) -> None:
    connection.execute(statement.encode(), [record])


def _fill(place: Place) -> dict[str, str]:
    """Add leads and deals, so that there are fifty of each; return what some are called."""
    file = Path(place.folder) / "fifty.json"
    for group, field in (("leads", "name"), ("deals", "title")):
        extra = {"stage": "analyzing"} if group == "deals" else {}
        records = [{field: f"{group} {number}", **extra} for number in range(ROWS)]
        file.write_text(json.dumps(records))
        place.run(group, "add", "--from-json", str(file), "--quiet")
    lead, deal, second = (
        place.run(group, "list", "--fields", "id", "-o", "tsv", "--limit", "2").split()[which]
        for group, which in (("leads", 0), ("deals", 0), ("deals", 1))
    )
    return {"lead": lead, "short": lead[:8], "deal": deal, "second": second}
