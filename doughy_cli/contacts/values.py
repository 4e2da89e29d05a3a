"""The words that a contact's fields choose from; a test holds them to the database's own."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What a contact is to a lead."""

    owner = "owner"
    spouse = "spouse"
    heir = "heir"
    attorney = "attorney"
    agent = "agent"
    tenant = "tenant"
    other = "other"


class OptStatus(StrEnum):
    """Whether a contact has agreed to text messages."""

    opted_in = "opted_in"
    opted_out = "opted_out"
    pending = "pending"
