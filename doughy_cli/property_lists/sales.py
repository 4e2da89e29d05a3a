"""When a property was sold. There is no column for it: it is a line of the notes,
`Sale date: 2008-05-21`."""

from __future__ import annotations

from datetime import date

from doughy_cli.intake.headers import normalised
from doughy_cli.intake.values import written_day

SALE_DATES = (
    *("sale date", "sold date", "date sold", "sold on", "close date", "closing date"),
    *("closed date", "sales date", "date of sale", "last sale date", "last sale recording date"),
    "recording date",
)
_NAMES = {normalised(name): place for place, name in enumerate(SALE_DATES)}


def sale_line(day: date) -> str:
    """Return the line of the notes that keeps the day of a sale."""
    return f"Sale date: {day.isoformat()}"


def sale_date(notes: str | None) -> date | None:
    """Return the day of the sale that the notes keep, from the line that says it best."""
    found: dict[int, date] = {}
    for line in (notes or "").splitlines():
        name, colon, value = line.partition(":")
        place = _NAMES.get(normalised(name)) if colon else None
        if place is not None and (day := written_day(value)):
            found.setdefault(place, day)
    return found[min(found)] if found else None
