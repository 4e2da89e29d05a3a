"""docs/pictures/imports.svg is who imports whom now."""

from __future__ import annotations

from docs.generate import imports


def test_the_picture_is_current() -> None:
    rows = imports.layers()
    assert imports.homeless(rows) == set(), "in no layer of the contract in pyproject.toml"
    drawn = imports.render(rows, imports.arrows(rows))
    assert drawn == imports.FILE.read_text("utf-8"), "run: python -m docs.generate.imports"


def test_an_arrow_that_others_imply_is_left_out() -> None:
    reached = imports._reached({0: {1, 2}, 1: {2}, 2: set()}, {1}, 2)
    assert reached
    assert not imports._reached({0: {1, 2}, 1: set(), 2: set()}, {1}, 2)
