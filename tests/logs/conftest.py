"""What the tests of `doughy logs` have in common: the program run as an admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Logs = Callable[..., "Result"]


@pytest.fixture
def logs(doughy: Program, admin: Person) -> Logs:
    """Run `doughy logs …`, as the admin if nobody else is named."""

    def run(*arguments: object, person: Person = admin, **more: Any) -> Result:
        return doughy("logs", *map(str, arguments), person=person, **more)

    return run
