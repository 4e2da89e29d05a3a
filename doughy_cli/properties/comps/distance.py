"""How far two places on the earth are from each other."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, degrees, radians, sin, sqrt

# The mean radius of the earth, R1 = 6,371.0088 km (IUGG, Geodetic Reference System 1980).
EARTH_MILES = 6371.0088 / 1.609344
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its latitude and longitude, in degrees."""

    latitude: Decimal
    longitude: Decimal


def miles(one: Place, other: Place) -> Decimal:
    """Return the great-circle distance in miles, to the hundredth, by the haversine formula
    (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68:2, 1984)."""
    north, east = radians(float(one.latitude)), radians(float(one.longitude))
    north_too, east_too = radians(float(other.latitude)), radians(float(other.longitude))
    half = (
        sin((north_too - north) / 2) ** 2
        + cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    )
    # Rounding can take it past 1, for two places that are opposite each other.
    return Decimal(2 * EARTH_MILES * asin(min(1.0, sqrt(half)))).quantize(_HUNDREDTH)


def box(around: Place, radius: Decimal) -> tuple[Place, Place]:
    """Return two corners of a box that holds all that is within `radius` miles: south-west and
    north-east. Near a pole and across the 180th meridian it goes round the earth."""
    reach = degrees(float(radius) / EARTH_MILES) * 1.001  # a hair more than rounding takes away
    south, north = float(around.latitude) - reach, float(around.latitude) + reach
    wide = cos(radians(min(89.9, max(abs(south), abs(north)))))
    west, east = (float(around.longitude) + side * reach / wide for side in (-1, 1))
    if south < -89 or north > 89 or west < -180 or east > 180:
        west, east = -180.0, 180.0
    corners = (max(-90.0, south), west), (min(90.0, north), east)
    (low, left), (high, right) = corners
    return Place(Decimal(low), Decimal(left)), Place(Decimal(high), Decimal(right))
