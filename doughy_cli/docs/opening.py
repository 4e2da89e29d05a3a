"""Showing a document in the desktop's own program: a copy of it, never the file in the store,
which must stay as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli.docs.getting import file_name, write_file
from doughy_cli.docs.places import Places
from doughy_cli.docs.rows import DocumentRow, GotRow
from doughy_cli.docs.stores.base import Outside
from doughy_cli.docs.values import checked_url
from doughy_cli.errors import Usage
from doughy_cli.progress import Progress

if TYPE_CHECKING:
    from doughy_cli.context import App

_READ_ONLY = 0o400


def open_copy(app: App, places: Places, row: DocumentRow) -> GotRow:
    """Show a copy of the document, read-only and for this person alone; return where it is."""
    folder = opened_folder(app) / str(row.id)
    for each in (folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / file_name(row)
    store = places.of(row.file_url, row.user_id)
    with Progress(app.output, f"Getting {path.name}", row.size) as progress:
        got = write_file(store, row, path, progress.advance, replace=True, mode=_READ_ONLY)
    opener = _opener()
    if opener is None:
        app.output.say("There is no desktop here to show it; this is where it is.")
    else:
        _start([*opener, str(path)])
    return got


def open_link(app: App, row: DocumentRow) -> None:
    """Show a link in the browser, or print it where there is none. Raises Outside for what
    `docs add` would not have noted: somebody has written it into the row by hand."""
    try:
        checked_url(row.file_url)
    except Usage as error:
        raise Outside(
            f"{row.title} ({str(row.id)[:8]}): its link is none that doughy has noted.",
            "Somebody has written it there by hand; nothing is opened.",
        ) from error
    if _opener() is None or not webbrowser.open(row.file_url):
        app.output.stdout.write(f"{row.file_url}\n")
    else:
        app.output.say(f"Shown in the browser: {row.file_url}")


def opened_folder(app: App) -> Path:
    """Return the folder of the copies that were shown; `docs gc` empties it."""
    return app.folders.state / "opened"


def _opener() -> list[str] | None:
    """Return the program that opens files as the desktop would; None without a desktop."""
    if sys.platform == "darwin":
        return ["open"]
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    found = shutil.which("xdg-open")
    return [found] if found else None


def _start(command: list[str]) -> None:
    # It outlives this command, and its words are not ours.
    quiet = subprocess.DEVNULL
    subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
