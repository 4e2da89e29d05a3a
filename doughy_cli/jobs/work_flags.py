"""The flags of `doughy jobs work`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from doughy_cli.flagset import Flag

# Seconds.
LEASE = 60.0
POLL = 2.0
GRACE = 30.0
BACKOFF = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFlags:
    """How a worker works."""

    HEADING: ClassVar[str] = "How it works"

    service: Annotated[
        str | None,
        Flag(
            "As this service, whose password is kept here (`doughy users add --service NAME "
            "--keep`).",
            metavar="NAME",
        ),
    ] = None
    my_keys: Annotated[
        bool,
        Flag(
            "Let it open your own API keys, with the vault secret that this computer keeps; with "
            "--service."
        ),
    ] = False
    vault_secrets: Annotated[
        str | None,
        Flag(
            "Let it open API keys: a JSON object of vault secrets by their owners' e-mails, in a "
            "file that only you can read.",
            metavar="FILE",
        ),
    ] = None
    types: Annotated[
        list[str] | None,
        Flag("Only jobs of this type; repeat it, or separate them by commas.", metavar="TYPE"),
    ] = None
    concurrency: Annotated[
        int, Flag("How many jobs at the same time, each in a process.", metavar="N", min=1, max=64)
    ] = 1
    once: Annotated[bool, Flag("Take one job, if one is due, and end.")] = False
    drain: Annotated[
        bool, Flag("End when nothing is due, is tried again, or is being worked on.")
    ] = False
    lease: Annotated[
        float,
        Flag(
            "Seconds after which another worker may have what a lost one had.",
            metavar="SECONDS",
            min=1,
            max=86400,
        ),
    ] = LEASE
    poll: Annotated[
        float,
        Flag(
            "Seconds between two questions while nothing is due; notices wake it sooner.",
            metavar="SECONDS",
            min=0.05,
            max=3600,
        ),
    ] = POLL
    grace: Annotated[
        float,
        Flag(
            "Seconds that running jobs have to end after SIGTERM or Ctrl-C; then they are handed "
            "back.",
            metavar="SECONDS",
            min=0,
            max=86400,
        ),
    ] = GRACE
    backoff: Annotated[
        float,
        Flag(
            "Seconds before a second attempt; twice as long before each more, 600 at most.",
            metavar="SECONDS",
            min=0,
            max=600,
        ),
    ] = BACKOFF
    max_retries: Annotated[
        int | None,
        Flag(
            "Give up (exit 7) after so many tries to reach a server that is away.",
            metavar="N",
            min=0,
        ),
    ] = None
