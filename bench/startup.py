"""How long a command takes to start and to show fifty rows."""

from __future__ import annotations

import sys

from bench.measure import Command, Figure, compare
from bench.place import Place

ROUNDS = 11


def measure(place: Place) -> list[Figure]:
    """Return figures by `python -c pass` and by `python -c 'import typer'`."""
    place.run("leads", "list", "--json")
    commands = [
        Command(name, [place.doughy, *name.split()[1:]], place.env)
        for name in (
            "doughy --version",
            "doughy --help",
            "doughy leads --help",
            "doughy whoami --json",
            "doughy leads list --limit 50 --json",
            "doughy leads list --limit 50 -o table",
        )
    ]
    bases = [
        Command("python -c pass", [sys.executable, "-c", "pass"], place.env),
        Command("python -c 'import typer'", [sys.executable, "-c", "import typer"], place.env),
    ]
    return [figure for base in bases for figure in compare(commands, base, ROUNDS)]
