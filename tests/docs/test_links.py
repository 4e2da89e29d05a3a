"""Every page is reached from the index, and what a page points at is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOR_BUILDERS = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def targets(page: Path) -> set[Path]:
    """Return the files of the project that a page points at."""
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    files = (each.partition("#")[0] for each in found if "://" not in each)
    return {(page.parent / each).resolve() for each in files if each}


def test_what_is_pointed_at_is_there() -> None:
    missing = {
        f"{page.relative_to(ROOT)}: {each}"
        for page in PAGES
        for each in targets(page)
        if not each.exists()
    }
    assert not missing


def test_the_index_has_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    pages = {each for each in PAGES if each.parent == index.parent and each != index}
    assert pages - targets(index) == set()


def test_what_is_named_is_there() -> None:
    """Files and folders of the project, as the pages for those who work on it name them."""
    parts = ("doughy_cli", "migrations", "tests", "docs", "bench", "completions")
    there = [
        ROOT / "pyproject.toml",
        *(each for part in parts for each in (ROOT / part).rglob("*")),
    ]
    known = {f"/{each.relative_to(ROOT)}" for each in there}
    known |= {f"/{part}" for part in parts}
    missing = {
        f"{page}: {name}"
        for page in FOR_BUILDERS
        for name in re.findall(
            r"`([\w./]+(?:/|\.py|\.sql|\.toml|\.json))`", page.read_text("utf-8")
        )
        if not any(each.endswith(f"/{name.rstrip('/')}") for each in known)
    }
    assert not missing
