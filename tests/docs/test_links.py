"""Every page is reached from the index, and what a page points at is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
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
