"""Whether the packages that doughy needs are installed, in versions that it can be used with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*([^;]*)")
_CONDITION = re.compile(r"\s*(>=|<=|==|<|>)\s*([0-9.]+)\s*")


def misfits(requirements: list[str]) -> Iterator[str]:
    """Yield a sentence for each of the requirements, as package metadata have them, that is not
    met. Those of an extra may be absent."""
    for each in requirements:
        found = _REQUIREMENT.match(each)
        if found is None:
            continue
        name, conditions = found[1], found[2].strip()
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            if "extra" not in each.partition(";")[2]:
                yield f"{name} is not installed, and doughy needs it."
            continue
        if not meets(version, conditions):
            yield f"{name} {version} is installed, and doughy needs {name}{conditions}."


def meets(version: str, conditions: str) -> bool:
    """Return whether `1.2.3` is among `>=1,<2`. What this cannot read is met."""
    for each in conditions.split(","):
        found = _CONDITION.fullmatch(each)
        if found is None:
            continue
        ours, theirs = _numbers(version), _numbers(found[2])
        longest = max(len(ours), len(theirs))
        a, b = (each + (0,) * (longest - len(each)) for each in (ours, theirs))
        outcome = {">=": a >= b, "<=": a <= b, "==": a == b, "<": a < b, ">": a > b}[found[1]]
        if not outcome:
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()
