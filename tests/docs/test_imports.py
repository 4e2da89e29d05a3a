"""docs/pictures/imports.svg is who imports whom now."""

from __future__ import annotations

from docs.generate import imports
from docs.generate.__main__ import DOCS


def test_the_picture_is_current() -> None:
    rows = imports.layers()
    assert imports.homeless(rows) == set(), "in no layer of the contract in pyproject.toml"
    kept = (DOCS / "pictures" / "imports.svg").read_text("utf-8")
    assert imports.render() == kept, "run: python -m docs.generate"


def test_an_arrow_that_others_imply_is_left_out() -> None:
    reached = imports._reached({0: {1, 2}, 1: {2}, 2: set()}, {1}, 2)
    assert reached
    assert not imports._reached({0: {1, 2}, 1: set(), 2: set()}, {1}, 2)
