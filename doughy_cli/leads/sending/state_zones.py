"""The time zones of the states: 49 CFR part 71 has the limits, the tz database the names.

A state on both sides of a limit has both zones. Where a state's clocks differ from the rest of
their zone (Arizona, parts of Indiana), the zone is the one of the tz database that says so.
"""

from __future__ import annotations

_EASTERN = "America/New_York"
_CENTRAL = "America/Chicago"
_MOUNTAIN = "America/Denver"
_PACIFIC = "America/Los_Angeles"

STATE_ZONES: dict[str, tuple[str, ...]] = {
    "AL": (_CENTRAL,), "AK": ("America/Anchorage", "America/Adak"),
    "AZ": ("America/Phoenix", _MOUNTAIN), "AR": (_CENTRAL,), "CA": (_PACIFIC,), "CO": (_MOUNTAIN,),
    "CT": (_EASTERN,), "DE": (_EASTERN,), "DC": (_EASTERN,), "FL": (_EASTERN, _CENTRAL),
    "GA": (_EASTERN,), "HI": ("Pacific/Honolulu",), "ID": ("America/Boise", _PACIFIC),
    "IL": (_CENTRAL,), "IN": ("America/Indiana/Indianapolis", _CENTRAL), "IA": (_CENTRAL,),
    "KS": (_CENTRAL, _MOUNTAIN), "KY": (_EASTERN, _CENTRAL), "LA": (_CENTRAL,), "ME": (_EASTERN,),
    "MD": (_EASTERN,), "MA": (_EASTERN,), "MI": ("America/Detroit", _CENTRAL), "MN": (_CENTRAL,),
    "MS": (_CENTRAL,), "MO": (_CENTRAL,), "MT": (_MOUNTAIN,), "NE": (_CENTRAL, _MOUNTAIN),
    "NV": (_PACIFIC, _MOUNTAIN), "NH": (_EASTERN,), "NJ": (_EASTERN,), "NM": (_MOUNTAIN,),
    "NY": (_EASTERN,), "NC": (_EASTERN,), "ND": (_CENTRAL, _MOUNTAIN), "OH": (_EASTERN,),
    "OK": (_CENTRAL,), "OR": (_PACIFIC, "America/Boise"), "PA": (_EASTERN,), "RI": (_EASTERN,),
    "SC": (_EASTERN,), "SD": (_CENTRAL, _MOUNTAIN), "TN": (_EASTERN, _CENTRAL),
    "TX": (_CENTRAL, _MOUNTAIN), "UT": (_MOUNTAIN,), "VT": (_EASTERN,), "VA": (_EASTERN,),
    "WA": (_PACIFIC,), "WV": (_EASTERN,), "WI": (_CENTRAL,), "WY": (_MOUNTAIN,),
    "PR": ("America/Puerto_Rico",), "VI": ("America/St_Thomas",), "GU": ("Pacific/Guam",),
    "MP": ("Pacific/Saipan",), "AS": ("Pacific/Pago_Pago",),
}  # fmt: skip
STATE_CODES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
    "florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL",
    "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA",
    "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
    "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY",
    "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
    "pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD",
    "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA",
    "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "puerto rico": "PR", "virgin islands": "VI", "u.s. virgin islands": "VI", "guam": "GU",
    "northern mariana islands": "MP", "american samoa": "AS",
}  # fmt: skip
# Of the fifty states: for somebody of whom nothing tells where they are.
EVERYWHERE = frozenset(
    zone
    for state, zones in STATE_ZONES.items()
    if state not in ("PR", "VI", "GU", "MP", "AS")
    for zone in zones
)


def zones_of_state(state: str) -> frozenset[str]:
    """Return the zones of a state, by its two letters or its name; none for another text."""
    text = " ".join(state.split())
    code = STATE_CODES.get(text.lower(), text.upper())
    return frozenset(STATE_ZONES.get(code, ()))
