"""`python -m docs.generate.pictures` writes the pictures, on a server of its own."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from docs.generate.pictures.shots import pictures
from doughy_cli.db import server
from tests.harness import Program, start_cluster

FOLDER = Path(__file__).resolve().parents[2] / "pictures"


def main() -> None:
    """Write every picture into the folder."""
    with tempfile.TemporaryDirectory(prefix="doughy-pictures-") as made:
        # A root's server runs as a system user, who must get to its home.
        Path(made).chmod(0o711)
        try:
            database = start_cluster(Path(made)).clone()
            admin = database.add("you@example.com", "admin")
            drawn = pictures(Program(Path(made) / "home"), database, admin)
        finally:
            server.stop(Path(made) / "server")
    for name, svg in drawn.items():
        page = FOLDER / f"{name}.svg"
        page.write_text(svg, encoding="utf-8")
        sys.stderr.write(f"{page} was written\n")


if __name__ == "__main__":
    main()
