"""Which value a merged lead gets, field by field; and which one it gets back. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from doughy_cli.errors import Conflict

Values = Mapping[str, Any]

# What can be chosen, and the columns that go with it: an action and its date are one thing.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "phone": ("phone",),
    "email": ("email",),
    "company": ("company",),
    "status": ("status",),
    "score": ("score",),
    "tags": ("tags",),
    "opt_status": ("opt_status",),
    "source": ("source",),
    "next_action": ("next_action", "next_action_due"),
    "workspace": ("workspace_id",),
}
FIELDS = tuple(column for columns in CHOICES.values() for column in columns)
_FILLED = ("phone", "email", "company", "source", "workspace")
# Nobody has asked yet: as good as pending.
_STRICTNESS = {"opted_out": 2, "pending": 1, None: 1, "opted_in": 0}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for: the source from which a field is taken, the fields that stay."""

    take: Mapping[str, UUID] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """What one source brings to the target: its values before and after, where they differ."""

    source: UUID
    before: Values
    after: Values


def plan(
    target: Values, sources: Sequence[tuple[UUID, Values]], choice: Choice
) -> tuple[list[Step], Values]:
    """Return what each source changes in the target, in their order, and the result.

    Raises Conflict for a field that is to be taken from a source that has none.
    """
    current, steps = target, []
    for source, values in sources:
        merged = _combined(current, source, values, choice)
        changed = [
            column
            for columns in CHOICES.values()
            if any(current[each] != merged[each] for each in columns)
            for column in columns
        ]
        steps.append(
            Step(source, {c: current[c] for c in changed}, {c: merged[c] for c in changed})
        )
        current = merged
    return steps, current


def _combined(target: Values, source_id: UUID, source: Values, choice: Choice) -> Values:
    merged = dict(target)
    for name, columns in CHOICES.items():
        taken_from = choice.take.get(name)
        if name == "opt_status":
            merged[name] = strictest(target[name], source[name])
        elif taken_from == source_id:
            if all(_empty(source[each]) for each in columns):
                raise Conflict(
                    f"Lead {str(source_id)[:8]} ({source['name']}) has no {name} to take.",
                    f"Leave out --take {name}=….",
                )
            merged |= {each: source[each] for each in columns}
        elif taken_from is None and name not in choice.keep:
            merged |= _usual(name, columns, target, source)
    return merged


def _usual(name: str, columns: tuple[str, ...], target: Values, source: Values) -> Values:
    """Return what becomes of a field that nothing was said about."""
    if name in _FILLED:
        return {each: source[each] for each in columns if _empty(target[each])}
    if name == "score":
        known = [each["score"] for each in (target, source) if each["score"] is not None]
        return {"score": max(known, default=None)}
    if name == "tags":
        own = target["tags"] or []
        added = [tag for tag in source["tags"] or [] if tag not in own]
        return {"tags": [*own, *added]} if added else {}
    if name == "next_action" and _sooner(source, target):
        return {each: source[each] for each in columns}
    return {}  # name and status: they are never empty


def _sooner(source: Values, target: Values) -> bool:
    """Whether the source's next action comes before the target's; one without a date is last."""
    due, own = source["next_action_due"], target["next_action_due"]
    if due is not None:
        return own is None or due < own
    return bool(source["next_action"]) and own is None and not target["next_action"]


def strictest(target: str | None, source: str | None) -> str | None:
    """Return the more restrictive of two consents: opted out, then pending, then opted in."""
    if _STRICTNESS[source] > _STRICTNESS[target]:
        return source or "pending"
    return source if target is None and source == "pending" else target


def _empty(value: Any) -> bool:
    return value is None or value in ("", [])


# Taking it back ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as the timeline tells it; `undone` if it was taken back since."""

    id: UUID
    source: UUID
    before: Values
    after: Values
    undone: bool = False


def restored(
    current: Values, merge: Merge, earlier: Iterable[Merge]
) -> tuple[dict[str, Any], list[str]]:
    """Return the values that the target gets back, and the fields that were changed since.

    `earlier` are the merges into the same target before this one, the newest first.
    """
    before = list(earlier)
    values: dict[str, Any] = {}
    changed = []
    for columns in CHOICES.values():
        told = [each for each in columns if each in merge.after]
        if not told:
            continue
        if all(current[each] == merge.after[each] for each in told):
            values |= {each: _former(each, merge, before) for each in told}
        elif told == ["tags"]:
            values["tags"] = _former_tags(current["tags"] or [], merge)
        else:
            changed.extend(told)
    return {name: value for name, value in values.items() if current[name] != value}, changed


def _former(column: str, merge: Merge, earlier: Iterable[Merge]) -> Any:
    """Return a value from before the merge, and not one that a merge undone since had brought."""
    value = merge.before[column]
    for each in earlier:
        if column not in each.after:
            continue
        if not each.undone or each.after[column] != value:
            break
        value = each.before[column]
    return value


def _former_tags(current: list[str], merge: Merge) -> list[str] | None:
    own, merged = merge.before["tags"] or [], merge.after["tags"] or []
    kept = [tag for tag in current if tag in own or tag not in merged]
    kept += [tag for tag in own if tag not in merged and tag not in kept]
    return kept or (None if merge.before["tags"] is None else [])
