"""Tags in one cell of a table: as people type them, or as our own export writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from doughy_cli.intake.json_stream import json_list

_SEPARATORS = re.compile(r"[,;|\n]")


def split_tags(cell: str) -> tuple[str, ...]:
    """The tags of a cell: a JSON array, or words between commas, semicolons or bars."""
    listed = json_list(cell)
    if listed is not None and all(isinstance(tag, str) for tag in listed):
        return unique(map(str, listed))
    return unique(_SEPARATORS.split(cell))


def unique(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags trimmed, in their order, each once, and none of them empty."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, tags))))
