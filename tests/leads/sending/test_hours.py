"""When people may be written to, as docs/sending.md says it; and the tables that it is made of."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from phonenumbers import geocoder

from doughy_cli.leads.sending.hours import next_open, place_of, quiet_in, zones_of_phone
from doughy_cli.leads.sending.state_zones import (
    EVERYWHERE,
    STATE_CODES,
    STATE_ZONES,
    zones_of_state,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sending.md"
ROW = re.compile(r"^\| `?(.*?)`? \| (.*?) \| `(.*?)` \| (sent|refused)(?:, from (.*?))? \|$", re.M)


def test_the_examples_of_the_page() -> None:
    rows = ROW.findall(PAGE.read_text("utf-8"))
    assert len(rows) >= 8
    for phone, states, at, what, opens in rows:
        place = place_of(
            None if phone == "none" else phone, [] if states == "none" else states.split(", ")
        )
        moment = datetime.fromisoformat(at)
        assert bool(quiet_in(place.zones, moment)) == (what == "refused"), (phone, states, at)
        if opens:
            found = next_open(place.zones, moment)
            assert found == datetime.fromisoformat(opens.strip("`")), (phone, states, at, found)


@pytest.mark.parametrize("zone", sorted(EVERYWHERE))
def test_the_bounds_are_those_of_the_clock(zone: str) -> None:
    """On the days on which the clocks change, too: 08:00 to 20:59:59 are allowed."""
    for day in ((2026, 3, 8), (2026, 11, 1), (2026, 7, 4)):
        midnight = datetime(*day, tzinfo=ZoneInfo(zone))
        for hour, minute, second, quiet in (
            (7, 59, 59, True),
            (8, 0, 0, False),
            (20, 59, 59, False),
            (21, 0, 0, True),
        ):
            at = midnight.replace(hour=hour, minute=minute, second=second)
            assert bool(quiet_in([zone], at.astimezone(UTC))) == quiet, (zone, at)


def test_several_zones_must_all_be_awake() -> None:
    zones = zones_of_phone("+12085550190")  # Idaho, on both sides
    assert zones == {"America/Boise", "America/Los_Angeles"}
    early = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)  # 08:30 in Boise, 07:30 in Lewiston
    assert quiet_in(zones, early) == ["America/Los_Angeles"]
    assert next_open(zones, early) == datetime(2026, 3, 4, 16, tzinfo=UTC)
    # All of the states at once are awake for some hours a day, whatever the clocks do.
    for days in range(0, 365, 7):
        at = datetime(2026, 1, 1, 6, tzinfo=UTC) + timedelta(days=days)
        opens = next_open(EVERYWHERE, at)
        assert opens is not None and not quiet_in(EVERYWHERE, opens + timedelta(hours=1))
    assert next_open(["Asia/Tokyo", "Europe/London", "America/Los_Angeles"], early) is None


def test_numbers_of_no_place_tell_none() -> None:
    for number in ("+18005550190", "+19005550190", "+15005550006", "+19999999999", "x", ""):
        assert zones_of_phone(number) == frozenset(), number
    assert zones_of_phone("+19375550190;ext=12") == {"America/New_York"}
    assert zones_of_phone("+442079460000") == {"Europe/London"}
    assert place_of("+18005550190", ["OH"]).known_by == "property"
    assert place_of(None, ["Nowhere"]).zones == EVERYWHERE


def test_states_have_the_zones_that_their_area_codes_have() -> None:
    """Two tables of others' making hold ours: which state an area code is in, and its zones."""
    seen = set()
    for area in range(200, 1000):
        number = phonenumbers.parse(f"+1{area}5550190")
        where = geocoder.description_for_number(number, "en")
        state = where.rsplit(", ", 1)[-1].replace("Washington D.C.", "DC")
        code = STATE_CODES.get(state.lower(), state)
        zones = zones_of_phone(f"+1{area}5550190")
        if code in STATE_ZONES and zones:
            seen.add(code)
            allowed = {_clock(each, month) for each in STATE_ZONES[code] for month in (1, 7)}
            for zone in zones:
                assert {_clock(zone, 1), _clock(zone, 7)} <= allowed, (area, code, zone)
    assert len(seen) > 45
    assert {*STATE_CODES.values()} == {*STATE_ZONES}
    assert zones_of_state(" new  york ") == zones_of_state("ny") == {"America/New_York"}
    for zones in STATE_ZONES.values():
        assert all(ZoneInfo(zone) for zone in zones)


def _clock(zone: str, month: int) -> timedelta | None:
    return datetime(2026, month, 5, 12, tzinfo=ZoneInfo(zone)).utcoffset()
