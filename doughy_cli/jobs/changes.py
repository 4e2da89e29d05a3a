"""What a change of jobs came to."""

from __future__ import annotations

from dataclasses import dataclass

from doughy_cli.jobs.rows import JobRow


@dataclass(frozen=True, slots=True)
class Written:
    """Jobs as they are stored now, and how many of them were changed."""

    rows: list[JobRow]
    changed: int
