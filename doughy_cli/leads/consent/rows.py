"""What is shown of consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One thing that went wrong with a lead's consent, with the evidence.

    `kind`: `stop_not_recorded` (the message is the STOP), `sent_after_stop` or
    `sent_while_opted_out` (the message is the one that was sent). `opt_status` is the lead's
    now. `opted_out_at` is since when the lead was out, `stop_message_id` the STOP that said
    so. `fixed`: it is recorded now.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("kind", "lead_id", "name", "channel", "at", "text")

    kind: str
    lead_id: UUID
    name: str
    opt_status: str | None
    message_id: UUID
    channel: str
    at: datetime
    status: str
    text: str | None
    opted_out_at: datetime
    stop_message_id: UUID | None
    fixed: bool
