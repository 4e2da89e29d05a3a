"""Changing leads: at once where nothing stands in the way, else as `write_queries` does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from doughy_cli.leads.changes import LeadChange
from doughy_cli.leads.reading import leads_by_id
from doughy_cli.leads.rows import LeadRow
from doughy_cli.written import Written

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.leads.write_queries"


class Locked(NamedTuple):
    """A lead that nobody else can change until the transaction's end."""

    id: UUID
    name: str
    is_deleted: bool
    updated_at: datetime
    merged_into: UUID | None


def edit(app: App, ids: Sequence[UUID], change: LeadChange) -> Written[LeadRow]:
    """Change leads in a transaction; return them as they are stored. Raises as `edit_leads`."""
    written = app.at_once(lambda reader: _at_once(reader, ids, change))
    if written is None:
        from doughy_cli.leads.write_queries import edit_leads

        with app.transaction() as session:
            written = edit_leads(session, ids, change)
    return written


def _at_once(reader: Reader, ids: Sequence[UUID], change: LeadChange) -> Written[LeadRow] | None:
    """Set columns with kept statements; None if more is wanted, or a lead is not as usual."""
    more = change.add_tags or change.remove_tags or change.note or change.reasons
    if more or "workspace_id" in change.values:
        return None
    locked = [Locked(*row) for row in reader.rows(f"{_BUILDERS}:lock_statement", ids)]
    since = change.unchanged_since
    usual = [
        each
        for each in locked
        if not each.is_deleted
        and each.merged_into is None
        and (since is None or each.updated_at <= since)
    ]
    if len(usual) != len(ids):
        return None
    changed = list(reader.rows(f"{_BUILDERS}:update_statement", ids, change.values))
    return Written(leads_by_id(reader, ids), len(changed))
