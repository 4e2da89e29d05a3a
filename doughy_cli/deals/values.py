"""The words that a deal's fields choose from; a test holds them to the database's own."""

from __future__ import annotations

from enum import StrEnum


class DealStatus(StrEnum):
    """Whether a deal is worked on, and how it ended."""

    active = "active"
    won = "won"
    lost = "lost"
    archived = "archived"


class Part(StrEnum):
    """What a deal can be without."""

    lead = "lead"
    property = "property"
    estimated_value = "estimated-value"
    probability = "probability"
    expected_close_date = "expected-close-date"
    next_action = "next-action"
    next_action_due = "next-action-due"
    notes = "notes"
