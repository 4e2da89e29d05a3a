"""Words that people try as commands and as flags, and those that they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from doughy_cli.command_index import GROUPS
from doughy_cli.command_roots import PROGRAM

_UNKNOWN = re.compile(r"No such command '([^']*)'")
# Of any group that has the command.
_ANYWHERE = {
    **dict.fromkeys(("create", "new"), "add"),
    **dict.fromkeys(("change", "set", "update"), "edit"),
    **dict.fromkeys(("delete", "remove"), "rm"),
    **dict.fromkeys(("details", "get", "info", "view"), "show"),
    **dict.fromkeys(("find", "search"), "list --search TEXT"),
    **dict.fromkeys(("all", "ls"), "list"),
}
_OF_DEALS = {
    **dict.fromkeys(("delete", "remove"), "archive"),
    **dict.fromkeys(("history", "timeline"), "events"),
}
_OF_LEADS = {
    "next": "list --next",
    "overdue": "list --overdue",
    "due": "list --due today",
    "duplicates": "dupes",
    "dedupe": "dupes",
    "call": "log ID call",
    "sms": "log ID sms",
    "email": "log ID email",
    "optout": "opt ID out",
    **dict.fromkeys(("events", "history"), "timeline"),
}
# Flags by what tables call the field, and what people do.
_FLAGS = {
    "--value": ("--estimated-value",),
    "--close": ("--expected-close-date",),
    "--closing": ("--expected-close-date",),
    "--due": ("--next-action-due",),
    "--address": ("--address-line-1",),
    "--unit": ("--address-line-2",),
    "--type": ("--property-type",),
    "--beds": ("--bedrooms",),
    "--baths": ("--bathrooms",),
    "--sqft": ("--square-feet",),
    "--built": ("--year-built",),
    "--price": ("--purchase-price", "--offer-price"),
}


def meant(
    message: str, group: str, commands: tuple[str, ...], following: Sequence[str] = ()
) -> str | None:
    """Return the command line that is meant by the unknown command of a usage error's message;
    `group` is the path of the group with these `commands`, and `following` are the words after
    the unknown one. None if none is known."""
    typed = _UNKNOWN.match(message)
    if typed is None:
        return None
    if group == PROGRAM and following:  # `list leads`
        noun = f"{following[0]}s" if f"{following[0]}s" in GROUPS else following[0]
        if typed[1] in GROUPS.get(noun, ("", {}))[1]:
            return f"{PROGRAM} {noun} {typed[1]}"
    own = {"leads": _OF_LEADS, "deals": _OF_DEALS}.get(group.split()[-1], {})
    found = {**_ANYWHERE, **own}.get(typed[1].lower().replace("-", ""))
    return f"{group} {found}" if found and found.split()[0] in commands else None


def meant_flag(typed: str, flags: Collection[str]) -> str | None:
    """Return the one of a command's `flags` that is meant by one it has not; None if none is."""
    return next((each for each in _FLAGS.get(typed, ()) if each in flags), None)
