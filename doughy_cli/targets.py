"""Which records a command is for, and what is said of a change: what every domain does alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from doughy_cli.errors import Usage

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.written import Written

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


@dataclass(frozen=True)
class Kind:
    """A kind of records that commands change: how one is shown, and what one and several are
    called."""

    row: type
    one: str
    several: str

    def counted(self, count: int) -> str:
        """Return `1 lead` or `1,200 leads`."""
        return counted(count, (self.one, self.several))

    def show_written(
        self,
        app: App,
        named: list[str] | None,
        written: Written[Any],
        done: str,
        already: str,
        then: str | None = None,
    ) -> None:
        """Write what is stored now: an object for one record that was named, else a list.

        The message tells those that were `done` from those that were so `already`; `then` is
        what to do next. Nothing is said of a dry run.
        """
        show_changed(app, self.row, named, written.rows, self._said(written, done, already))
        if then and written.changed and not app.flags.dry_run:
            app.output.suggest(then)

    def _said(self, written: Written[Any], done: str, already: str) -> str:
        left = len(written.rows) - written.changed
        unchanged = f"{self.counted(left)} {'was' if left == 1 else 'were'} {already}"
        if not left:
            return f"{self.counted(written.changed)} {done}."
        if not written.changed:
            return f"Nothing to change: {unchanged}."
        return f"{self.counted(written.changed)} {done}; {unchanged}."


def show_changed(
    app: App, record: type, named: list[str] | None, rows: Sequence[Any], said: str
) -> None:
    """Write what is stored now, as `Kind.show_written`; `said` is what was done."""
    if len(rows) == 1 and len(named or []) == 1 and named != [STDIN]:
        app.output.one(record, rows[0])
    else:
        app.output.rows(record, rows)
    if not app.flags.dry_run:
        app.output.say(said)


def counted(count: int, nouns: tuple[str, str]) -> str:
    """Return `1 lead` or `1,200 leads`."""
    return f"{count:,} {nouns[count != 1]}"
