"""Changing deals: at once where nothing stands in the way, else as `write_queries` does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from doughy_cli.deals.changes import DealChange
from doughy_cli.deals.reading import deals_by_id
from doughy_cli.deals.rows import DealRow
from doughy_cli.written import Written

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.deals.write_queries"
_EVENTS = "doughy_cli.deals.event_queries:events_statement"


def change(app: App, changes: Sequence[DealChange]) -> Written[DealRow]:
    """Change deals in a transaction; return them as they are stored. Raises as `change_deals`."""
    written = app.at_once(lambda reader: _at_once(reader, changes))
    if written is None:
        from doughy_cli.deals.write_queries import change_deals

        with app.transaction() as session:
            written = change_deals(session, changes)
    return written


def _at_once(reader: Reader, changes: Sequence[DealChange]) -> Written[DealRow] | None:
    """Do it with kept statements; None if a deal is not as it was seen."""
    ids = [each.seen.id for each in changes]
    locked = {row[0]: row[1] for row in reader.rows(f"{_BUILDERS}:lock_statement", ids)}
    if any(locked.get(each.seen.id) != each.seen.updated_at for each in changes):
        return None
    changed = {each.seen.id for each in changes if _is_changed(reader, each)}
    for each in changes:
        if each.seen.id in changed:
            for event in each.events:
                told = ([each.seen.id], event.type, event.words, event.told())
                list(reader.rows(_EVENTS, *told))
    return Written(deals_by_id(reader, ids), len(changed))


def _is_changed(reader: Reader, change: DealChange) -> bool:
    """Set what is to be set; return whether that, or an event, changes the deal."""
    set_to = ([change.seen.id], change.values)
    differed = list(reader.rows(f"{_BUILDERS}:update_statement", *set_to)) if change.values else []
    return bool(differed) or any(event.always for event in change.events)
