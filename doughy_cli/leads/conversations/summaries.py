"""What happened with a lead, in one line each."""

from __future__ import annotations

from doughy_cli.leads.conversations.rows import TimelineLine, TimelineRow

_LONGEST = 200  # characters of a text in a summary
_WENT_WRONG = ("failed", "pending")


def summary(
    kind: str,
    type: str | None,
    heading: str | None,
    text: str | None,
    duration_secs: int | None,
    withdrawn: bool,
) -> str:
    """Return one line about a row of the timeline; see `TimelineRow` for what `type` is."""
    said = _one_line(text)
    match kind:
        case "message":
            status = f"({type})" if type in _WENT_WRONG else ""
            found = " ".join(filter(None, (status, _joined(": ", _one_line(heading), said))))
        case "call":
            how = _joined(", ", _words(type), _clock(duration_secs))
            found = _joined(": ", how, said)
        case "transcript":
            found = _joined(": ", _one_line(heading), said)
        case "note":
            found = f"(taken back) {said}" if withdrawn else said
        case "event":
            found = _joined(": ", _words(type), said)
        case "deal":
            found = _joined(": ", _one_line(heading), _words(type), said)
        case _:
            found = _joined(": ", _words(type), _one_line(heading))
    return _cut(found)


def line(row: TimelineRow) -> TimelineLine:
    """Return a row as a terminal shows it: time local, and what it is in a word or two."""
    what = row.channel if row.kind in ("message", "call") else row.kind
    way = {"incoming": "in", "outgoing": "out"}.get(row.direction or "", "")
    return TimelineLine(
        when=row.at.astimezone().strftime("%Y-%m-%d %H:%M"),
        what=f"{what} {way}".strip(),
        summary=row.summary,
    )


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _words(name: str | None) -> str:
    return (name or "").replace("_", " ")


def _clock(seconds: int | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _one_line(text: str | None) -> str:
    return " ".join((text or "")[: 4 * _LONGEST].split())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
