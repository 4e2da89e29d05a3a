"""What is shown of saved views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view: its name, and the flags as they were typed, by parameter."""

    name: str
    flags: dict[str, Any]
