"""Maps of headers to fields that are kept under a name: `maps/NAME.toml` in the configuration.

Each is a file of lines such as `"Owner 1" = "name"`; whoever wants to change or remove one
edits or removes the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from doughy_cli.config import Folders, replace_file
from doughy_cli.errors import NotFound, Usage
from doughy_cli.intake.headers import normalised

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


def save_map(folders: Folders, name: str, maps: Mapping[str, str]) -> Path:
    """Keep `maps` (header → field) under `name`, in place of what was there; return the file.

    Raises Usage if there is nothing to keep or `name` cannot be a file's name.
    """
    if not maps:
        raise Usage("There is no map to save.", 'Give --map "Their Header=field" too.')
    import tomli_w

    path = _path(folders, name)
    replace_file(path, tomli_w.dumps(dict(maps)).encode())
    return path


def load_map(folders: Folders, name: str, headers: Sequence[str]) -> dict[str, str]:
    """Return the map `name`, without the columns that a file with `headers` does not have.

    Raises NotFound if there is none, Usage for a file that is no map.
    """
    path = _path(folders, name)
    try:
        maps = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NotFound(f"There is no map {name!r}.", "--use-map help lists them.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path} is not valid TOML: {error}", "Mend the file, or remove it.") from error
    if not all(isinstance(field, str) for field in maps.values()):
        raise Usage(f"{path} is not a map of headers to fields.", "Mend the file, or remove it.")
    known = {normalised(header) for header in headers}
    return {header: field for header, field in maps.items() if normalised(header) in known}


def map_files(folders: Folders) -> list[Path]:
    """Return the files of the saved maps, by name."""
    return sorted((folders.config / "maps").glob("*.toml"))


def _path(folders: Folders, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise Usage(f"{name!r} cannot be a map's name.", "Use letters, digits, - and _.")
    return folders.config / "maps" / f"{name}.toml"
