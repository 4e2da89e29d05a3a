"""How many bytes of a backup have passed, on a status line, and amounts in words."""

from __future__ import annotations

from doughy_cli.output import Output
from doughy_cli.progress import StatusLine


class Progress(StatusLine):
    """Counts bytes; `total` is what there will be, where that is known."""

    def __init__(self, output: Output, doing: str, total: int | None = None) -> None:
        super().__init__(output)
        self._doing = doing
        self._total = total
        self.done = 0

    def advance(self, size: int) -> None:
        """Count `size` bytes more."""
        self.done += size
        self.show(self._doing, self.done, self._total, in_words)


def logins(count: int) -> str:
    """Return how many may sign in: `1 login`, `12 logins`."""
    return f"{count} login{'' if count == 1 else 's'}"


def in_words(size: int) -> str:
    """Return a number of bytes as people say it: `640 kB`, `1.2 MB`."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    if size < 1_000_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size / 1_000_000_000:.1f} GB"
