"""What a cheap call with a key says of its health."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from doughy_cli.providers import faults


class Health(StrEnum):
    """What is known of a key: `inactive` is a genuine key of an account that is switched off,
    `unknown` one whose provider did not answer."""

    healthy = "healthy"
    unhealthy = "unhealthy"
    inactive = "inactive"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """A key's health, and why where it is not plainly healthy; one line."""

    health: Health
    reason: str | None = None


def unanswered(error: faults.ProviderError) -> Finding:
    """Return what a failed call says where the provider's module knows nothing better: 401 and
    403 are the key's fault, another 4xx is the request's, and nothing else is the key's."""
    refused = isinstance(error, faults.KeyRefused)
    return Finding(Health.unhealthy if refused else Health.unknown, error.message)
