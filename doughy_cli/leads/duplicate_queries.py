"""Which lead stands in the way, where an e-mail or a phone is taken already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import and_, not_, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead
from doughy_cli.errors import Conflict
from doughy_cli.leads.queries import ME

_WORDS = {"email": "e-mail", "phone": "phone"}


class Reused(Conflict):
    """A deleted lead's e-mail or phone is another lead's by now: `lead` and `holder`."""

    def __init__(self, message: str, hint: str, lead: UUID, holder: UUID) -> None:
        super().__init__(message, hint, code="duplicate")
        self.lead = lead
        self.holder = holder


@contextmanager
def telling_duplicates(session: Session, explain: Callable[[], Conflict | None]) -> Iterator[None]:
    """Run the body, and raise what `explain` finds if a unique index refuses it.

    The index decides, not a question asked before: somebody else may write in between.
    """
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation) and (conflict := explain()):
            raise conflict from error
        raise


def explain_taken(
    session: Session, values: Mapping[str, Any], ids: Sequence[UUID] = ()
) -> Conflict | None:
    """Return which live lead of the person, not among `ids`, has an e-mail or phone of `values`."""
    for field, word in _WORDS.items():
        value = values.get(field)
        statement = select(Lead.id, Lead.name).where(
            Lead.user_id == ME,
            col(Lead.is_deleted).is_(False),
            getattr(Lead, field) == value,
            not_(among(Lead.id, ids)),
        )
        holder = session.exec(statement).first() if value else None
        if holder:
            short = str(holder[0])[:8]
            return Conflict(
                f"Lead {short} ({holder[1]}) already has the {word} {value}.",
                f"Change that one: `doughy leads edit {short} …`.",
                code="duplicate",
            )
    return None


def explain_restored(
    session: Session, ids: Sequence[UUID], *, merging: bool = True
) -> Conflict | None:
    """Return which lead has the e-mail or phone of one of `ids` by now.

    It is Reused where the two could be merged; `merging` says whether that is of use.
    """
    holder = aliased(Lead)
    for field, word in _WORDS.items():
        value: Any = getattr(Lead, field)
        shown: tuple[Any, ...] = (holder.id, holder.name, col(Lead.id), col(Lead.name), value)
        statement = (
            select(*shown)
            .join(
                holder,
                and_(
                    col(holder.user_id) == Lead.user_id,
                    getattr(holder, field) == value,
                    col(holder.id) != Lead.id,
                    or_(col(holder.is_deleted).is_(False), among(holder.id, ids)),
                ),
            )
            .where(among(Lead.id, ids), col(Lead.is_deleted).is_(True))
            .limit(1)
        )
        found = session.exec(statement).first()
        if found:
            other, name, restored, old_name, taken = found
            has, had = str(other)[:8], str(restored)[:8]
            message = f"Lead {has} ({name}) has the {word} {taken} of {had} ({old_name}) by now."
            free = f"`doughy leads edit {has} --clear {field}`"
            if merging and other not in ids:
                merge = f"`doughy leads merge {has} {had} --deleted`"
                hint = f"Merge the two: {merge}; or free the {word}: {free}."
                return Reused(message, hint, restored, other)
            return Conflict(message, f"Free it first: {free}.", code="duplicate")
    return None
