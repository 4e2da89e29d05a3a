"""Which replies mean "stop writing to me"; docs/consent.md says where the list is from."""

from __future__ import annotations

import unicodedata

STOP_WORDS = frozenset(
    ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout")
)
STOP_CHANNELS = frozenset(("sms", "email"))  # a voice message's text is somebody's hearing
LONGEST_STOP = 40  # characters of a text that can be one, punctuation included


def is_stop(text: str | None) -> bool:
    """Return whether the whole of `text` is a STOP word.

    Case, spaces and punctuation do not count: `Stop.`, `STOP ALL` and `opt-out` are. A
    longer text may mean the same, and a person has to read it.
    """
    if not text or len(text) > LONGEST_STOP:
        return False
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum()) in STOP_WORDS
