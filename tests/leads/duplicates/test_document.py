"""The worked example of docs/duplicates.md is what the program says."""

from __future__ import annotations

from pathlib import Path

import pytest

from doughy_cli.leads.duplicates import weights
from doughy_cli.leads.duplicates.compare import compare
from doughy_cli.leads.duplicates.profile import profile
from doughy_cli.leads.duplicates.rarity import Rarity

DOCUMENT = Path(__file__).parents[3] / "docs" / "duplicates.md"
PHONE = ["+15709218303"]


def row(field: str) -> list[str]:
    """The cells of a row of the example."""
    (line,) = (
        each
        for each in DOCUMENT.read_text().partition("An example.")[2].splitlines()
        if each.startswith(f"| {field} |")
    )
    return [cell.strip() for cell in line.split("|")[2:4]]


@pytest.fixture
def documented() -> list[list[str]]:
    return [row(name) for name in ("to begin with", "name", "company", "phone", "e-mail", "sum")]


def test_the_worked_example(documented: list[list[str]]) -> None:
    one = profile("Franklin Galloway", "Proctor and Bell", PHONE, ["frank@x.example"])
    others = [
        profile("F. Galloway", "Proctor & Bell LLC", PHONE, ["f@galloway.example"]),
        profile("Ann Galloway", None, PHONE, []),
    ]
    rarity = Rarity([one, *others])
    for column, other in enumerate(others):
        found = compare(one, other, rarity)
        weight = {each.field: f"{each.weight:+.1f}" for each in found.reasons}
        begin, name, company, phone, email, total = (each[column] for each in documented)
        assert begin == f"{weights.PRIOR:+.1f}"
        for cell, field in (
            (name, "name"),
            (company, "company"),
            (phone, "phone"),
            (email, "email"),
        ):
            assert cell.partition(" ")[0] == weight.get(field, ""), field
        score = weights.score_of(found.bits)
        assert total == f"**{found.bits:+.1f}**: score {score}"


def test_the_scores_of_the_document() -> None:
    assert "2.5 bits are a score of 85, 5 bits 97, 0 bits 50." in DOCUMENT.read_text()
    assert weights.bits_of(85) == pytest.approx(2.5, abs=0.01)
    assert weights.bits_of(97) == pytest.approx(5.0, abs=0.02)
    assert weights.bits_of(50) == 0
