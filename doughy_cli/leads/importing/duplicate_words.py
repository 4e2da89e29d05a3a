"""Why a row of an import is a duplicate, or cannot be given to the lead that it is."""

from __future__ import annotations

from collections.abc import Mapping

from doughy_cli.intake.records import Reject
from doughy_cli.leads.importing.match_queries import Match

_WORDS = {"email": "e-mail", "phone": "phone"}


def duplicate(match: Match, headers: Mapping[str, str]) -> Reject:
    """The reject of a row that is there already; `headers` has the header of each field."""
    for field, value, holder in (
        ("email", match.email, match.by_email),
        ("phone", match.phone, match.by_phone),
    ):
        if holder is not None:
            word = _WORDS[field]
            return _reject(match, headers, field, value, f"{_holder(match)} has this {word}")
    if match.known is None and match.first_line is None:
        return _reject(match, headers, "name", match.name, _GONE)
    if match.likely:
        reason = f"likely {_holder(match)}: {match.likely}"
        return _reject(match, headers, "name", match.name, reason)
    return _reject(match, headers, "name", match.name, f"{_holder(match)} is the same lead")


def refusal(match: Match, headers: Mapping[str, str]) -> Reject:
    """The reject of a row that is there already and cannot be taken into that lead."""
    if match.problem == "gone":
        return _reject(match, headers, "name", match.name, _GONE)
    if match.problem in ("email", "phone"):
        value = match.email if match.problem == "email" else match.phone
        reason = f"an earlier row gives this {_WORDS[match.problem]} to another lead"
        return _reject(match, headers, match.problem, value, reason)
    known = "likeness" if match.likely else "id"
    fits = ((known, match.known), ("e-mail", match.by_email), ("phone", match.by_phone))
    found = [f"the {word} is that of lead {str(lead)[:8]}" for word, lead in fits if lead]
    return _reject(match, headers, "", match.name, ", ".join(found))


_GONE = "somebody else changed the same lead at the same moment"


def _holder(match: Match) -> str:
    if match.first_line is not None:
        return f"line {match.first_line}"
    lead = match.by_email or match.by_phone or match.known
    return f"lead {str(lead)[:8]}"


def _reject(
    match: Match, headers: Mapping[str, str], field: str, value: str | None, reason: str
) -> Reject:
    return Reject(match.line, headers.get(field, field), value or "", reason)
