"""Which of the stored keys a list shows, and in which order: a person has a handful."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from doughy_cli.errors import Usage
from doughy_cli.keys.filters import KeyFilter
from doughy_cli.vault.queries import StoredKey, all_keys, my_keys

_SORTABLE = (
    *("service", "owner", "status", "status_reason", "last_checked", "last_healthy"),
    *("created_at", "updated_at"),
)


def listed(session: Session, where: KeyFilter, sort: str | None) -> list[StoredKey]:
    """Return the keys that `where` means, one's own first, or by the field that `sort` names.
    Raises Usage for a field that keys cannot be sorted by."""
    keys = my_keys(session) if where.mine else all_keys(session)
    kept = [each for each in keys if not where.status or each.status in where.status]
    return kept if sort is None else _sorted(kept, sort)


def _sorted(keys: list[StoredKey], sort: str) -> list[StoredKey]:
    name = sort.removeprefix("-")
    if name not in _SORTABLE:
        raise Usage(f"Keys cannot be sorted by {name!r}.", f"There are: {', '.join(_SORTABLE)}.")

    def value(key: StoredKey) -> Any:
        return key.place.service if name == "service" else getattr(key, name)

    there = [each for each in keys if value(each) is not None]
    there.sort(key=value, reverse=sort.startswith("-"))
    return there + [each for each in keys if value(each) is None]
