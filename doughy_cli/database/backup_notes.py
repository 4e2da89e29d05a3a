"""When this computer made its last backup of each database, as `doughy doctor` wants to know."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from doughy_cli.config import Folders, alone, replace_file
from doughy_cli.errors import DoughyError

_FILE = "backups.json"


@dataclass(frozen=True, slots=True)
class Noted:
    """A backup that was made; `file` is None for one that went into a pipe."""

    made_at: datetime
    file: Path | None


def note_backup(folders: Folders, database: str, noted: Noted) -> None:
    """Note the last backup of `database` (its label). That it cannot be noted is no failure."""
    content = {"made_at": noted.made_at.isoformat(), "file": noted.file and str(noted.file)}
    with suppress(DoughyError), alone(folders, "backups"):
        kept = {**_read(folders), database: content}
        replace_file(folders.state / _FILE, json.dumps(kept, indent=1).encode())


def last_backup(folders: Folders, database: str) -> Noted | None:
    """Return the last backup of `database` that was made from here; None if none is known of."""
    try:
        found = _read(folders)[database]
        file = found["file"]
        return Noted(datetime.fromisoformat(found["made_at"]), Path(file) if file else None)
    except (KeyError, TypeError, ValueError):
        return None


def _read(folders: Folders) -> dict[str, Any]:
    try:
        found = json.loads((folders.state / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
