"""What docs/performance.md says of a part below its figures: what does not hold and why, and what
was found out. Kept by hand; the figures themselves are in figures.json."""

from __future__ import annotations

NOTES: dict[str, str] = {}
