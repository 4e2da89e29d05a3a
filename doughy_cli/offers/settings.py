"""What is usual for the person's offers: `[offers]` in the configuration file.

[offers]
percent = 70          # of ARV, in percent
fee = 0               # what you take for the deal, in dollars
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from doughy_cli.config import Folders, read_config
from doughy_cli.errors import Usage, quoted
from doughy_cli.offers.inputs import KINDS, Kind, checked

SECTION = "offers"
CONFIGURABLE = tuple(kind.name for kind in KINDS.values() if kind.configurable)


def read_usual(folders: Folders) -> dict[str, Decimal]:
    """Return what the configuration says of inputs, by name.

    Raises Usage, naming file and key, for a key that does not exist or a value that cannot be.
    """
    given = read_config(folders).get(SECTION, {})
    try:
        return _usual(given)
    except Usage as error:
        raise Usage(f"{folders.config_file}: {error.message}", error.hint) from error


def _usual(given: Any) -> dict[str, Decimal]:
    if not isinstance(given, Mapping):
        raise Usage(f"[{SECTION}] must be a table.", f"Its keys are {', '.join(CONFIGURABLE)}.")
    unknown = [name for name in given if name not in CONFIGURABLE]
    if unknown:
        raise Usage(
            f"[{SECTION}] has no key {unknown[0]!r}.", f"There are: {', '.join(CONFIGURABLE)}."
        )
    return {name: _value(KINDS[name], value) for name, value in given.items()}


def _value(kind: Kind, value: Any) -> Decimal:
    what = f"[{SECTION}] {kind.name}"
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Usage(f"{what} must be a number, not {quoted(value)}.")
    try:
        # By its text: 0.1 as a binary fraction is not 0.1.
        return checked(kind, Decimal(str(value)), what)
    except InvalidOperation:
        raise Usage(f"{what} must be a number, not {quoted(value)}.") from None
