"""Whole numbers in the configuration file that a person may set: a section, a dataclass of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from doughy_cli.config import Folders, read_config
from doughy_cli.errors import Usage

LARGEST = 10**12

Measures = TypeVar("Measures")


def read_measures(folders: Folders, section: str, kind: Callable[..., Measures]) -> Measures:
    """Return the configuration's section as the dataclass `kind`, its defaults for what the
    section does not say.

    Raises Usage, naming file and key, for a key that does not exist or a value that cannot be.
    """
    given = read_config(folders).get(section, {})
    try:
        read: Measures = _measures(given, section, kind)
    except Usage as error:
        raise Usage(f"{folders.config_file}: {error.message}", error.hint) from error
    return read


def check_measure(section: str, name: str, value: Any, least: int) -> None:
    """Raise Usage unless `value` is a whole number of at least `least`."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise Usage(f"[{section}] {name} must be a whole number, not {value!r}.")
    if not least <= value <= LARGEST:
        raise Usage(f"[{section}] {name} must be {least} or more, not {value}.")


def _measures(given: Any, section: str, kind: Any) -> Any:
    names = tuple(each.name for each in fields(kind))
    if not isinstance(given, Mapping):
        raise Usage(f"[{section}] must be a table.", f"Its keys are {', '.join(names)}.")
    unknown = [name for name in given if name not in names]
    if unknown:
        raise Usage(f"[{section}] has no key {unknown[0]!r}.", f"There are: {', '.join(names)}.")
    return kind(**given)
