"""docs/reference/ is what the commands say now."""

from __future__ import annotations

from docs.generate import reference
from docs.generate.__main__ import DOCS


def test_the_reference_is_current() -> None:
    pages = reference.render()
    for name, page in pages.items():
        assert (DOCS / name).read_text("utf-8") == page, f"{name}: python -m docs.generate"
    assert {f"reference/{each.name}" for each in (DOCS / "reference").iterdir()} == pages.keys()


def test_a_page_has_all_that_the_help_has() -> None:
    page = reference.render()["reference/deals.md"]
    own = page.split("## doughy deals next\n")[1].split("\n## ")[0]
    for part in (
        "doughy deals next --check --quiet",
        "| `--check` | Only what is overdue",
        "0, 1, 2, 4, 7, 130.\n- 1: Under --check: something is overdue.",
        "`--json`",
        "As JSON: [NextDeal](#nextdeal).",
    ):
        assert part in own
    assert "| `lead_name` | text or null | The lead's name. |" in page
