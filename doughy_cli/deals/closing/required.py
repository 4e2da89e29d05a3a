"""Which papers a closing needs: `[closing]` in the configuration file.

[closing]
property = ["purchase_agreement|contract", "title_search", "inspection",
            "closing_statement|hud1", "deed"]   # of each property of the deal
lead = ["id", "w9"]                              # of the deal's lead, the seller

`a|b` is either of the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from doughy_cli.config import Folders, read_config
from doughy_cli.errors import Usage, quoted
from doughy_cli.papers import LEAD_TYPES, PROPERTY_TYPES

SECTION = "closing"
_TYPES = {"property": PROPERTY_TYPES, "lead": LEAD_TYPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """What is required of each property and of the lead; each entry is one type, or several
    joined by `|` of which one is enough."""

    property: tuple[str, ...] = (
        *("purchase_agreement|contract", "title_search", "inspection"),
        *("closing_statement|hud1", "deed"),
    )
    lead: tuple[str, ...] = ("id", "w9")


def read_required(folders: Folders) -> Required:
    """Return what the configuration requires, the usual for what it does not say.

    Raises Usage, naming file and key, for what is not a list of types.
    """
    given = read_config(folders).get(SECTION, {})
    try:
        if not isinstance(given, Mapping):
            raise Usage(f"[{SECTION}] must be a table.", f"Its keys are {', '.join(_TYPES)}.")
        return Required(**{name: _types(name, value) for name, value in given.items()})
    except Usage as error:
        raise Usage(f"{folders.config_file}: {error.message}", error.hint) from error


def _types(name: str, value: Any) -> tuple[str, ...]:
    if name not in _TYPES:
        raise Usage(f"[{SECTION}] has no key {quoted(name)}.", f"There are: {', '.join(_TYPES)}.")
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Usage(
            f'[{SECTION}] {name} must be a list such as ["deed", "closing_statement|hud1"].'
        )
    for each in value:
        for kind in each.split("|"):
            if kind not in _TYPES[name]:
                hint = f"There are: {', '.join(_TYPES[name])}."
                raise Usage(f"[{SECTION}] {name}: {quoted(kind)} is no type of document.", hint)
    return tuple(dict.fromkeys(value))
