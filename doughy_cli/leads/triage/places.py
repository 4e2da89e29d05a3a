"""Which leads of the queue are looked for, and which come back in the same round: plain rules."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from doughy_cli.dates import moment
from doughy_cli.leads.following.rows import NextLeadRow

_SEPARATORS = re.compile(r"[\s().+-]")


def fits(row: NextLeadRow, text: str) -> bool:
    """Return whether `text` is in the lead's name, company, e-mail, phone or one of its tags,
    however it is written: case and accents do not count, nor blanks in a number."""
    wanted = _folded(text.strip())
    texts = (row.name, row.company, row.email, row.phone, *row.tags)
    if any(wanted in _folded(each) for each in texts if each):
        return True
    digits = _SEPARATORS.sub("", text)
    return digits.isdigit() and digits in (row.phone or "")


def comes_back(row: NextLeadRow, passed_at: datetime, now: datetime) -> bool:
    """Return whether a lead that was passed is to be seen again in the same round.

    It is when the next action that was planned then has come due: its moment has passed, or
    its day has come.
    """
    due = row.next_action_due
    if due is None or due <= passed_at or not row.due:
        return False
    return due <= now or passed_at < moment("today", now)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
