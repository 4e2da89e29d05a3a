"""Leads with a past, written down day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Person


class Lead:
    """A lead of Ann's whose past is written down day by day."""

    def __init__(self, ann: Person, status: str = "pending") -> None:
        self.ann = ann
        [(self.id,)] = ann.sql(
            "INSERT INTO leads (name, opt_status, created_at)"
            " VALUES ('Ada', %s, '2026-01-01') RETURNING id",
            status,
        )

    def message(self, day: int, direction: str, body: str, **more: str) -> str:
        channel, status = more.get("channel", "sms"), more.get("status", "sent")
        [(message,)] = self.ann.sql(
            "INSERT INTO messages (lead_id, channel, direction, status, body, sent_at)"
            " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id::text",
            *(self.id, channel, direction, status, body),
            None if status == "pending" else f"2026-01-{day:02} 12:00Z",
        )
        return str(message)

    def stop(self, day: int, body: str = "STOP", **more: str) -> str:
        return self.message(day, "incoming", body, **{"status": "delivered", **more})

    def send(self, day: int, **more: str) -> str:
        return self.message(day, "outgoing", "Still yours?", **more)

    def record(self, day: int, before: str, after: str) -> None:
        """A change that was recorded on that day (a trigger can only write today)."""
        self.ann.sql(
            "INSERT INTO lead_events (lead_id, event_type, metadata, created_at) VALUES (%s,"
            " 'opt_changed', jsonb_build_object('before', jsonb_build_object('opt_status',"
            " %s::text), 'after', jsonb_build_object('opt_status', %s::text)), %s)",
            *(self.id, before, after, f"2026-01-{day:02} 12:00Z"),
        )

    def now(self, status: str) -> None:
        """Set what is stored, without a word on the timeline."""
        self.ann.database.sql("ALTER TABLE leads DISABLE TRIGGER USER")
        self.ann.database.sql("UPDATE leads SET opt_status = %s WHERE id = %s", status, self.id)
        self.ann.database.sql("ALTER TABLE leads ENABLE TRIGGER USER")
