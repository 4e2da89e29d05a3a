"""The page of departures is read strictly: what cannot be compared is refused."""

from __future__ import annotations

import pytest

from tests.schema.conformance import departures
from tests.schema.conformance.departures import FIRST

HEAD = f"## {FIRST}\n\n| what | the document | here | why |\n| --- | --- | --- | --- |\n"


def test_a_page_is_read() -> None:
    page = departures.listed(HEAD + "| `a b`, `c` | — | `x, y` | Because. |\n")
    assert page[FIRST] == {"a b": (None, "x, y"), "c": (None, "x, y")}


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("## Else\n| `a` | — | `x` | Because. |", "under the heading 'Else'"),
        (f"{HEAD}| `a` | — | `x` | |", "and why"),
        (f"{HEAD}| `a` | — | x | Because. |", "neither one form"),
        (f"{HEAD}| `a` | — | `x` and `y` | Because. |", "neither one form"),
        (f"{HEAD}| the `a` | — | `x` | Because. |", "not names alone"),
        (f"{HEAD}| `a`, `a` | — | `x` | Because. |", "listed twice"),
    ],
)
def test_a_page_that_cannot_be_compared_is_refused(page: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        departures.listed(page)
