"""What `docs add` does with the files that it is given, and what it says while it does."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from doughy_cli.docs.adding import New, Target, add_batch, in_batches
from doughy_cli.docs.fields import LONGEST_TITLE
from doughy_cli.docs.files import look_at, total_size
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.stores.base import Store, is_link
from doughy_cli.docs.targets import counted, places
from doughy_cli.docs.values import CONTROL, checked_url
from doughy_cli.errors import DoneInPart, DoughyError, Usage
from doughy_cli.progress import Progress
from doughy_cli.targets import STDIN
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App


def named(given: Sequence[str]) -> list[str]:
    """Return the names of the files, `-` standing for those on stdin, one a line. Raises Usage if
    there are none."""
    found: list[str] = []
    for each in given:
        if each == STDIN:
            lines = os.fsdecode(sys.stdin.buffer.read()).split("\n")
            found += [line for line in lines if line.strip()]
        else:
            found.append(each)
    if not found:
        raise Usage("stdin holds no names of files.")
    return found


def new_documents(app: App, given: Sequence[str], title: str | None, *, follow: bool) -> list[New]:
    """Look at the files (each is read once); return the documents that they will be.

    Raises Usage, naming the files, if any of them cannot be one.
    """
    checked = None if title is None else checked_text(title, "--title", LONGEST_TITLE)
    paths = [each for each in given if not is_link(each)]
    with Progress(app.output, "Reading", total_size(paths)) as progress:
        sources = dict(
            zip(paths, look_at(paths, follow=follow, told=progress.advance), strict=True)
        )
    return [
        New(checked or _title(sources[each].name), sources[each])
        if each in sources
        else New(checked or _link_title(each), url=checked_url(each))
        for each in given
    ]


def add_all(app: App, documents: Sequence[New], to: Target) -> list[DocumentRow]:
    """Add the documents, batch by batch; return their rows.

    Raises DoneInPart if a batch fails after another is saved; the rows of those are shown first.
    """
    store = _store(app, documents)
    done: list[New] = []
    total = sum(each.source.size for each in documents if each.source)
    rows: list[DocumentRow] = []
    try:
        with Progress(app.output, "Adding", total) as progress:
            for batch in in_batches(documents):
                rows += add_batch(app, store, batch, to, progress.advance)
                done += batch
    except DoughyError as error:
        if not done or app.flags.dry_run:
            if len(documents) > 1:
                error.hint = f"Nothing was added. {error.hint or ''}".rstrip()
            raise
        app.output.rows(DocumentRow, rows, whole=True)
        raise DoneInPart(
            f"{counted(len(done))} of {len(documents):,} added; then: {error.message}", error.hint
        ) from error
    return rows


def _store(app: App, documents: Sequence[New]) -> Store | None:
    if not any(each.source for each in documents):
        return None
    return places(app).own()


def _title(name: str) -> str:
    words = CONTROL.sub(" ", Path(name).stem).strip() or CONTROL.sub(" ", name).strip()
    return (words or "Document")[:LONGEST_TITLE]


def _link_title(url: str) -> str:
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return _title(last) if last else parts.netloc[:LONGEST_TITLE]
