"""Text → physical lines, whichever way they end, with a limit on their length."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from doughy_cli.errors import Failed
from doughy_cli.intake.encoding import line_ends

MEBI = 1 << 20
LONGEST_FIELD = MEBI
LONGEST_LINE = 4 * MEBI


def lines(chunks: Iterable[str], name: str) -> Iterator[str]:
    """Yield each line with its ending (\\n, \\r\\n or \\r), holding one chunk at a time.

    Raises Failed for a line over the limit, before it is in memory.
    """
    # Not `splitlines`: it also splits at form feeds and at Unicode's separators, which
    # occur within fields.
    rest = ""
    done = 0
    for chunk in chunks:
        text = rest + chunk
        # A final \r may be the first half of \r\n, so it waits for the next chunk.
        cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        yield from io.StringIO(text[:cut], newline="")
        done += line_ends(text[:cut])
        rest = text[cut:]
        if len(rest) > LONGEST_LINE:
            raise too_long(name, done + 1, "the line", LONGEST_LINE)
    yield from io.StringIO(rest, newline="")


def too_long(name: str, line: int, what: str, limit: int) -> Failed:
    """The refusal of something over a limit; what holds such a thing is no list of people."""
    return Failed(
        f"{name}, line {line}: {what} is longer than {limit // MEBI} MB",
        "look for a quote that is opened and never closed, or shorten it",
        code="bad_file",
    )
