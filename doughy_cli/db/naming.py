"""Ids by their beginnings, for what most people type: one record that is there.

For everything else there is `ids.py`, which takes longer to load than the rest of a command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from uuid import UUID

from doughy_cli.db.kept import Reader
from doughy_cli.emails import normal_email
from doughy_cli.phones import normal_phone

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


def ids_at_once(
    reader: Reader,
    table: str,
    wanted: Iterable[str],
    else_by: Callable[[str], UUID | None] = lambda _: None,
) -> list[UUID] | None:
    """Return the ids of the rows of `table` that `wanted` names by ids or beginnings of ids, in
    its order, each once; what is the beginning of none, by what `else_by` knows. None unless each
    of them is of just one row."""
    found: dict[UUID, None] = {}
    for text in dict.fromkeys(wanted):
        ends = bounds(text)
        ids = _fitting(reader, table, *ends) if ends else []
        if len(ids) > 1:
            return None
        one = ids[0] if ids else else_by(text)
        if one is None:
            return None
        found[one] = None
    return list(found)


def reached_at_once(reader: Reader, table: str, text: str, region: str) -> UUID | None:
    """Return the id of the row of `table` that has `text` as its e-mail or phone and is not
    deleted; None unless there is just one."""
    column = "email" if "@" in text else "phone"
    value = normal_email(text) if column == "email" else normal_phone(text.strip(), region)
    if value is None or not text.isprintable():  # a NUL or half of a character: nobody has it
        return None
    builder = "doughy_cli.db.reach:reached_statement"
    rows = list(reader.rows(builder, value, table=table, column=column))
    return rows[0][0] if len(rows) == 1 else None


def _fitting(reader: Reader, table: str, first: UUID, last: UUID) -> list[UUID]:
    if first == last:
        rows = reader.rows(f"{_BUILDERS}:there_statement", [first], table=table)
    else:
        rows = reader.rows(f"{_BUILDERS}:between_statement", first, last, table=table)
    return [row[0] for row in rows]
