"""What is shown of comps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a comp's score: what the subject has, what the comp has (null where that is
    not known), and how many points of how many that is worth."""

    name: str
    subject: str | None
    comp: str | None
    points: Decimal
    of: Decimal


@dataclass(frozen=True, slots=True)
class CompRow:
    """A property that the subject is compared with.

    `distance_by` is `coordinates`, or `zip` where one of the two has none: then only the ZIP code
    is known to be the same, and `distance_miles` is null. `price_of` says which price it is,
    `purchase_price` or `arv`; `score` is the sum of the `parts`, at most 100.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "address", "distance_miles", "square_feet", "bedrooms", "price"),
        *("price_per_square_foot", "score"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "address", "distance_miles", "square_feet", "bedrooms", "year_built"),
        *("property_type", "sold", "price", "price_per_square_foot", "score"),
    )

    rank: int
    id: UUID
    address: str
    distance_miles: Decimal | None
    distance_by: str
    property_type: str | None
    square_feet: int
    bedrooms: int | None
    year_built: int | None
    sold: date | None
    price: Decimal
    price_of: str
    price_per_square_foot: Decimal
    score: Decimal
    parts: list[PartRow]


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """The property that is to be valued."""

    id: UUID
    address: str
    property_type: str | None
    square_feet: int | None
    bedrooms: int | None
    year_built: int | None
    latitude: Decimal | None
    longitude: Decimal | None
    arv: Decimal | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """By what the comps were chosen: the flags of this run."""

    radius_miles: Decimal
    number: int
    age_years: int | None
    sold_since: date | None
    any_type: bool
    with_arv: bool
    today: date


@dataclass(frozen=True, slots=True)
class RangeRow:
    """The least, the middle and the most, in dollars."""

    low: Decimal
    median: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class CompsRow:
    """The comps of a property, the likest first, and what they say of its value.

    `near` is how many of the person's properties are within the radius or in the same ZIP code;
    `left_out` says why those that are no comps are none. `value` is null where the subject's
    square feet are not known.
    """

    subject: SubjectRow
    rule: RuleRow
    near: int
    left_out: dict[str, int]
    comps: list[CompRow]
    price_per_square_foot: RangeRow | None
    value: RangeRow | None
