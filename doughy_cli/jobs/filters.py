"""Which jobs: the flags that narrow `list`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from doughy_cli.dates import read_since, read_until
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, Flag
from doughy_cli.jobs.values import JobStatus
from doughy_cli.texts import check_text


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs are meant; what is not given does not narrow. Raises Usage for an empty text."""

    status: Annotated[
        list[JobStatus] | None,
        Flag("In this status; repeat it for several.", case_sensitive=False),
    ] = None
    type: Annotated[
        list[str] | None, Flag("Of this type; repeat it for several.", metavar="TYPE")
    ] = None
    deal: Annotated[str | None, Flag("Of this deal.", metavar="ID")] = None
    since: Annotated[datetime | None, Flag("Added since.", metavar=WHEN, parser=read_since)] = None
    until: Annotated[datetime | None, Flag("Added until.", metavar=WHEN, parser=read_until)] = None
    mine: Annotated[bool, Flag("Your own: support and admins see all people's.")] = False

    def __post_init__(self) -> None:
        for text in (self.deal, *(self.type or ())):
            check_text(text)
        if self.since and self.until and self.since > self.until:
            raise Usage(f"No job fits both --since {self.since} and --until {self.until}.")
