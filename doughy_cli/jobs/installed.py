"""Which handlers are installed here: found by their entry points."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from doughy_cli.errors import Failed, Usage
from doughy_cli.handling import GROUP, Handler


def job_types() -> list[str]:
    """Return the types of jobs for which a handler is installed, by name."""
    return sorted(_found())


def handler(job_type: str) -> Handler[Any]:
    """Return the handler of a type.

    Raises Usage for a type that there is none of, naming those that there are, and Failed for one
    that cannot be loaded or that two packages bring.
    """
    found = _found().get(job_type)
    if not found:
        known = ", ".join(job_types()) or "none"
        raise Usage(
            f"There is no job of type {job_type!r}.",
            f"There are: {known}. `doughy jobs types` says what each does.",
            code="unknown_job_type",
        )
    if len(found) > 1:
        raise Failed(
            f"Jobs of type {job_type!r} are brought by {' and '.join(map(_origin, found))}.",
            "Uninstall one of them.",
        )
    try:
        loaded = found[0].load()
    except Exception as error:  # it is somebody else's code
        raise Failed(
            f"The handler of {job_type!r} ({_origin(found[0])}) cannot be loaded: "
            f"{type(error).__name__}: {error}",
            "Mend it, or uninstall it.",
        ) from error
    if not isinstance(loaded, Handler):
        raise Failed(
            f"The handler of {job_type!r} ({_origin(found[0])}) is no doughy_cli.jobs Handler."
        )
    return loaded


def _found() -> dict[str, list[EntryPoint]]:
    found: defaultdict[str, list[EntryPoint]] = defaultdict(list)
    for each in entry_points(group=GROUP):
        # A package that stands in two folders of the path is found twice.
        if each.value not in {other.value for other in found[each.name]}:
            found[each.name].append(each)
    return found


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
