"""What is said of a backup."""

from __future__ import annotations


def logins(count: int) -> str:
    """Return how many may sign in: `1 login`, `12 logins`."""
    return f"{count} login{'' if count == 1 else 's'}"
