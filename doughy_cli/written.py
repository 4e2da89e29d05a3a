"""What a change of records came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row_co = TypeVar("Row_co", covariant=True)


@dataclass(frozen=True)
class Written(Generic[Row_co]):
    """Records as they are stored after a change, and how many of them it has changed."""

    rows: Sequence[Row_co]
    changed: int
