"""Which keys a command is for, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.keys.rows import KeyRow
from doughy_cli.options import Format, field_names

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App
    from doughy_cli.vault.queries import StoredKey

NOUNS = ("key", "keys")

Service = Annotated[
    str, typer.Argument(metavar="SERVICE", help="openai, stripe, twilio, sendgrid, or your own.")
]
Services = Annotated[
    list[str] | None, typer.Argument(metavar="[SERVICE...]", help="These alone; else all of yours.")
]


def fields_shown(app: App, record: Any) -> Sequence[str]:
    """Return the fields that the run's format shows of a list."""
    if app.flags.fields:
        return app.flags.fields
    if app.output.format in (Format.table, Format.tsv):
        return tuple(record.WIDE)
    return field_names(record)


def showing(app: App, keys: Sequence[StoredKey], mine: UUID) -> list[KeyRow]:
    """Return keys as rows for the run's format, and say what is wrong with some."""
    from doughy_cli.keys.shown import shown_keys

    rows, faults = shown_keys(app.settings, keys, mine, fields_shown(app, KeyRow))
    for each in faults:
        app.output.say(f"{each.message} {each.hint or ''}".rstrip())
    return rows


def mine_or_named(app: App, services: Sequence[str] | None) -> list[StoredKey]:
    """Return the person's keys for `services`, or all of them. Raises NotFound for one that is
    not stored."""
    from doughy_cli.vault.queries import find_key, my_keys

    if not services:
        return my_keys(app.session)
    found = {key.id: key for key in (find_key(app.session, each) for each in services)}
    return list(found.values())
