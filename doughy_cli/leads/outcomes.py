"""How a call ended: the words that `leads log` offers. The column takes any text."""

from __future__ import annotations

from enum import StrEnum


class CallOutcome(StrEnum):
    """How a call ended."""

    answered = "answered"
    callback = "callback"
    not_interested = "not_interested"
    no_answer = "no_answer"
    voicemail = "voicemail"
    busy = "busy"
    wrong_number = "wrong_number"


# Somebody was spoken to.
SPOKEN = (
    CallOutcome.answered.value,
    CallOutcome.callback.value,
    CallOutcome.not_interested.value,
)
