"""Which leads of the queue are looked for, and which come back in the same round: plain rules."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import NamedTuple

from doughy_cli.dates import moment

_SEPARATORS = re.compile(r"[\s().+-]")


class Words(NamedTuple):
    """What a lead is found by."""

    name: str
    company: str | None
    email: str | None
    phone: str | None
    tags: list[str] | None


def fits(lead: Words, text: str) -> bool:
    """Return whether `text` is in the lead's name, company, e-mail, phone or one of its tags,
    however it is written: case and accents do not count, nor blanks in a number."""
    wanted = _folded(text.strip())
    texts = (lead.name, lead.company, lead.email, lead.phone, *(lead.tags or ()))
    if any(wanted in _folded(each) for each in texts if each):
        return True
    digits = _SEPARATORS.sub("", text)
    return digits.isdigit() and digits in (lead.phone or "")


def comes_back(due_at: datetime | None, passed_at: datetime, now: datetime) -> bool:
    """Return whether a lead that was passed is to be seen again in the same round.

    It is when the next action that was planned then has come due: its moment has passed, or
    its day has come. `due_at` is that moment, if it is not after today.
    """
    if due_at is None or due_at <= passed_at:
        return False
    return due_at <= now or passed_at < moment("today", now)


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
