"""`doughy jobs work`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import Flag, takes
from doughy_cli.jobs.rows import WorkedRow
from doughy_cli.options import Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFlags:
    """How a worker works; see `working.options`."""

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
    ] = 60.0
    poll: Annotated[
        float,
        Flag(
            "Seconds between two questions while nothing is due; notices wake it sooner.",
            metavar="SECONDS",
            min=0.05,
            max=3600,
        ),
    ] = 2.0
    grace: Annotated[
        float,
        Flag(
            "Seconds that running jobs have to end after SIGTERM or Ctrl-C; then they are handed "
            "back.",
            metavar="SECONDS",
            min=0,
            max=86400,
        ),
    ] = 30.0
    backoff: Annotated[
        float,
        Flag(
            "Seconds before a second attempt; twice as long before each more, 600 at most.",
            metavar="SECONDS",
            min=0,
            max=600,
        ),
    ] = 5.0
    max_retries: Annotated[
        int | None,
        Flag("Give up (exit 7) after so many tries to reach a server that is away.", min=0),
    ] = None


@app.command(cls=Showing.of(WorkedRow))
@takes(WorkFlags, into="flags")
def work(context: typer.Context, *, flags: WorkFlags) -> None:
    """Do the jobs that are due, as a service, until it is stopped.

    Any number of workers may work on one queue, on any number of computers. SIGTERM or Ctrl-C
    lets what runs end, or hands it back; a second one hands it back at once. With --json each
    job that ends here is a line on stdout.
    """
    from doughy_cli.jobs.working.start import start

    app: App = context.obj
    start(app, flags)
