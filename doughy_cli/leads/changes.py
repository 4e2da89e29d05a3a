"""What an edit does to leads, put together from its flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from doughy_cli.errors import Usage
from doughy_cli.leads.fields import EditFlags, LeadFlags, checked_tags, from_flags

_CLEARED_COLUMNS = {"workspace": "workspace_id"}


@dataclass(frozen=True, slots=True)
class LeadChange:
    """Columns to set (None empties one), tags to add and to remove, a note for the timeline.

    `unchanged_since` refuses leads that were changed later than that.
    """

    values: dict[str, Any]
    add_tags: list[str] = field(default_factory=list)
    remove_tags: list[str] = field(default_factory=list)
    note: str | None = None
    unchanged_since: datetime | None = None


def change_from_flags(flags: LeadFlags, edit: EditFlags, region: str) -> LeadChange:
    """Return what the flags ask for. Raises Usage if they contradict or ask for nothing."""
    values = from_flags(flags, region)
    note = values.pop("note", None)
    for cleared in _cleared(edit):
        if cleared in values:
            raise Usage(f"{cleared} cannot be both set and cleared.")
        values[cleared] = [] if cleared == "tags" else None
    add, remove = checked_tags(edit.add_tag or []), [tag.strip() for tag in edit.remove_tag or []]
    if set(add) & set(remove):
        raise Usage(f"{', '.join(set(add) & set(remove))} cannot be both added and removed.")
    if "tags" in values:
        kept = [tag for tag in values["tags"] if tag not in remove]
        values["tags"] = list(dict.fromkeys([*kept, *add]))
        add, remove = [], []
    if not (values or add or remove or note):
        raise Usage("Nothing to change was given.", "See `doughy leads edit --help`.")
    return LeadChange(values, add, remove, note, edit.if_unchanged_since)


def _cleared(edit: EditFlags) -> list[str]:
    columns = (each.value.replace("-", "_") for each in edit.clear or [])
    return [_CLEARED_COLUMNS.get(column, column) for column in columns]
