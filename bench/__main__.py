"""`python -m bench [PART…] [--json]`: figures as ratios, all taken in one run."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import asdict

from bench import imports, startup
from bench.place import make_place

PARTS = {"startup": startup.measure, "import": imports.measure}


def main(arguments: list[str]) -> None:
    """Measure the parts that are named, or all, and print the figures."""
    names = [each for each in arguments if each != "--json"] or list(PARTS)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise SystemExit(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    with make_place() as place:
        figures = [figure for name in names for figure in PARTS[name](place)]
    if "--json" in arguments:
        machine = {"python": platform.python_version(), "machine": platform.machine()}
        print(json.dumps({**machine, "figures": [asdict(each) for each in figures]}, indent=1))
        return
    print(f"{'command':44}{'by':44}{'cpu':>8}{'wall':>8}{'seconds':>9}")
    for each in figures:
        times = f"{each.cpu_ratio:8.2f}{each.wall_ratio:8.2f}{each.wall_seconds:9.3f}"
        print(f"{each.command:44}{each.base:44}{times}")


if __name__ == "__main__":
    main(sys.argv[1:])
