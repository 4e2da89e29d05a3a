"""A home of its own for the figures: quickstart's server and data, removed afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from doughy_cli.db import server


@dataclass(frozen=True)
class Place:
    """Where the figures are taken: `doughy` is the installed console script."""

    folder: Path
    env: dict[str, str]
    doughy: str

    @property
    def psql(self) -> str:
        """PostgreSQL's own client, of the server's version."""
        running = server.running(self.folder / "home" / "data" / "server")
        assert running is not None
        return str(running.bin_dir / "psql")

    @property
    def url(self) -> str:
        """The database as the signed-in person, without the password."""
        return self.run("db", "url").strip()

    @property
    def password(self) -> str:
        """The signed-in person's password, from the file that quickstart keeps it in."""
        file = self.folder / "home" / "config" / "credentials.json"
        [password] = json.loads(file.read_text()).values()
        return str(password)

    def run(self, *arguments: str) -> str:
        """Run doughy; return its stdout."""
        done = subprocess.run(
            [self.doughy, *arguments], env=self.env, check=True, capture_output=True, text=True
        )
        return done.stdout


@contextmanager
def make_place() -> Iterator[Place]:
    """Yield a place where quickstart has run."""
    folder = Path(tempfile.mkdtemp(prefix="doughy-bench-"))
    folder.chmod(0o711)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    # Without .pyc files every start would compile every module: nobody's day looks like that.
    env = {**kept, "DOUGHY_HOME": str(folder / "home"), "DOUGHY_NO_INPUT": "1"}
    env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    place = Place(folder, env, str(Path(sys.executable).with_name("doughy")))
    try:
        place.run("quickstart")
        yield place
    finally:
        place.run("db", "stop")
        shutil.rmtree(folder)
