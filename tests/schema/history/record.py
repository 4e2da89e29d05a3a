"""Writes migrations/tables.json anew, from a fresh install.

Run it when the tables were meant to change: python -m tests.schema.history.record
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from doughy_cli.db import catalog, server, upgrade
from tests.harness import start_cluster


def record() -> None:
    """Write what `catalog.tables` finds at the newest revision."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        database = start_cluster(folder).clone()
        with database.connect() as connection:
            found = catalog.tables(connection)
        server.stop(folder / "server")
    text = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)
    (upgrade.migrations() / "tables.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    record()
