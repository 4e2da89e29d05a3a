"""Where views are kept: `views/leads/NAME.toml` in the configuration folder.

A file holds the flags as they were typed (`since = "-7d"`), so that a view means the last
seven days whenever it is used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doughy_cli.config import Folders, replace_file
from doughy_cli.errors import NotFound, Usage
from doughy_cli.leads.views.rows import ViewRow

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


def save_view(folders: Folders, name: str, flags: Mapping[str, Any]) -> ViewRow:
    """Keep `flags` under `name`, in place of what was there.

    Raises Usage if there are none, or `name` cannot be a file's name.
    """
    if not flags:
        raise Usage("There is nothing to save.", "Give the flags of `leads list` too.")
    import tomli_w

    replace_file(_path(folders, name), tomli_w.dumps(dict(flags)).encode())
    return ViewRow(name, dict(flags))


def load_view(folders: Folders, name: str) -> ViewRow:
    """Return the view. Raises NotFound if there is none, Usage for a file that is none."""
    path = _path(folders, name)
    try:
        flags = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NotFound(f"There is no view {name!r}.", "See `doughy leads views list`.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path} is not valid TOML: {error}", "Mend the file, or remove it.") from error
    return ViewRow(name, flags)


def remove_view(folders: Folders, name: str) -> ViewRow:
    """Remove the view; return it as it was. Raises NotFound if there is none."""
    gone = load_view(folders, name)
    _path(folders, name).unlink(missing_ok=True)
    return gone


def views(folders: Folders) -> list[ViewRow]:
    """Return all views, by name."""
    return [load_view(folders, path.stem) for path in sorted(_folder(folders).glob("*.toml"))]


def _folder(folders: Folders) -> Path:
    return folders.config / "views" / "leads"


def _path(folders: Folders, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise Usage(f"{name!r} cannot be a view's name.", "Use letters, digits, - and _.")
    return _folder(folders) / f"{name}.toml"
