"""How `leads messages sync` ends: the rows, a sentence, and the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from doughy_cli.errors import DoneInPart, DoughyError
from doughy_cli.leads.sending.rows import SyncRow

if TYPE_CHECKING:
    from doughy_cli.context import App

_WORDS = {"changed": "settled", "received": "received", "same": "as before", "unclear": "unclear"}


def conclude(app: App, rows: Sequence[SyncRow], errors: Sequence[DoughyError]) -> None:
    """Write what changed or is unclear, say how many, and raise what stopped it."""
    told = [row for row in rows if row.result != "same"]
    if told or app.output.explicit:
        app.output.rows(SyncRow, told, whole=True)
    done = Counter(row.result for row in rows)
    words = {
        "changed": "settled",
        "received": "received",
        "same": "as before",
        "unclear": "unclear",
    }
    parts = [f"{done[each]:,} {word}" for each, word in words.items() if done[each]]
    app.output.say(f"{', '.join(parts) or 'Nothing to ask about'}.")
    stops = sum(row.result == "received" and row.note is not None for row in rows)
    if stops:
        app.output.say(f"{stops:,} said STOP, and are opted out.")
    if errors:
        raise errors[0]
    if done["unclear"]:
        raise DoneInPart(f"Of {done['unclear']:,} it is not known yet whether they were sent.")
