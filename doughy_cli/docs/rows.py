"""What is shown of documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document about a property or a deal (`tier` is `property`), or of a seller (`seller`).

    `about` is what it belongs to in words: an address, a lead's name or a deal's title.
    `properties` is how many it is linked to, `primary` whether it is the main document of one.
    `name` is what its file was called, `size` its bytes, `sha256` what they hash to; a link has
    none of these. A seller's document has no phase of its own: `other`.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "type", "phase", "size", "about", "properties"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "type", "phase", "tier", "size", "about", "properties", "created_at"),
    )
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "docs",
        ("id",),
        ("title",),
    )

    id: UUID
    tier: str
    title: str
    type: str
    phase: str
    about: str | None
    properties: int
    primary: bool
    name: str | None
    size: int | None
    content_type: str | None
    sha256: str | None
    file_url: str
    property_id: UUID | None
    deal_id: UUID | None
    lead_id: UUID | None
    metadata: dict[str, Any] | None
    user_id: UUID
    uploaded_by: UUID | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedPropertyRow:
    """A property that a document is linked to."""

    id: UUID
    address: str
    primary: bool


@dataclass(frozen=True, slots=True)
class DocumentDetailRow(DocumentRow):
    """A document with what it is linked to."""

    deal_title: str | None
    lead_name: str | None
    linked_properties: list[LinkedPropertyRow]


@dataclass(frozen=True, slots=True)
class GotRow:
    """A document's file, as it was written: `path` is None where it went to stdout, `verified`
    whether its hash is that of what was added (no hash is kept of some)."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "path", "size", "verified")

    id: UUID
    path: str | None
    size: int
    sha256: str
    verified: bool


@dataclass(frozen=True, slots=True)
class VerifiedRow:
    """What became of looking at a document's file.

    `state` is `ok`; `missing`, `size` or `hash` if the bytes are gone or are others; `unreadable`
    if they cannot be read now; `elsewhere` if they are where this computer cannot look; `outside`
    if the row names a place that is not doughy's; `link` if it is a link, which nobody checks.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("id", "title", "state", "problem")

    id: UUID
    title: str
    state: str
    problem: str | None
    file_url: str


@dataclass(frozen=True, slots=True)
class OrphanRow:
    """Bytes in a store that no document points at: files that were added together and never
    came to a row, or were left when the row was deleted.

    `removed` is whether they are gone now (under --dry-run: would be); younger than a day they
    stay.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("store", "batch", "files", "size", "modified", "removed")

    store: str
    batch: str
    files: int
    size: int
    modified: datetime
    removed: bool


@dataclass(frozen=True, slots=True)
class UrlRow:
    """A URL that gives a document's file to whoever has it, until it expires."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "expires_at", "url")

    id: UUID
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoreRow:
    """Where new documents go, and who says so; `earlier` are the stores of before, whose
    documents are still found."""

    TABLE: ClassVar[tuple[str, ...]] = ("store", "origin", "place")

    store: str
    origin: str
    place: str
    earlier: list[str]
