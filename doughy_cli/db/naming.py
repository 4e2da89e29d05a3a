"""Ids by their beginnings, for what most people type: one record that is there.

For everything else there is `ids.py`, which takes longer to load than the rest of a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.db.ids"
_PREFIX = re.compile(r"[0-9a-f]{4,32}")
_WHOLE = 32  # hex digits


def bounds(text: str) -> tuple[UUID, UUID] | None:
    """Return the first and the last id that begin with `text`; None if none can.

    The primary key's index answers a range; a comparison of text could not use it.
    """
    digits = text.strip().lower().replace("-", "")
    if not _PREFIX.fullmatch(digits):
        return None
    return UUID(digits.ljust(_WHOLE, "0")), UUID(digits.ljust(_WHOLE, "f"))


def ids_at_once(reader: Reader, table: str, wanted: Iterable[str]) -> list[UUID] | None:
    """Return the ids of the rows of `table` that `wanted` names by ids or beginnings of ids, in
    its order, each once; None unless each of them is of just one row."""
    ends = [bounds(text) for text in dict.fromkeys(wanted)]
    if None in ends:
        return None
    found: dict[UUID, None] = {}
    for pair in ends:
        ids = _fitting(reader, table, *pair) if pair else []
        if len(ids) != 1:
            return None
        found[ids[0]] = None
    return list(found)


def _fitting(reader: Reader, table: str, first: UUID, last: UUID) -> list[UUID]:
    if first == last:
        rows = reader.rows(f"{_BUILDERS}:there_statement", [first], table=table)
    else:
        rows = reader.rows(f"{_BUILDERS}:between_statement", first, last, table=table)
    return [row[0] for row in rows]
