"""docs/performance.md says what the bench has measured. Nothing is measured here."""

from __future__ import annotations

from docs.generate.__main__ import DOCS, difference
from docs.generate.performance import render

FIGURE = {
    "what": "a",
    "base": "b",
    "value": 2.5,
    "unit": "×",
    "limit": 2.0,
    "rounds": 11,
    "cpu": 2.5,
    "wall": 1.5,
    "seconds": 0.25,
    "enough": None,
    "holds": False,
}
PART = {
    "at": "2026-01-31T12:00Z",
    "machine": {
        "cores": 2,
        "cpu": "c",
        "memory_gb": 8,
        "system": "Linux",
        "python": "3.11.0",
        "postgresql": "18.0",
        "doughy": "0.1.0",
    },
    "load": [0.5, 1.0],
    "figures": [FIGURE],
}


def test_the_page_is_what_was_measured() -> None:
    found = (DOCS / "performance.md").read_text(encoding="utf-8")
    assert found == render(), "run: python -m docs.generate\n" + difference(
        "performance.md", found, render()
    )


def test_what_does_not_hold_is_said_first() -> None:
    within = {**FIGURE, "what": "d", "value": 1.5, "holds": True}
    told = render({"startup": {**PART, "figures": [FIGURE, within]}})
    assert "Of 2 figures that have a limit, 1 are within it. Not within it: a (2.50 ×)." in told
    assert "| a | b | **2.50** | 1.50 | 2 | **does not hold** | 0.25 | 11 |" in told
    assert "load average 0.5 before, 1.0 after" in told
