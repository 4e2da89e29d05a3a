"""`python -m docs.generate` writes the generated pages; with `--check` it writes nothing, shows
how they differ from what would be written, and exits with 1 if any does."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psycopg import Connection

from docs.generate import imports, performance, reference, schema, troubleshooting
from docs.generate.database import fresh_database

DOCS = Path(__file__).resolve().parent.parent
PAGES: dict[str, Callable[[Connection[Any]], str]] = {
    "schema.md": schema.render,
    "pictures/imports.svg": lambda _: imports.render(),
    "performance.md": lambda _: performance.render(),
    "troubleshooting.md": lambda _: troubleshooting.render(),
}


def main(arguments: list[str], folder: Path = DOCS) -> int:
    """Write or check every page of `folder`; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    check = parser.parse_args(arguments).check
    stale = False
    with fresh_database() as connection:
        pages = {name: render(connection) for name, render in PAGES.items()}
        for name, wanted in {**pages, **reference.render()}.items():
            page = folder / name
            found = page.read_text(encoding="utf-8") if page.exists() else ""
            if check:
                changes = difference(name, found, wanted)
                stale = stale or bool(changes)
                sys.stdout.write(changes)
            elif found != wanted:
                page.parent.mkdir(exist_ok=True)
                page.write_text(wanted, encoding="utf-8")
                sys.stderr.write(f"{page} was written\n")
    if stale:
        sys.stderr.write("Write the pages anew: python -m docs.generate\n")
    return int(stale)


def difference(name: str, found: str, wanted: str) -> str:
    """Return a unified diff from the page as it is to the page as it should be, or nothing."""
    return "".join(
        difflib.unified_diff(
            found.splitlines(keepends=True),
            wanted.splitlines(keepends=True),
            f"docs/{name}",
            f"docs/{name} as generated",
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
