"""Which property of a person's own is there already, by address or parcel number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, not_
from sqlmodel import Session, col, select

from doughy_cli.addresses import ADDRESS_PARTS, one_line
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Profile, Property
from doughy_cli.errors import Conflict
from doughy_cli.properties.queries import ME
from doughy_cli.property_lists.keys import same_property

_COMPARED = (*ADDRESS_PARTS, "parcel_number")


def one_at_a_time(session: Session) -> None:
    """Let only one command of the person's add properties until the transaction's end.

    No unique index knows what two spellings of an address have in common, so two commands at
    once would both find that nothing is there.
    """
    session.exec(select(Profile.id).where(Profile.id == ME).with_for_update(key_share=True)).all()


def refuse_known(session: Session, values: Mapping[str, Any], ids: Sequence[UUID] = ()) -> None:
    """Raise Conflict if a property of the person's own, not among `ids`, is the same as `values`:
    at the same address, or with the same parcel number."""
    columns: tuple[Any, ...] = tuple(col(getattr(Property, name)) for name in _COMPARED)
    statement = (
        select(col(Property.id), *columns)
        .where(
            Property.user_id == ME,
            func.left(Property.zip, 5) == str(values["zip"])[:5],
            not_(among(Property.id, ids)),
        )
        .order_by(col(Property.created_at), col(Property.id))
    )
    for found, *parts in session.exec(statement):
        stored = dict(zip(_COMPARED, parts, strict=True))
        if same_property(values, stored):
            short = str(found)[:8]
            raise Conflict(
                f"Property {short} ({one_line(stored)}) is the same one.",
                f"Change that one: `doughy properties edit {short} …`. If they are two: "
                "--allow-duplicate.",
                code="duplicate",
            )
