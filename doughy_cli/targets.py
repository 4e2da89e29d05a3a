"""Which records a command is for, and what is said of a change: what every domain does alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from doughy_cli.errors import Usage

if TYPE_CHECKING:
    from doughy_cli.context import App

STDIN = "-"


def texts(app: App, named: list[str]) -> list[str]:
    """Return what the records were named by, `-` standing for stdin.

    Raises Usage if that holds records instead of ids, or nothing at all.
    """
    found = app.ids(named)
    if STDIN in named and any(each.startswith(("[", "{")) for each in found):
        raise Usage("stdin holds JSON; give ids, one a line: --fields id -o tsv")
    if not found:
        raise Usage("stdin holds no ids.")
    return found


def show_read(app: App, record: type, named: list[str], rows: Sequence[Any]) -> None:
    """Write what was read: an object for one record that was named, else a list."""
    if len(rows) == 1 and named != [STDIN]:
        app.output.one(record, rows[0])
    else:
        app.output.rows(record, rows)


def show_written(
    app: App,
    record: type,
    named: list[str] | None,
    rows: Sequence[Any],
    said: str,
) -> None:
    """Write what is stored now: an object for one record that was named, else a list.

    `said` is what was done; nothing is said of a dry run.
    """
    if len(rows) == 1 and len(named or []) == 1 and named != [STDIN]:
        app.output.one(record, rows[0])
    else:
        app.output.rows(record, rows)
    if not app.flags.dry_run:
        app.output.say(said)


def said(nouns: tuple[str, str], rows: int, changed: int, done: str, already: str) -> str:
    """Return what was `done`, told apart from what was so `already`; `nouns` are those of one
    record and of several."""
    left = rows - changed
    unchanged = f"{counted(left, nouns)} {'was' if left == 1 else 'were'} {already}"
    if not left:
        return f"{counted(changed, nouns)} {done}."
    if not changed:
        return f"Nothing to change: {unchanged}."
    return f"{counted(changed, nouns)} {done}; {unchanged}."


def counted(count: int, nouns: tuple[str, str]) -> str:
    """Return `1 lead` or `1,200 leads`."""
    return f"{count:,} {nouns[count != 1]}"
