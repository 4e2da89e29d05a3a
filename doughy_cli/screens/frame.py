"""A screen as it is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A screen's lines, and the cursor's column and line, if it shows.

    `scroll` is how far the middle is scrolled indeed: not past its end.
    """

    lines: list[str]
    cursor: tuple[int, int] | None = None
    scroll: int = 0
