"""Changing deals: at once where nothing stands in the way, else as `write_queries` does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from doughy_cli.deals.changes import DealChange, Written
from doughy_cli.deals.reading import deals_by_id

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.deals.write_queries"


def change(app: App, changes: Sequence[DealChange]) -> Written:
    """Change deals in a transaction; return them as they are stored. Raises as `change_deals`."""
    written = app.at_once(lambda reader: _at_once(reader, changes))
    if written is None:
        from doughy_cli.deals.write_queries import change_deals

        with app.transaction() as session:
            written = change_deals(session, changes)
    return written


def _at_once(reader: Reader, changes: Sequence[DealChange]) -> Written | None:
    """Set columns with kept statements; None if more is wanted, or a deal is not as it was seen."""
    if any(each.events or not each.values for each in changes):
        return None
    ids = [each.seen.id for each in changes]
    locked = {row[0]: row[1] for row in reader.rows(f"{_BUILDERS}:lock_statement", ids)}
    if any(locked.get(each.seen.id) != each.seen.updated_at for each in changes):
        return None
    changed = [
        row
        for each in changes
        for row in reader.rows(f"{_BUILDERS}:update_statement", [each.seen.id], each.values)
    ]
    return Written(deals_by_id(reader, ids), len(changed))
