"""How long others' well-known programs in Python take to start, beside doughy's own figures.

They are installed from PyPI into an environment of their own in the scratch folder. Where they
cannot be had, the part says so and measures what there is.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from bench.measure import Command, Figure, compare
from bench.place import Place

ROUNDS = 11

# The package, and the command that it installs.
PEERS = {
    "httpie": "http",
    "pgcli": "pgcli",
    "sqlite-utils": "sqlite-utils",
    "datasette": "datasette",
    "awscli": "aws",
}


def measure(place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return figures of `--version` and `--help` by `python -c pass`, doughy's first."""
    programs = {"doughy": place.doughy, **_installed(place.folder / "peers")}
    env = {**place.env, "AWS_PAGER": "", "PAGER": "cat"}
    commands = [
        Command(f"{name} {flag}", [program, *_flag(name, flag)], env)
        for flag in ("--version", "--help")
        for name, program in programs.items()
    ]
    base = Command("python -c pass", [sys.executable, "-c", "pass"], place.env)
    return compare(commands, base, rounds)


def _flag(name: str, flag: str) -> list[str]:
    # aws shows its help as a manual, by groff; it has no flag for it.
    return ["help"] if (name, flag) == ("aws", "--help") else [flag]


def _installed(folder: Path) -> dict[str, str]:
    venv.create(folder, with_pip=True)
    found = {}
    for package, command in PEERS.items():
        argv = [folder / "bin" / "pip", "install", "--quiet", package]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            found[command] = str(folder / "bin" / command)
        else:
            print(f"{package} cannot be installed here: {done.stderr[-300:]}", file=sys.stderr)
    return found
