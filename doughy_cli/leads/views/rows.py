"""What is shown of saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view: its name, and the flags as they were typed, by parameter."""

    TABLE: ClassVar[tuple[str, ...]] = ("name", "flags")
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "views",
        ("name",),
        (),
    )

    name: str
    flags: dict[str, Any]
