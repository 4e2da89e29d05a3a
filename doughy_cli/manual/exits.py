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
_NAMES_A_RECORD = frozenset(
    ("ID", "LEAD", "CONTACT", "TARGET", "SOURCE", "USER", "EMAIL", "SERVICE", "NAME", "DOC-ID")
)


def exits(command: Any, told: Said) -> list[int]:
    """Return a command's exit codes: those of its kind, and what its docstring says of them."""
    found = {*_ALL, *getattr(command, "exits", ()), *told.exits}
    if any(_names(each) for each in command.params):
        found.add(3)
    return sorted(found - told.without)


def _names(parameter: Any) -> bool:
    """Whether a parameter names a record, which there may not be."""
    words = (parameter.metavar or "").replace("|", " ").replace(".", " ").strip("[]").split()
    argument = parameter.param_type_name == "argument"
    if not words and argument:
        words = [str(parameter.name).upper()]
    known = _NAMES_A_RECORD if argument else _NAMES_A_RECORD & {"ID", "DOC-ID"}
    return any(each.strip("[]") in known for each in words) and parameter.expose_value
