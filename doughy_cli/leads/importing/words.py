"""The words of other programs for a lead's status and consent, and ours for them.

A status that is not exactly one of ours is kept as it was written in the `imported` event,
so that nothing is lost where five statuses stand for fifty.
"""

from __future__ import annotations

from doughy_cli.intake.headers import normalised
from doughy_cli.intake.values import truth
from doughy_cli.leads.values import LeadStatus, OptStatus

STATUSES: frozenset[str] = frozenset(LeadStatus)
OPT_STATUSES: frozenset[str] = frozenset(OptStatus)

_STATUS_WORDS = {
    # Nobody has spoken to them yet.
    "new": ("new lead", "open", "lead", "fresh", "raw", "uncontacted", "not contacted",
            "untouched", "unassigned", "unworked", "imported", "subscriber", "prospect",
            "open not contacted", "to contact"),
    # Somebody is at it, or means to be again.
    "active": ("contacted", "attempted to contact", "attempting contact", "attempted",
               "no answer", "left voicemail", "working", "working contacted", "in progress",
               "connected", "engaged", "on hold", "hold", "nurture", "nurturing",
               "re engagement", "re engaged", "follow up", "following up", "contact in future",
               "warm", "hot", "cold", "appointment set", "open deal", "callback"),
    # A deal is likely or being made.
    "qualified": ("prequalified", "marketing qualified lead", "sales qualified lead", "mql",
                  "sql", "opportunity", "proposal", "proposal sent", "proposal made",
                  "offer sent", "offer made", "negotiation", "negotiating", "in negotiation",
                  "contract sent", "under contract", "motivated", "interested",
                  "presentation scheduled", "appointment scheduled", "decision pending"),
    # There will be no deal with them.
    "unqualified": ("disqualified", "not qualified", "not interested", "bad timing", "junk",
                    "junk lead", "dead", "dead lead", "invalid", "wrong number", "bad data",
                    "do not contact", "spam", "unresponsive"),
    # It ended, one way or the other.
    "closed": ("closed won", "closed lost", "won", "lost", "closed converted",
               "closed not converted", "converted", "customer", "client", "sold",
               "deal won", "deal lost", "lost lead", "completed", "archived"),
}  # fmt: skip
_OPT_WORDS = {
    "opted_in": ("opt in", "in", "subscribed", "consented", "granted"),
    "opted_out": ("opt out", "out", "unsubscribed", "stop", "stopped", "dnc", "do not call",
                  "do not contact", "do not text", "revoked", "denied"),
    "pending": ("unknown", "not set", "unset", "none", "requested", "double opt in pending"),
}  # fmt: skip


def _by_word(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {normalised(word): ours for ours, theirs in words.items() for word in (ours, *theirs)}


_STATUS = _by_word(_STATUS_WORDS)
_OPT = _by_word(_OPT_WORDS)


def known_status(word: str) -> str | None:
    """Our status for a word of a CRM, or None if nobody has said what it means."""
    return _STATUS.get(normalised(word))


def known_opt_status(word: str) -> str | None:
    """Our opt status for a word, or for a yes or no to "opted in?"; None if it is unclear.

    Consent is never guessed: the caller rejects what is unclear.
    """
    if (found := _OPT.get(normalised(word))) is not None:
        return found
    answer = truth(word)
    return None if answer is None else "opted_in" if answer else "opted_out"


def refused(word: str) -> bool | None:
    """Whether a "do not contact" column says so; None if it is unclear."""
    answer = truth(word)
    if answer is None and _OPT.get(normalised(word)) == "opted_out":
        return True
    return answer
