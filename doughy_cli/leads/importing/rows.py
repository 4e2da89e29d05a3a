"""What is shown of an import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Matching(StrEnum):
    """By what a row is known to be there already."""

    exact = "exact"
    likely = "likely"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What an import did.

    `read` is the number of records in the file: those `inserted`, `updated`, `skipped` and
    `rejected` together. `kept` counts leads with an `imported` event, which holds what has
    no column of its own. `unknown_statuses` counts words for a status that nobody has
    mapped. `likely` lists the rows that `--match likely` took for a lead: `line`, `name`,
    `lead` (its id) or `first_line` (the row it came from), `score` and `reasons`.

    With `--with-properties`, `properties` were added, `properties_linked` given the owner that
    they did not have, and `properties_known` are rows whose property is there already; a row
    that gives a lead that was there a property counts as `updated`. `without_property` are new
    leads whose row has no full address of one.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("file", "read", "inserted", "updated", "skipped", "rejected", "rejects_file"),
    )

    file: str
    read: int
    inserted: int
    updated: int
    skipped: int
    rejected: int
    contacts: int
    notes: int
    kept: int
    unreadable_phones: int
    unreadable_emails: int
    unknown_statuses: dict[str, int]
    unknown_workspaces: int
    unmatched: list[str]
    rejects_file: str | None
    likely: list[dict[str, Any]]
    properties: int
    properties_linked: int
    properties_updated: int
    properties_known: int
    without_property: int


@dataclass(frozen=True, slots=True)
class PreviewedLead:
    """A row as it would be stored; `kept` is what goes to the timeline."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("line", "name", "phone", "email", "company", "status", "source", "tags"),
    )

    line: int
    name: str
    phone: str | None
    email: str | None
    company: str | None
    status: str
    score: int | None
    tags: list[str]
    opt_status: str
    source: str | None
    next_action: str | None
    next_action_due: Any
    contacts: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    kept: dict[str, Any]
    property: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """How a file is understood, and its first rows: `read` of them, `rejected` would be."""

    file: str
    format: str
    encoding: str
    delimiter: str | None
    columns: dict[str, str]
    unmatched: list[str]
    notes: list[str]
    read: int
    rejected: int
    leads: list[PreviewedLead]
    rejects: list[dict[str, Any]]
