"""What one record of an import says about a lead, ready for the database.

Everything is checked and in its stored form. None means that the file does not say: a new
lead gets the default then, and an existing one keeps what it has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from doughy_cli.intake.reading import Tally
from doughy_cli.leads.importing.incoming_property import IncomingProperty


@dataclass(frozen=True, slots=True)
class IncomingNote:
    """A note for the timeline; `at` where the file says when it was written."""

    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncomingContact:
    """A contact to link to the lead; the first e-mail and phone are the main ones."""

    id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    relation: str = "owner"
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    address: Mapping[str, object] | None = None
    sms_opt_status: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingLead:
    """One lead of a file.

    `line` is where its record starts. `extra` is what has no column of its own, by header;
    `unreadable_*` are kept as they were typed; `unknown_status` is a word for the status
    that nobody has mapped (it is in `extra` too). `metadata()` has all of them.
    `past_imports` is the metadata of earlier `imported` events, from our own export: each
    becomes an event again, so that what one import kept survives the next. `mailing` and
    `property` are given by `--with-properties` only; `address` is what is not all of a
    property's then.
    """

    line: int
    name: str
    id: str | None = None
    workspace_id: str | None = None
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    status: str | None = None
    score: int | None = None
    tags: tuple[str, ...] | None = None
    opt_status: str | None = None
    source: str | None = None
    next_action: str | None = None
    next_action_due: datetime | None = None
    is_deleted: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    notes: tuple[IncomingNote, ...] = ()
    contacts: tuple[IncomingContact, ...] = ()
    address: Mapping[str, str] | None = None
    mailing: Mapping[str, str] | None = None
    property: IncomingProperty | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    unreadable_phones: tuple[str, ...] = ()
    unreadable_emails: tuple[str, ...] = ()
    unknown_status: str | None = None
    past_imports: tuple[Mapping[str, object], ...] = ()

    def metadata(self) -> dict[str, object]:
        """What goes into the timeline's `imported` event, as JSON has it; may be empty."""
        kept: dict[str, object] = {}
        if self.extra:
            kept["extra"] = dict(self.extra)
        if self.address:
            kept["address"] = dict(self.address)
        if self.mailing:
            kept["mailing_address"] = dict(self.mailing)
        if self.unreadable_phones:
            kept["unreadable_phones"] = list(self.unreadable_phones)
        if self.unreadable_emails:
            kept["unreadable_emails"] = list(self.unreadable_emails)
        return kept


@dataclass(slots=True)
class LeadTally(Tally):
    """What was met on the way, for the summary after an import."""

    leads: int = 0
    unreadable_phones: int = 0
    unreadable_emails: int = 0
    unknown_statuses: Counter[str] = field(default_factory=Counter)

    def add(self, lead: IncomingLead) -> None:
        """Count a lead that was taken."""
        self.leads += 1
        self.unreadable_phones += len(lead.unreadable_phones)
        self.unreadable_emails += len(lead.unreadable_emails)
        if lead.unknown_status is not None:
            self.unknown_statuses[lead.unknown_status] += 1
