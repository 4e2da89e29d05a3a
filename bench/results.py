"""What a run has measured, with the machine that it ran on, as JSON."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.measure import Figure
from bench.place import Place
from doughy_cli import __version__


def machine(place: Place) -> dict[str, Any]:
    """Return what the figures depend on, apart from the program."""
    cpu = Path("/proc/cpuinfo").read_text().splitlines()
    memory = Path("/proc/meminfo").read_text().split()[1]
    said = subprocess.run([place.psql, "--version"], capture_output=True, text=True, check=True)
    return {
        "cores": os.cpu_count(),
        "cpu": next((x.split(":")[1].strip() for x in cpu if x.startswith("model name")), ""),
        "memory_gb": round(int(memory) / 1024**2, 1),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "postgresql": said.stdout.split()[2],
        "doughy": __version__,
    }


def part(figures: Iterable[Figure], machine: dict[str, Any], load: Sequence[float]) -> Any:
    """Return one part's figures, with when and where; `load` is the average of a minute, before
    and after."""
    told = [{**asdict(each), "holds": each.holds} for each in figures]
    now = datetime.now(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")
    return {"at": now, "machine": machine, "load": [round(x, 1) for x in load], "figures": told}


def save(file: Path, parts: dict[str, Any]) -> None:
    """Put what was measured into a file in place of what it had of the same parts."""
    kept = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**kept, **parts}, indent=1, ensure_ascii=False) + "\n")
