"""Which exit codes a command uses."""

from __future__ import annotations

from typing import Any

from doughy_cli.manual.said import Said

MEANINGS = {
    0: "Done.",
    1: "Failed, for a reason that none of the others is.",
    2: "Usage: the command line, or a value in it, is not one that the command takes.",
    3: "Not found, or not yours to see.",
    4: "Nobody is signed in, or the server refused the e-mail and password.",
    5: "Conflict: a duplicate, a record that somebody changed meanwhile, a rule of the database.",
    6: "Done in part: some rows were taken and others rejected; what was taken is stored.",
    7: "The server cannot be reached, or cannot be started.",
    8: "Not permitted: you may see it, and not do this to it.",
    130: "Interrupted (Ctrl-C) before it was finished.",
}
_ALL = frozenset((0, 1, 2, 130))
# What names a record in a command line: by a name there is one or none (3), by an id's beginning
# or an address there may also be several (5).
_IDS = frozenset(("ID", "DOC-ID", "EVENT-ID", "LEAD", "CONTACT", "TARGET", "SOURCE", "USER"))
_NAMES = frozenset(("EMAIL", "SERVICE", "NAME"))
_NAMING = frozenset(("--view", "--template", "--use-map", "--workspace"))  # of flags


def exits(command: Any, told: Said) -> list[int]:
    """Return a command's exit codes: those of its kind, and what its docstring says of them."""
    found = {*_ALL, *getattr(command, "exits", ()), *told.exits}
    for each in command.params:
        found |= _of_names(each)
    return sorted(found - told.without)


def _of_names(parameter: Any) -> set[int]:
    """Return how it ends if what a parameter names is not there, or is not one."""
    words = (parameter.metavar or parameter.name.upper()).replace("|", " ").split()
    words = [each.strip("[].") for each in words]
    if not _IDS.isdisjoint(words):
        return {3, 5}
    argument = parameter.param_type_name == "argument"
    named = not _NAMES.isdisjoint(words) if argument else not _NAMING.isdisjoint(parameter.opts)
    return {3} if named else set()
