"""What `docs add` does with the files that it is given, and what it says while it does."""

from __future__ import annotations

import re
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
from doughy_cli.errors import DoneInPart, DoughyError, Usage, quoted
from doughy_cli.progress import Progress
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App

_LONGEST_URL = 4000
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


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
        else New(checked or _link_title(each), url=_checked_url(each))
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
    words = _CONTROL.sub(" ", Path(name).stem).strip() or _CONTROL.sub(" ", name).strip()
    return (words or "Document")[:LONGEST_TITLE]


def _link_title(url: str) -> str:
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    return _title(last) if last else parts.netloc[:LONGEST_TITLE]


def _checked_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        fine = bool(parts.hostname) and len(url) <= _LONGEST_URL
    except ValueError:
        fine = False
    if not fine or _CONTROL.search(url) or " " in url:
        raise Usage(f"{quoted(url)} is no URL that can be noted.")
    if "@" in parts.netloc:  # whoever sees the document would see the password
        raise Usage(f"The URL of {parts.hostname} has a name or a password in it; leave those out.")
    return checked_text(url, "The URL")
