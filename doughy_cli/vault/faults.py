"""What can be wrong with a sealed key, told apart."""

from __future__ import annotations

from doughy_cli.errors import Failed


class Damaged(Failed):
    """The row is not as it was written, or it was written for another person or service."""

    code = "damaged"


class WrongSecret(Failed):
    """The row is whole, and was sealed with another vault secret."""

    code = "wrong_vault_secret"


def damaged(service: str) -> Damaged:
    """Return the error for a row that was changed after it was written."""
    return Damaged(
        f"The stored key for {service} is damaged.",
        f"It was changed outside of doughy, or copied from elsewhere. Get a new one from the "
        f"provider, and: doughy keys set {service}",
    )


def wrong_secret(service: str) -> WrongSecret:
    """Return the error for a row that another vault secret opens."""
    return WrongSecret(
        f"The key for {service} was sealed with another vault secret than the one here.",
        "On the computer that has it: doughy keys vault show-recovery. Here: doughy keys vault set",
    )
