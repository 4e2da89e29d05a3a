"""Getting the files of several documents: what is in the way of one does not keep the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli.docs.getting import file_name, there_already, write_file
from doughy_cli.docs.places import Places
from doughy_cli.docs.rows import DocumentRow, GotRow
from doughy_cli.docs.targets import counted
from doughy_cli.errors import Conflict, DoneInPart, DoughyError, Failed, Unreachable, Usage
from doughy_cli.progress import Progress

if TYPE_CHECKING:
    from doughy_cli.context import App

_NAMED = 5  # documents that a message names


def paths(rows: Sequence[DocumentRow], to: str | None) -> list[Path]:
    """Return where each document goes, no two into one file. Raises Usage if `to` is no folder
    and there are several."""
    if to is not None and not Path(to).is_dir():
        if len(rows) > 1 or to.endswith("/"):
            raise Usage(f"{to} is no folder.", "Make it first, or name one that there is.")
        return [Path(to)]
    found: dict[str, Path] = {}
    for row in rows:
        # Some file systems take two names for one that differ in capitals alone.
        name = next(each for each in _names(row) if each.casefold() not in found)
        found[name.casefold()] = Path(to or ".") / name
    return list(found.values())


def _names(row: DocumentRow) -> Iterator[str]:
    yield file_name(row)
    yield file_name(row, f"{str(row.id)[:8]}-")
    for number in count(1):
        yield file_name(row, f"{row.id}-{number}-")


def fetch(
    app: App, known: Places, rows: Sequence[DocumentRow], into: Sequence[Path], *, force: bool
) -> tuple[list[GotRow], DoughyError | None]:
    """Write each document's file; return those that are there now, and what to raise if some are
    not. What is asked is asked before a byte is copied."""
    got: list[GotRow] = []
    failed: list[tuple[DocumentRow, DoughyError]] = []
    todo = []
    for row, path in zip(rows, into, strict=True):
        try:
            if there := there_already(row, path):
                got.append(there)
                continue
            replace = _may_replace(app, path, force=force, of=len(rows))
            if replace is not None:
                todo.append((row, path, replace))
        except DoughyError as error:
            failed.append((row, error))
    untried = len(todo)
    for row, path, replace in todo:
        untried -= 1
        try:
            got.append(_to_file(app, known, row, path, replace=replace))
        except DoughyError as error:
            failed.append((row, error))
            if isinstance(error, Unreachable) or error.code == "disk_full":
                break  # the others would fare no better
    order = {row.id: number for number, row in enumerate(rows)}
    got.sort(key=lambda each: order[each.id])
    return got, _failure(failed, len(got), untried, len(rows))


def _failure(
    failed: Sequence[tuple[DocumentRow, DoughyError]], got: int, untried: int, total: int
) -> DoughyError | None:
    """Return one error that names what could not be had, and why; None if nothing failed."""
    if not failed:
        return None
    if total == 1:
        return failed[0][1]
    lines = [f"{row.title} ({str(row.id)[:8]}): {error.message}" for row, error in failed[:_NAMED]]
    if len(failed) > _NAMED:
        lines.append(f"… and {len(failed) - _NAMED} more")
    if untried:
        lines.append(f"{counted(untried)} not tried.")
    words = f"{got} of {counted(total)} there; then:\n" if got else ""
    kind = DoneInPart if got else type(failed[0][1]) if len(failed) == 1 else Failed
    return kind(words + "\n".join(lines), failed[0][1].hint)


def _may_replace(app: App, path: Path, *, force: bool, of: int) -> bool | None:
    """Return whether there is a file that may be replaced; None if the person leaves it, and
    there are more. Raises Conflict where nobody can be asked, Usage for what is no file."""
    if path.exists() and not path.is_file():
        raise Usage(f"{path} is not a file.", "Name one, or write to a pipe with --to -.")
    if not path.exists() and not path.is_symlink():
        return False
    if force:
        return True
    if not app.interactive:
        raise Conflict(f"{path} is there already.", "Give --force to replace it.")
    question = f"{path} is there already. Replace it?"
    if of == 1:
        app.confirm(question)
        return True
    return app.ask(f"{question} [y/N]", "Give --force.").lower() in ("y", "yes") or None


def _to_file(app: App, known: Places, row: DocumentRow, path: Path, *, replace: bool) -> GotRow:
    store = known.of(row.file_url, row.user_id)
    with Progress(app.output, f"Getting {path.name}", row.size) as progress:
        return write_file(store, row, path, progress.advance, replace=replace)
