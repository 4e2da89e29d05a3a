"""Writes migrations/tables.json and definitions.json anew, from a fresh install.

Run it when tables, policies, functions or privileges were meant to change:

    python -m tests.schema.history.record
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from doughy_cli.db import catalog, server, upgrade
from tests.harness import start_cluster


def record() -> None:
    """Write what `catalog.tables` finds at the newest revision, and digests of what is managed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        database = start_cluster(folder).clone()
        with database.connect() as connection:
            found = {
                "tables": catalog.tables(connection),
                "definitions": catalog.digests(catalog.managed(connection)),
            }
        server.stop(folder / "server")
    for name, kept in found.items():
        text = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False)
        (upgrade.migrations() / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    record()
