"""Which keys: the flags that narrow `list`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from doughy_cli.flagset import Flag


class Status(StrEnum):
    """What the last check found; `active` is a key that was not checked yet."""

    active = "active"
    healthy = "healthy"
    unhealthy = "unhealthy"
    inactive = "inactive"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFilter:
    """Which keys are meant; what is not given does not narrow."""

    status: Annotated[
        list[Status] | None,
        Flag("With this status; repeat it for several.", case_sensitive=False),
    ] = None
    mine: Annotated[bool, Flag("Your own: admins see that other people have keys.")] = False
