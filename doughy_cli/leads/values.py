"""The words that a lead's fields choose from, without the database's libraries.

A command's signature names them, so every command of the group loads them; a test holds
them to the database's own.
"""

from __future__ import annotations

from enum import StrEnum


class LeadStatus(StrEnum):
    """Where a lead stands."""

    new = "new"
    active = "active"
    qualified = "qualified"
    unqualified = "unqualified"
    closed = "closed"


class OptStatus(StrEnum):
    """Whether a lead has agreed to be written to."""

    opted_in = "opted_in"
    opted_out = "opted_out"
    pending = "pending"
