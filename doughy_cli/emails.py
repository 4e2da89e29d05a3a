"""E-mail addresses: what people type, into the one form that is stored."""

from __future__ import annotations

import re

# Only what no address can be without. Whether a mailbox exists is known by writing to it;
# a stricter pattern refuses addresses that work.
_ADDRESS = re.compile(r'[^\s@"(),:;<>\[\]\\]+@[^\s@"(),:;<>\[\]\\.]+(?:\.[^\s@"(),:;<>\[\]\\.]+)+')
_LONGEST = 254


def normal_email(typed: str) -> str | None:
    """The address trimmed and in lower case, or None if it cannot be one.

    Takes `mailto:` and `Name <address>` too, as address books write them.
    """
    address = typed.strip().lower()
    if not _ADDRESS.fullmatch(address):
        if address.endswith(">") and "<" in address:
            address = address[address.rindex("<") + 1 : -1]
        address = address.removeprefix("mailto:").strip()
        if not _ADDRESS.fullmatch(address):
            return None
    return address if len(address) <= _LONGEST else None
