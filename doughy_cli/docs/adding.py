"""Adding documents: the bytes first, then the rows, in batches.

What a crash leaves is a batch whose bytes are in the store and whose rows are not, and that is
one orphan to `gc`, however many files it has: they lie under one name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from doughy_cli.docs import link_queries, place_queries, write_queries
from doughy_cli.docs.place_queries import Kept
from doughy_cli.docs.queries import documents_by_id
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.stores.base import Missing, Source, Store, Told, new_batch
from doughy_cli.papers import Tier

if TYPE_CHECKING:
    from doughy_cli.context import App

_MOST_FILES = 500
_MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Target:
    """What new documents are, and what they belong to. Of `properties`, the first is the
    document's own; if there are more, it is linked to each."""

    type: str
    tier: Tier
    lead_id: UUID | None = None
    deal_id: UUID | None = None
    properties: tuple[UUID, ...] = ()
    primary: bool = False
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class New:
    """A document to be added: a file, or the URL of a link."""

    title: str
    source: Source | None = None
    url: str | None = None
    id: UUID = field(default_factory=uuid4)


def in_batches(documents: Sequence[New]) -> Iterator[list[New]]:
    """Yield the documents in batches that one transaction can take."""
    batch: list[New] = []
    size = 0
    for each in documents:
        more = each.source.size if each.source else 0
        if batch and (len(batch) >= _MOST_FILES or size + more > _MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += more
    if batch:
        yield batch


def add_batch(
    app: App, store: Store | None, batch: Sequence[New], to: Target, told: Told
) -> list[DocumentRow]:
    """Keep the batch's files in the store (None for links alone), then add all of its rows;
    return these.

    If that fails, none of the rows is there, and the files are taken away again, unless nobody
    can know whether the rows were saved.
    """
    name = new_batch()
    sources = {each.source.sha256: each.source for each in batch if each.source}
    urls: dict[str, str] = {}
    committing = False
    try:
        shared = _shared(app, store, list(sources)) if store else {}
        new = [source for each, source in sources.items() if each not in shared]
        urls |= _put(app, store, name, new, told)
        with app.transaction() as session:
            _hold(session, to)
            held = place_queries.hold(session, shared.values())
            lost = [sources[each] for each, kept in shared.items() if kept.url not in held]
            urls |= {each: kept.url for each, kept in shared.items() if kept.url in held}
            urls |= _put(app, store, name, lost, told)
            records = [_record(each, urls, to) for each in batch]
            write_queries.add_documents(session, to.tier, records)
            if to.properties and (len(to.properties) > 1 or to.primary):
                ids = [each.id for each in batch]
                link_queries.link_all(session, ids, to.properties, primary=to.primary)
            rows = documents_by_id(session, [each.id for each in batch])
            committing = True
    except BaseException:
        if store and not committing:
            with suppress(Exception):  # what cannot be removed now is for `gc`
                store.drop(name)
        raise
    return rows


def _hold(session: Any, to: Target) -> None:
    if to.lead_id is not None:
        write_queries.hold_lead(session, to.lead_id)
    write_queries.hold_places(session, to.properties, to.deal_id)


def _shared(app: App, store: Store, hashes: list[str]) -> dict[str, Kept]:
    """Return which of the hashes the store has for another document already, and really has."""
    found = place_queries.kept_already(app.session, hashes, store.root)
    app.session.commit()  # no transaction is open while bytes are copied
    there = {}
    for sha256, kept in found.items():
        with suppress(Missing, OSError):
            # One that is damaged is no place to find the same content in.
            if store.size(kept.url) == kept.size and _hash(store, kept.url) == sha256:
                there[sha256] = kept
    return there


def _hash(store: Store, url: str) -> str:
    digest = hashlib.sha256()
    for chunk in store.read(url):
        digest.update(chunk)
    return digest.hexdigest()


def _put(
    app: App, store: Store | None, batch: str, sources: Sequence[Source], told: Told
) -> dict[str, str]:
    """Keep the files; return their URLs by hash. Under --dry-run, only those they would have."""
    if store is None or not sources:
        return {}
    if app.flags.dry_run:
        return {each.sha256: f"{store.root}{batch}/{each.sha256}" for each in sources}
    urls = {each.sha256: store.put(each, batch, told) for each in sources}
    store.settle(batch)
    return urls


def _record(document: New, urls: dict[str, str], to: Target) -> dict[str, Any]:
    source = document.source
    kept: dict[str, Any] = {}
    if source:
        kept = {"name": source.name, "size": source.size, "sha256": source.sha256}
    if to.tier is Tier.seller:
        belongs: dict[str, Any] = {"lead_id": to.lead_id}
    else:
        first = to.properties[0] if to.properties else None
        belongs = {"property_id": first, "deal_id": to.deal_id}
    return {
        **belongs,
        "id": document.id,
        "title": document.title,
        "type": to.type,
        "file_url": urls[source.sha256] if source else document.url,
        "file_size": source.size if source else None,
        "content_type": source.content_type if source else None,
        "metadata": {**kept, **to.metadata} or None,
    }
