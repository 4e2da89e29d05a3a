"""Triage on a terminal, from the command's flags."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from doughy_cli.errors import Usage
from doughy_cli.flagset import flag_name
from doughy_cli.leads.following.weights import read_weights
from doughy_cli.leads.triage.run import triage
from doughy_cli.leads.triage.sitting import Work
from doughy_cli.leads.triage.state import RoundFile
from doughy_cli.screens.terminal import check

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.filters import LeadFilter


def start(app: App, where: LeadFilter, typed: Mapping[str, Any], *, restart: bool) -> None:
    """Go on with the round of this person, database and filter (as typed), or begin one."""
    if app.flags.dry_run:
        raise Usage("The keys save at once: --dry-run goes with --decisions.")
    if app.output.explicit or app.flags.fields:
        raise Usage("A screen has no format.", "--plan prints the queue in any.")
    check(
        "The keys of triage need",
        "Without one: --plan prints the queue, --decisions FILE.jsonl decides.",
    )
    settings = app.settings
    about = {
        "profile": settings.profile,
        "database": settings.database_url,
        "person": settings.email,
        "filter": dict(typed),
    }
    with closing(RoundFile(app.folders.state, about)) as file:
        if restart:
            file.remove()
        work = Work(where, read_weights(app.folders), app.flags.limit)
        triage(app, work, file, _as_typed(typed))


def _as_typed(flags: Mapping[str, Any]) -> str:
    words = []
    for name, value in flags.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            words += [flag_name(name)] if each is True else [flag_name(name), str(each)]
    return shlex.join(words)
