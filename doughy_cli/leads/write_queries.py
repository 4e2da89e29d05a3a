"""Writing leads. Each function locks what it changes, and tells what stands in its way.

Row security hides rows from a write without complaint, so nothing here trusts silence:
rows are locked first, and those that cannot be are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    any_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead
from doughy_cli.errors import Conflict, NotFound, NotPermitted
from doughy_cli.leads.changes import LeadChange
from doughy_cli.leads.duplicate_queries import (
    explain_restored,
    explain_taken,
    telling_duplicates,
)
from doughy_cli.leads.event_queries import NOTE, add_events
from doughy_cli.leads.find_queries import find_workspace
from doughy_cli.leads.queries import TAGS, leads_by_id
from doughy_cli.leads.rows import LeadRow
from doughy_cli.written import Written

_NAMED = 5  # how many leads a message names


def add_leads(session: Session, records: Iterable[Mapping[str, Any]]) -> list[LeadRow]:
    """Add leads; `note` goes to the timeline. Return them as they are stored.

    Raises Conflict, naming the lead that has the e-mail or the phone already.
    """
    added = []
    for record in records:
        values = _with_workspace(session, record)
        note = values.pop("note", None)
        with telling_duplicates(session, partial(explain_taken, session, values)):
            lead_id = (
                session.connection()
                .execute(
                    insert(Lead).values(values).returning(Lead.id)  # type: ignore[call-overload]
                )
                .scalar_one()
            )
        if note:
            add_events(session, [lead_id], NOTE, note)
        added.append(lead_id)
    return leads_by_id(session, added)


def edit_leads(
    session: Session, ids: Sequence[UUID], change: LeadChange, *, deleted: bool = False
) -> Written[LeadRow]:
    """Change leads; return them as they are stored, in the order of `ids`.

    A lead that already is as it should be is not touched. Raises Conflict for a lead that is
    merged, is deleted (unless `deleted` allows that), was changed after
    `change.unchanged_since`, or would get another's e-mail or phone; NotPermitted for somebody
    else's.
    """
    locked = (lock_unmerged_leads if deleted else lock_live_leads)(session, ids)
    if change.unchanged_since is not None:
        since = change.unchanged_since
        _refuse(
            locked,
            lambda each: each.updated_at > since,
            "was changed since",
            "Look at it again: `doughy leads show ID`.",
            code="stale",
        )
    values = _with_workspace(session, change.values)
    if change.add_tags or change.remove_tags:
        values["tags"] = _tags(change)
    changed = 0
    if values:
        with telling_duplicates(session, partial(explain_taken, session, change.values, ids)):
            changed = _update(session, ids, values)
    if change.note:
        add_events(session, ids, NOTE, change.note)
        changed = len(ids)
    for event_type, words in change.reasons.items():
        add_events(session, ids, event_type, words)
        changed = len(ids)
    return Written(leads_by_id(session, ids), changed)


def delete_leads(session: Session, ids: Sequence[UUID]) -> Written[LeadRow]:
    """Mark leads as deleted; return them. Those that are so already stay as they are."""
    lock_leads(session, ids)
    changed = _update(session, ids, {"is_deleted": True})
    return Written(leads_by_id(session, ids), changed)


def restore_leads(session: Session, ids: Sequence[UUID]) -> Written[LeadRow]:
    """Take the mark off; return the leads.

    Raises Reused, naming the lead that has the e-mail or the phone by now, and Conflict for a
    lead that was merged into another: that is taken back as a whole.
    """
    lock_unmerged_leads(session, ids)
    with telling_duplicates(session, partial(explain_restored, session, ids)):
        changed = _update(session, ids, {"is_deleted": False})
    return Written(leads_by_id(session, ids), changed)


def purge_leads(session: Session, ids: Sequence[UUID]) -> Written[LeadRow]:
    """Remove deleted leads for good; return them as they were. Their deals stay.

    Raises Conflict for a lead that is not deleted: the way back must be given up in two
    steps.
    """
    locked = lock_leads(session, ids)
    _refuse(
        locked, lambda each: not each.is_deleted, "is not deleted", "`doughy leads rm ID` first."
    )
    rows = leads_by_id(session, ids)
    session.connection().execute(delete(Lead).where(_in(ids)))
    return Written(rows, len(rows))


def lock_live_leads(session: Session, ids: Sequence[UUID]) -> Sequence[Any]:
    """Lock leads as `lock_leads` does. Raises Conflict for those that are deleted or merged."""
    locked = lock_unmerged_leads(session, ids)
    deleted = [str(each.id)[:8] for each in locked if each.is_deleted]
    more = " …" if len(deleted) > _NAMED else ""
    hint = f"`doughy leads restore {' '.join(deleted[:_NAMED])}{more}` first."
    _refuse(locked, lambda each: each.is_deleted, "is deleted", hint)
    return locked


def lock_unmerged_leads(session: Session, ids: Sequence[UUID]) -> Sequence[Any]:
    """Lock leads as `lock_leads` does. Raises Conflict for one that was merged into another."""
    locked = lock_leads(session, ids)
    for each in locked:
        if each.merged_into is not None:
            place, lead = str(each.merged_into)[:8], str(each.id)[:8]
            raise Conflict(
                f"{_names([each])} was merged into {place}.",
                f"Name {place} instead, or take it back: `doughy leads unmerge {lead}`.",
                code="merged",
            )
    return locked


def _in(ids: Iterable[UUID]) -> ColumnElement[bool]:
    return among(Lead.id, ids)


def lock_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that locks leads; its columns are those of `edits.Locked`."""
    columns: tuple[Any, ...] = (
        col(Lead.id),
        col(Lead.name),
        col(Lead.is_deleted),
        col(Lead.updated_at),
        col(Lead.merged_into),
    )
    return select(*columns).where(_in(ids)).order_by(col(Lead.id)).with_for_update()


def lock_leads(session: Session, ids: Sequence[UUID]) -> Sequence[Any]:
    """Lock leads until the transaction's end; always in one order, so that two never wait for
    each other. Raises NotPermitted for those that are seen and are somebody else's."""
    locked: Sequence[Any] = session.connection().execute(lock_statement(ids)).all()
    refused = set(ids) - {each.id for each in locked}
    if not refused:
        return locked
    seen = leads_by_id(session, refused)
    if not seen:
        raise NotFound("The leads are gone: somebody removed them.")
    raise NotPermitted(
        f"{_names(seen)}: you see it, and it is somebody else's to change.",
        "A person changes only their own leads.",
    )


def _refuse(
    leads: Sequence[Any],
    unfit: Callable[[Any], bool],
    what: str,
    hint: str,
    code: str | None = None,
) -> None:
    found = [each for each in leads if unfit(each)]
    if found:
        raise Conflict(f"{_names(found)} {what}.", hint, code=code)


def _names(leads: Sequence[Any]) -> str:
    shown = ", ".join(f"{str(each.id)[:8]} ({each.name})" for each in leads[:_NAMED])
    more = f" and {len(leads) - _NAMED} more" if len(leads) > _NAMED else ""
    return f"Lead {shown}{more}"


def update_statement(ids: Sequence[UUID], values: Mapping[str, Any]) -> Any:
    """Return the statement that sets columns where they differ, so that no timeline tells of a
    change that was none. It returns the ids of the leads that differed."""
    differs = [_column(name).is_distinct_from(value) for name, value in values.items()]
    return update(Lead).where(_in(ids), or_(*differs)).values(values).returning(col(Lead.id))


def _update(session: Session, ids: Sequence[UUID], values: Mapping[str, Any]) -> int:
    """Set columns; return how many leads differed."""
    return len(session.connection().execute(update_statement(ids, values)).all())


def _column(name: str) -> Any:
    return TAGS if name == "tags" else col(getattr(Lead, name))


def _tags(change: LeadChange) -> Any:
    """Return the tags without those removed and with those added, each at most once."""
    tags: Any = TAGS
    for tag in change.remove_tags:
        tags = func.array_remove(tags, tag)
    for tag in change.add_tags:
        tags = func.array_cat(
            tags, case((literal(tag) == any_(TAGS), _list([])), else_=_list([tag]))
        )
    return tags


def _list(tags: list[str]) -> Any:
    return cast(tags, ARRAY(Text()))


def _with_workspace(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    wanted = values.get("workspace_id")
    own = {"workspace_id": find_workspace(session, wanted)} if wanted else {}
    return {**values, **own}
