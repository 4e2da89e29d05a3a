"""What has been between a person and a lead, gathered from what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Activity:
    """What has been between a person and a lead, and what it may be worth.

    `last_contact_at`: the last message, call or transcript either way. `last_heard_at`: when
    the lead last said something. `attempts`: what was sent or dialled since, in vain.
    """

    last_contact_at: datetime | None
    last_channel: str | None
    last_heard_at: datetime | None
    attempts: int
    open_deals: int
    open_value: Decimal


NOTHING = Activity(None, None, None, 0, 0, Decimal(0))


@dataclass(slots=True)
class Said:
    """What was said with one lead, in any order."""

    last: tuple[datetime, str] | None = None
    heard_at: datetime | None = None
    unheard: list[datetime] = field(default_factory=list)

    def add(self, at: datetime, channel: str, heard: bool) -> None:
        """Add a message, a call or a transcript; `heard` says that the lead said something."""
        if self.last is None or at > self.last[0]:
            self.last = (at, channel)
        if not heard:
            self.unheard.append(at)
        elif self.heard_at is None or at > self.heard_at:
            self.heard_at = at

    def activity(self, open_deals: int, open_value: Decimal) -> Activity:
        """Return what it comes to."""
        since = self.heard_at
        return Activity(
            last_contact_at=self.last[0] if self.last else None,
            last_channel=self.last[1] if self.last else None,
            last_heard_at=since,
            attempts=sum(1 for at in self.unheard if since is None or at > since),
            open_deals=open_deals,
            open_value=open_value,
        )
