"""How long the project's tests take on this machine."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench.measure import Figure, amount
from bench.place import Place

_MINUTES = 6


def measure(_place: Place) -> list[Figure]:
    """Run pytest once, as it is configured."""
    start = time.monotonic()
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=root, check=False)
    if done.returncode != 0:
        raise SystemExit("A test has failed; how long that took says nothing.")
    return [amount("pytest", (time.monotonic() - start) / 60, "minutes", _MINUTES)]
