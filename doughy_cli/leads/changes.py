"""What an edit does to leads, put together from its flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from doughy_cli.errors import Usage
from doughy_cli.leads.fields import EditFlags, LeadFlags, checked_tags, from_flags
from doughy_cli.output import lines

_CLEARED_COLUMNS = {"workspace": "workspace_id"}
_FLAGS = {column: flag for flag, column in _CLEARED_COLUMNS.items()}
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class LeadChange:
    """Columns to set (None empties one), tags to add and to remove, a note for the timeline.

    `unchanged_since` refuses leads that were changed later than that. `reasons` go to the
    timeline, by the type of the event: `score_reason`, `opt_reason`.
    """

    values: dict[str, Any]
    add_tags: list[str] = field(default_factory=list)
    remove_tags: list[str] = field(default_factory=list)
    note: str | None = None
    unchanged_since: datetime | None = None
    reasons: dict[str, str] = field(default_factory=dict)

    def words(self) -> str:
        """Return the change as a question says it: `set status=active, add tag vip`."""
        values = {_FLAGS.get(name, name): value for name, value in self.values.items()}
        parts = [
            *(f"set {name}={_shown(value)}" for name, value in values.items() if _is_set(value)),
            *(f"clear {name}" for name, value in values.items() if not _is_set(value)),
            *(f"add tag {_shown(tag)}" for tag in self.add_tags),
            *(f"remove tag {_shown(tag)}" for tag in self.remove_tags),
            *(["add a note"] if self.note else []),
        ]
        return ", ".join(parts)


def change_from_flags(flags: LeadFlags, edit: EditFlags, region: str) -> LeadChange:
    """Return what the flags ask for. Raises Usage if they contradict or ask for nothing."""
    values = from_flags(flags, region)
    note = values.pop("note", None)
    for cleared in _cleared(edit):
        if cleared in values:
            raise Usage(f"{cleared} cannot be both set and cleared.")
        values[cleared] = [] if cleared == "tags" else None
    add, remove = _tags(edit.add_tag or [], edit.remove_tag or [])
    if "tags" in values:
        kept = [tag for tag in values["tags"] if tag not in remove]
        values["tags"] = list(dict.fromkeys([*kept, *add]))
        add, remove = [], []
    if not (values or add or remove or note):
        raise Usage("Nothing to change was given.", "See `doughy leads edit --help`.")
    return LeadChange(values, add, remove, note, edit.if_unchanged_since)


def tag_change(add: list[str], remove: list[str]) -> LeadChange:
    """Return the change of tags. Raises Usage if it contradicts itself or is none."""
    added, removed = _tags(add, remove)
    if not (added or removed):
        raise Usage("Nothing to change was given.", "Give --add TAG or --remove TAG.")
    return LeadChange({}, added, removed)


def _tags(add: list[str], remove: list[str]) -> tuple[list[str], list[str]]:
    added, removed = checked_tags(add), [tag.strip() for tag in remove]
    both = set(added) & set(removed)
    if both:
        raise Usage(f"{', '.join(sorted(both))} cannot be both added and removed.")
    return added, removed


def _cleared(edit: EditFlags) -> list[str]:
    columns = (each.value.replace("-", "_") for each in edit.clear or [])
    return [_CLEARED_COLUMNS.get(column, column) for column in columns]


def _is_set(value: Any) -> bool:
    return value is not None and value != []


def _shown(value: Any) -> str:
    text = lines(value)
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 1]}…"
