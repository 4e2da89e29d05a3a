"""How long a command takes to start, to show fifty rows, and to change one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.measure import Command, Figure, compare
from bench.place import Place

ROUNDS = 11
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f-]{27})?")
ROWS = 50

# How many times `python -c pass` each may take.
_LIGHT = {
    "--version": 2.0,
    "__complete leads a": 2.0,
    # Plain, also on a terminal; with rich it might take 11.
    "--help": 6.0,
    "leads --help": 14.0,
    "deals --help": 14.0,
    "leads list --help": None,
    "whoami --json": None,
}
_READING = {
    "leads list --limit 50 --json": 20.0,
    "leads list --limit 50 -o table": 25.0,
    "leads show {lead} --json": 20.0,
    "leads show {short} -o table": 25.0,
    "deals next --limit 50 --json": 20.0,
    "deals next --limit 50 -o table": 25.0,
    "deals board --json": 20.0,
    "deals board -o table": 25.0,
    "logs tail -n 50 --json": 20.0,
    "logs tail -n 50 -o table": 25.0,
    "deals list --limit 50 --json": None,
    "deals show {deal} --json": None,
}
_WRITING = 42.0


def measure(place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return figures by `python -c pass`. Each command has run before: once a statement is kept,
    its text need not be made again."""
    names = _fill(place)
    lines = {**_LIGHT, **_READING}
    commands = [_command(place, line.format(**names), limit) for line, limit in lines.items()]
    with psycopg.connect(place.url, password=place.password, autocommit=True) as connection:

        def back(statement: str, record: str) -> Callable[[], None]:
            return lambda: _run(connection, statement, record)

        # What is changed is put back before each run, or there would be nothing to change.
        score = back("UPDATE leads SET score = 1 WHERE id = %s", names["lead"])
        stage = back("UPDATE deals SET stage = 'analyzing' WHERE id = %s", names["deal"])
        commands += [
            _command(place, f"leads edit {names['lead']} --score 50 --json", _WRITING, score),
            _command(place, f"deals move {names['deal']} offer_sent --json", _WRITING, stage),
            _command(place, f"deals move {names['second']} --next --dry-run", None),
        ]
        base = Command("python -c pass", [sys.executable, "-c", "pass"], place.env)
        return compare(commands, base, rounds)


def _command(
    place: Place, line: str, limit: float | None, before: Callable[[], None] = lambda: None
) -> Command:
    # An id is another one in each run; a figure has one name.
    name = " ".join("ID" if _ID.fullmatch(each) else each for each in line.split())
    argv = [place.doughy, *line.split()]
    return Command(f"doughy {name}", argv, place.env, before, limit)


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
