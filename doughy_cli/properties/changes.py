"""What an edit does to properties, put together from its flags, and what it must not run over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from doughy_cli.addresses import one_line
from doughy_cli.differences import difference, differences
from doughy_cli.errors import Conflict, Usage
from doughy_cli.options import field_names
from doughy_cli.output import lines, plain
from doughy_cli.properties.fields import COLUMNS, FLAGS, EditFlags, PropertyFlags, from_flags
from doughy_cli.properties.rows import PropertyRow

_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """Columns to set; None empties one.

    `unchanged_since` refuses properties that were changed later than that, `seen` (by id, as
    JSON has them) those that are not as they were read.
    """

    values: dict[str, Any]
    unchanged_since: datetime | None = None
    seen: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)
    allow_duplicate: bool = False

    def words(self) -> str:
        """Return the change as a question says it: `set arv=250000.00, clear notes`."""
        named = {FLAGS.get(name, name): value for name, value in self.values.items()}
        given = (
            f"set {name}={_shown(value)}" for name, value in named.items() if value is not None
        )
        cleared = (f"clear {name}" for name, value in named.items() if value is None)
        return ", ".join([*given, *cleared])


def change_from_flags(
    flags: PropertyFlags, edit: EditFlags, *, allow_duplicate: bool
) -> PropertyChange:
    """Return what the flags ask for. Raises Usage if they contradict or ask for nothing."""
    from doughy_cli.properties.records import read_seen

    values = from_flags(flags)
    for cleared in (each.value.replace("-", "_") for each in edit.clear or []):
        column = COLUMNS.get(cleared, cleared)
        if column in values:
            raise Usage(f"{cleared} cannot be both set and cleared.")
        values[column] = None
    if not values:
        raise Usage("Nothing to change was given.", "See `doughy properties edit --help`.")
    seen = read_seen(edit.if_unchanged) if edit.if_unchanged else {}
    return PropertyChange(values, edit.if_unchanged_since, seen, allow_duplicate)


def refuse_unseen(change: PropertyChange, ids: Sequence[UUID]) -> None:
    """Raise Usage if what was seen is not of all these properties."""
    unseen = [each for each in ids if change.seen and each not in change.seen]
    if unseen:
        raise Usage(
            f"--if-unchanged: the file has no property {str(unseen[0])[:8]}.",
            "Write it with `doughy properties show ID… --json`.",
        )


def refuse_stale(row: PropertyRow, change: PropertyChange, read: PropertyRow | None) -> None:
    """Raise Conflict, telling what changed, if `row` (as it is stored now) is not as the person
    has seen it, or as this command has `read` it before it asked."""
    seen = change.seen.get(row.id)
    changes: list[str] = []
    if seen is not None:
        stands = plain(row)
        changes = [
            difference(name, seen[name], stands[name])
            for name in field_names(PropertyRow)
            if name != "updated_at" and name in seen and seen[name] != stands[name]
        ]
    elif read is not None and read.updated_at != row.updated_at:
        changes = differences(read, row)
    if changes:
        raise _stale(row, "; ".join(changes))
    if change.unchanged_since is not None and row.updated_at > change.unchanged_since:
        now = (f"{FLAGS.get(name, name)} is {_shown(getattr(row, name))}" for name in change.values)
        raise _stale(row, "; ".join(now))


def _stale(row: PropertyRow, told: str) -> Conflict:
    short = str(row.id)[:8]
    at = row.updated_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return Conflict(
        f"Property {short} ({address_of(row)}) was changed since you read it, at {at}: {told}.",
        f"Nothing was saved. Look at it (`doughy properties show {short}`), and run the command "
        "again.",
        code="stale",
    )


def address_of(row: PropertyRow) -> str:
    """Return a property's address in one line."""
    return one_line(plain(row))


def _shown(value: Any) -> str:
    text = "none" if value is None else lines(value)
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 1]}…"
