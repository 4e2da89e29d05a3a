"""When people may be written to: not between 21:00 and 08:00 where they are.

These are the hours that 47 CFR § 64.1200(c)(1) names for calls, and the courts take for texts,
"local time at the called party's location". docs/sending.md has examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from doughy_cli.leads.sending.state_zones import EVERYWHERE, zones_of_state

QUIET_FROM = time(21)
QUIET_UNTIL = time(8)
_STEP = timedelta(minutes=15)  # every zone's clock is so many quarters of an hour from UTC
_LOOKED_AHEAD = timedelta(days=2)
_UNKNOWN = "Etc/Unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """The zones in which somebody may be, and how that is known: `phone`, `property` or, where
    nothing tells, `unknown`."""

    zones: frozenset[str]
    known_by: str


def place_of(phone: str | None, states: Iterable[str]) -> Place:
    """Return where a lead may be, by the area code of `phone` (E.164), else by the states of
    the properties, else anywhere in the fifty states."""
    if phone and (zones := zones_of_phone(phone)):
        return Place(zones, "phone")
    if zones := frozenset().union(*map(zones_of_state, states)):
        return Place(zones, "property")
    return Place(EVERYWHERE, "unknown")


def zones_of_phone(phone: str) -> frozenset[str]:
    """Return the zones of a number's area code; none where it is nobody's: 800, 500."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(phone.split(";", 1)[0])
    except phonenumbers.NumberParseException:
        return frozenset()
    kind = phonenumbers.PhoneNumberType
    if phonenumbers.number_type(number) in (
        *(kind.TOLL_FREE, kind.PREMIUM_RATE, kind.SHARED_COST, kind.PERSONAL_NUMBER),
        *(kind.VOIP, kind.UAN, kind.PAGER),
    ):
        return frozenset()
    zones = frozenset(timezone.time_zones_for_number(number)) - {_UNKNOWN}
    # All of North America's at once is the answer for the country code alone.
    return zones if number.country_code != 1 or len(zones) < len(EVERYWHERE) else frozenset()


def quiet_in(zones: Iterable[str], at: datetime) -> list[str]:
    """Return those of the zones in which it is between 21:00 and 08:00, by name."""
    return sorted(zone for zone in zones if _quiet(zone, at))


def next_open(zones: Iterable[str], at: datetime) -> datetime | None:
    """Return the first moment from `at` on (UTC) at which it is quiet in none of the zones; None
    for zones that have no such hour in common."""
    known = [*zones]
    if not quiet_in(known, at):
        return at
    moment = at.astimezone(UTC)
    moment -= timedelta(
        minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
    )
    end = moment + _LOOKED_AHEAD
    while moment < end:
        moment += _STEP
        if not quiet_in(known, moment):
            return moment
    return None


def _quiet(zone: str, at: datetime) -> bool:
    clock = at.astimezone(_zone(zone)).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


@cache
def _zone(name: str) -> ZoneInfo:
    # ZoneInfo itself keeps eight, and the states have more.
    return ZoneInfo(name)
