"""The matrix, tried cell by cell with real logins."""

from __future__ import annotations

import pytest

from tests.schema.matrix import CLOSED, MATRIX
from tests.schema.walk import wrong_cells
from tests.schema.world import World


@pytest.mark.parametrize("table", MATRIX | CLOSED)
def test_each_may_do_what_the_matrix_says_and_no_more(world: World, table: str) -> None:
    assert wrong_cells(world, table) == []
