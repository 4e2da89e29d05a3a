"""Whether documents' files are there, whole and unchanged; and what lies in a store for nobody."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli.docs import place_queries
from doughy_cli.docs.opening import opened_folder
from doughy_cli.docs.places import Places
from doughy_cli.docs.rows import DocumentRow, OrphanRow, VerifiedRow
from doughy_cli.docs.stores.base import Piece, Store, Told, is_link
from doughy_cli.errors import DoughyError, Unreachable

if TYPE_CHECKING:
    from doughy_cli.context import App

# What is younger may be of an add that is still at work.
YOUNGEST = timedelta(days=1)
FINE = {"ok", "link"}
UNKNOWN = {"unreadable", "elsewhere"}


def verify(places: Places, rows: Iterable[DocumentRow], told: Told) -> Iterator[VerifiedRow]:
    """Yield what became of each document's file, looked at from its first byte to its last."""
    silent: dict[str, DoughyError] = {}  # stores that did not answer are not asked again
    for row in rows:
        state, problem = _state(places, row, told, silent)
        yield VerifiedRow(row.id, row.title, state, problem, row.file_url)


def _state(
    places: Places, row: DocumentRow, told: Told, silent: dict[str, DoughyError]
) -> tuple[str, str | None]:
    if is_link(row.file_url):
        return "link", "not checked: a link"
    store = None
    try:
        store = places.of(row.file_url, row.user_id)
        if store.label in silent:
            raise silent[store.label]
        size = store.size(row.file_url)
        if row.size is not None and size != row.size:
            return "size", f"{size:,} bytes instead of {row.size:,}"
        digest = hashlib.sha256()
        for chunk in store.read(row.file_url):
            digest.update(chunk)
            told(len(chunk))
    except DoughyError as error:
        if store and isinstance(error, Unreachable):
            silent[store.label] = error
        known = error.code if error.code in ("missing", "elsewhere", "outside") else "unreadable"
        return known, error.message
    except OSError as error:
        return "unreadable", str(error.strerror)
    if row.sha256 is None:
        return "ok", "its hash was not kept: only that it is there"
    if digest.hexdigest() != row.sha256:
        return "hash", "its content is not what was added"
    return "ok", None


def orphans(app: App, store: Store, *, remove: bool) -> list[OrphanRow]:
    """Return what lies in the store and no document points at, a row for each batch, and whether
    it is old enough to be removed; `remove` that."""
    lying: defaultdict[str, list[Piece]] = defaultdict(list)
    # First what is there, then what is pointed at: a document that is added meanwhile is no
    # orphan, and nothing can be given a pointer that has none now.
    pieces = list(store.pieces())
    pointed = place_queries.all_pointed_at(app.session, store.root)
    app.session.commit()
    for piece in pieces:
        if piece.url is None or piece.url not in pointed:
            lying[piece.batch].append(piece)
    oldest = store.now() - YOUNGEST
    rows = []
    for batch, left in lying.items():
        newest = max(each.modified for each in left)
        gone = newest < oldest
        if gone and remove:
            for each in left:
                store.discard(each)
        files = [each for each in left if each.name]  # an empty folder is nothing to report
        if files:
            size = sum(each.size for each in files)
            rows.append(OrphanRow(store.label, batch, len(files), size, newest, gone))
    return rows


def forget_opened(app: App) -> None:
    """Remove the copies that `docs open` has made more than a day ago."""
    import time

    limit = time.time() - YOUNGEST.total_seconds()
    folder = opened_folder(app)
    for each in folder.iterdir() if folder.is_dir() else ():
        if _newest(each) < limit:
            shutil.rmtree(each, ignore_errors=True)


def _newest(folder: Path) -> float:
    return max(each.lstat().st_mtime for each in (folder, *folder.rglob("*")))
