"""The rows of `api_keys` that are the signed-in person's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from doughy_cli.db.tables import ApiKey, Profile
from doughy_cli.errors import Conflict, NotFound
from doughy_cli.vault.seal import Place, Sealed

_ME = select(func.auth.uid()).scalar_subquery()


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A row of `api_keys`; `owner` is the e-mail of the person whose it is."""

    id: UUID
    place: Place
    sealed: Sealed
    owner: str | None
    status: str | None
    status_reason: str | None
    last_checked: datetime | None
    last_healthy: datetime | None
    created_at: datetime
    updated_at: datetime


_COLUMNS = (
    ApiKey.id, ApiKey.user_id, ApiKey.service, ApiKey.key_ciphertext, ApiKey.nonce, ApiKey.salt,
    Profile.email, ApiKey.status, ApiKey.status_reason, ApiKey.last_checked, ApiKey.last_healthy,
    ApiKey.created_at, ApiKey.updated_at,
)  # fmt: skip


def my_id(session: Session) -> UUID:
    """Return the signed-in person's id."""
    found: UUID = session.exec(select(func.auth.uid())).one()
    return found


def lock_vault(session: Session) -> None:
    """Let the person's other commands that write keys wait for the end of this transaction: a
    key must not be sealed with a vault secret that is about to be replaced."""
    mine: Any = select(Profile.id).where(Profile.id == _ME).with_for_update(key_share=True)
    session.exec(mine).all()


def my_keys(session: Session) -> list[StoredKey]:
    """Return the person's keys, by service."""
    return _read(session, col(ApiKey.user_id) == _ME)


def all_keys(session: Session) -> list[StoredKey]:
    """Return the keys that the person can see, which for an admin are everybody's: their own
    first, then by owner and service. Only their own can be opened."""
    return _read(session)


def find_key(session: Session, service: str) -> StoredKey:
    """Return the person's key for `service`, as it is spelt or in lower case.

    Raises NotFound, naming the command that stores one.
    """
    low = service.strip().lower()
    found = _read(session, col(ApiKey.user_id) == _ME, col(ApiKey.service).in_([service, low]))
    for each in sorted(found, key=lambda key: key.place.service != service):
        return each
    raise NotFound(
        f"No key is stored for {service}.", f"Store one: doughy keys set {low}", code="no_key"
    )


def put_key(session: Session, place: Place, sealed: Sealed) -> bool:
    """Store a key, in place of the one that is there; return whether there was one.

    Nothing is known of its health then. Two that store at once wait for each other if both have
    called `lock_vault`. Raises Conflict if something else has stored one meanwhile.
    """
    values = {
        "key_ciphertext": sealed.key_ciphertext,
        "nonce": sealed.nonce,
        "salt": sealed.salt,
        "status": "active",
        "status_reason": None,
        "last_checked": None,
        "last_healthy": None,
    }
    connection = session.connection()
    replaced = update(ApiKey).where(*_mine(place.service)).values(values)
    if connection.execute(replaced).rowcount:
        return True
    try:
        connection.execute(insert(ApiKey).values({**values, "service": place.service}))
    except IntegrityError as error:
        raise Conflict(
            f"A key for {place.service} was stored at the same moment. Nothing was saved.",
            "Run it again to replace that one.",
            code="duplicate",
        ) from error
    return False


def reseal_key(session: Session, key: StoredKey, sealed: Sealed) -> bool:
    """Store the same key sealed anew; return False if the row is not as it was read."""
    statement = (
        update(ApiKey)
        .where(*_mine(key.place.service), col(ApiKey.key_ciphertext) == key.sealed.key_ciphertext)
        .values(key_ciphertext=sealed.key_ciphertext, nonce=sealed.nonce, salt=sealed.salt)
    )
    return bool(session.connection().execute(statement).rowcount)


def remove_key(session: Session, key: StoredKey) -> bool:
    """Remove a key; return False if it is gone already."""
    statement = delete(ApiKey).where(*_mine(key.place.service))
    return bool(session.connection().execute(statement).rowcount)


def _mine(service: str) -> tuple[ColumnElement[bool], ...]:
    # An admin sees everybody's rows, and means their own.
    return (col(ApiKey.user_id) == _ME, col(ApiKey.service) == service)


def _read(session: Session, *where: ColumnElement[bool]) -> list[StoredKey]:
    columns: tuple[Any, ...] = _COLUMNS
    own_first = col(ApiKey.user_id) != _ME
    statement = (
        select(*columns)
        .outerjoin(Profile, col(Profile.id) == ApiKey.user_id)
        .where(*where)
        .order_by(own_first, col(Profile.email), col(ApiKey.service))
    )
    return [
        StoredKey(row[0], Place(row[1], row[2]), Sealed(row[3], row[4], row[5]), *row[6:])
        for row in session.exec(statement)
    ]
