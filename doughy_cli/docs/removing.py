"""Removing documents, one by one: the row first, then the bytes, if no other row has them.

One by one, so that whatever ends the command halfway leaves at most one file that no document
points at, which `docs gc` finds; and never a document without its file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from doughy_cli.docs import place_queries
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.stores.base import Store, is_link
from doughy_cli.docs.write_queries import lock_documents, remove_document
from doughy_cli.errors import DoneInPart, DoughyError, Unreachable
from doughy_cli.progress import StatusLine

if TYPE_CHECKING:
    from doughy_cli.context import App


def out_of_reach(stores: Sequence[Store], row: DocumentRow) -> bool:
    """Return whether the document's file is where it cannot be removed from here, and stays."""
    return not is_link(row.file_url) and _store(stores, row) is None


def _store(stores: Sequence[Store], row: DocumentRow) -> Store | None:
    return next((each for each in stores if row.file_url.startswith(each.root)), None)


def remove(app: App, stores: Sequence[Store], rows: Sequence[DocumentRow]) -> list[DocumentRow]:
    """Remove the documents; return them as they were.

    Raises what stands in the way of any of them before one is removed, and DoneInPart if
    something comes in the way later.
    """
    with app.transaction() as session:
        lock_documents(session, [each.id for each in rows])
        if app.flags.dry_run:
            for row in rows:
                remove_document(session, row)
    if app.flags.dry_run:
        return list(rows)
    removed: list[DocumentRow] = []
    silent: set[str] = set()  # stores that did not answer are not asked again
    try:
        with StatusLine(app.output) as status:
            for row in rows:
                with app.transaction() as session:
                    remove_document(session, row)
                removed.append(row)
                _remove_bytes(app, stores, row, silent)
                status.show("Removing", len(removed), len(rows))
    except DoughyError as error:
        if not removed:
            raise
        raise DoneInPart(
            f"{len(removed):,} of {len(rows):,} documents removed; then: {error.message}",
            error.hint,
        ) from error
    return removed


def _remove_bytes(app: App, stores: Sequence[Store], row: DocumentRow, silent: set[str]) -> None:
    """Remove a document's bytes, if they are in a store of the person's and no row has them."""
    store = _store(stores, row)
    if store is None:
        return
    pointed = place_queries.pointed_at(app.session, [row.file_url])
    app.session.commit()
    if pointed:
        return
    why: Exception | str = f"{store.label} does not answer"
    try:
        if store.label not in silent:
            store.remove(row.file_url)
            return
    except (DoughyError, OSError) as error:
        why = error
        if isinstance(error, Unreachable):
            silent.add(store.label)
    app.output.say(f"{row.title}: its file is still there ({why}); `doughy docs gc` removes it.")
