"""Who asks, and which files documents point at. Rows of others do not matter here: a store is of
one person, and only that person's rows can point into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Document, LeadDocument
from doughy_cli.docs.queries import ME

_TABLES: tuple[Any, ...] = (Document, LeadDocument)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document whose bytes are in a store already, `size` of them."""

    id: UUID
    url: str
    size: int


def me(session: Session) -> UUID:
    """Return the id of the person who is signed in."""
    found: UUID = session.connection().execute(select(ME)).scalar_one()
    return found


def places_of_database(session: Session) -> list[str]:
    """Return where the database says that documents are kept, and where they were before: the
    newest first."""
    found: list[str] = (
        session.connection().execute(select(func.auth.document_places())).scalar_one()
    )
    return found


def set_place_of_database(session: Session, place: str) -> None:
    """Let everybody's new documents be kept there. Raises NotPermitted unless an admin asks."""
    session.connection().execute(select(func.auth.set_document_place(place)))


def kept_already(session: Session, hashes: Iterable[str], root: str) -> dict[str, Kept]:
    """Return the person's documents, by hash, that have one of these and are in the store whose
    URLs begin with `root`."""
    wanted = list(hashes)
    found: dict[str, Kept] = {}
    for table in _TABLES:
        sha256 = col(table.metadata_)["sha256"].astext
        shown = (sha256, col(table.id), col(table.file_url), col(table.file_size))
        statement = select(*shown).where(
            col(table.user_id) == ME,
            func.starts_with(col(table.file_url), root),
            _one_of(sha256, wanted),
            col(table.file_size).is_not(None),
        )
        for each, *kept in session.connection().execute(statement):
            found[each] = Kept(*kept)
    return found


def hold(session: Session, kept: Collection[Kept]) -> set[str]:
    """Lock documents until the transaction's end, so that nobody deletes them (and then their
    bytes); return the URLs of those that are still there and point where they did."""
    wanted = {each.id: each.url for each in kept}
    found: set[str] = set()
    for table in _TABLES:
        shown = (col(table.id), col(table.file_url))
        statement = select(*shown).where(among(table.id, wanted)).order_by(col(table.id))
        for each, url in session.connection().execute(statement.with_for_update(key_share=True)):
            if wanted[each] == url:
                found.add(url)
    return found


def pointed_at(session: Session, urls: Iterable[str]) -> set[str]:
    """Return those of the URLs that a document of the person points at."""
    wanted = list(urls)
    found: set[str] = set()
    for table in _TABLES:
        url = col(table.file_url)
        statement = select(url).where(col(table.user_id) == ME, _one_of(url, wanted))
        found.update(session.connection().execute(statement).scalars())
    return found


def all_pointed_at(session: Session, root: str) -> set[str]:
    """Return the URLs of all of the person's documents in the store whose URLs begin so."""
    found: set[str] = set()
    for table in _TABLES:
        url = col(table.file_url)
        statement = select(url).where(col(table.user_id) == ME, func.starts_with(url, root))
        found.update(session.connection().execute(statement).scalars())
    return found


def _one_of(column: Any, texts: list[str]) -> Any:
    return column == any_(literal(texts, ARRAY(Text())))
