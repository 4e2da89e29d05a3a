"""Which properties are comps of one, in what order, and what they say of its value.

A rule and not a model: five parts, each explained (docs/comps.md). What is not known earns no
points, so that what is known to be alike comes before what may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from uuid import UUID

from doughy_cli.properties.comps.distance import Place, miles
from doughy_cli.properties.comps.rows import (
    CompRow,
    CompsRow,
    PartRow,
    RangeRow,
    RuleRow,
    SubjectRow,
)

# The points of the parts; together 100.
DISTANCE = Decimal(35)
SIZE = Decimal(30)
BEDS = Decimal(15)
AGE = Decimal(10)
DATE = Decimal(10)
# Where a part earns nothing any more.
SIZE_APART = Decimal("0.4")  # of the subject's square feet
BEDS_APART = 2
YEARS_APART = 30
DAYS_AGO = 730
# Only the ZIP code is the same: as good as half the radius.
BY_ZIP = Decimal("0.5")
# An appraisal reports three closed sales at the least: Fannie Mae's Selling Guide, B4-1.3-08,
# Comparable Sales.
FEWEST = 3

_POINT = Decimal("0.1")
_CENT = Decimal("0.01")
_DOLLAR = Decimal(1)


@dataclass(frozen=True, slots=True)
class House:
    """What comps are told by. `price` is what was paid, or the ARV; `sold` when."""

    id: UUID
    address: str
    zip: str
    place: Place | None
    property_type: str | None
    square_feet: int | None
    bedrooms: int | None
    year_built: int | None
    sold: date | None
    price: Decimal | None
    price_of: str
    arv: Decimal | None


def compare(subject: House, near: Iterable[House], rule: RuleRow) -> CompsRow:
    """Return the comps of `subject` among `near`, the likest first, and the value they give it."""
    left_out: Counter[str] = Counter()
    fitting: list[tuple[House, Decimal | None]] = []
    for house in near:
        away = _away(subject, house)
        if reason := _unfit(subject, house, away, rule):
            left_out[reason] += 1
        else:
            fitting.append((house, away))
    scored = [(house, away, list(_parts(subject, house, away, rule))) for house, away in fitting]
    scored.sort(key=lambda each: (-_sum(each[2]), each[1] is None, each[1] or 0, str(each[0].id)))
    comps = [
        _comp(rank, house, away, parts)
        for rank, (house, away, parts) in enumerate(scored[: rule.number], 1)
    ]
    if len(scored) > len(comps):
        left_out["less_alike"] = len(scored) - len(comps)
    feet = subject.square_feet
    each = [comp.price / comp.square_feet for comp in comps]
    return CompsRow(
        subject=SubjectRow(
            id=subject.id,
            address=subject.address,
            property_type=subject.property_type,
            square_feet=feet,
            bedrooms=subject.bedrooms,
            year_built=subject.year_built,
            latitude=subject.place.latitude if subject.place else None,
            longitude=subject.place.longitude if subject.place else None,
            arv=subject.arv,
        ),
        rule=rule,
        near=len(scored) + left_out.total() - left_out["less_alike"],
        left_out={name: count for name, count in left_out.items() if count},
        comps=comps,
        price_per_square_foot=_range(each, _CENT),
        value=_range([price * feet for price in each], _DOLLAR) if feet else None,
    )


def old_sales(row: CompsRow) -> date | None:
    """Return the day of the newest sale if even that is so long ago that its date earns nothing."""
    newest = max((each.sold for each in row.comps if each.sold), default=None)
    if newest is None or (row.rule.today - newest).days < DAYS_AGO:
        return None
    return newest


def says_little(row: CompsRow) -> bool:
    """Return whether a value by these comps is none to go on: too few, or sold long ago."""
    return len(row.comps) < FEWEST or old_sales(row) is not None


def _away(subject: House, house: House) -> Decimal | None:
    """Return the distance in miles; None if one of the two has no coordinates."""
    return miles(subject.place, house.place) if subject.place and house.place else None


def _unfit(subject: House, house: House, away: Decimal | None, rule: RuleRow) -> str | None:
    """Return why a property is no comp."""
    too_far = house.zip[:5] != subject.zip[:5] if away is None else away > rule.radius_miles
    types = {subject.property_type, house.property_type} - {None}
    reasons = {
        "too_far": too_far,
        "without_price": not house.price,
        "without_square_feet": not house.square_feet,
        "another_type": not rule.any_type and len(types) > 1,
        "another_age": rule.age_years is not None
        and not _within(subject.year_built, house.year_built, rule.age_years),
        "sold_before": rule.sold_since is not None
        and (house.sold is None or house.sold < rule.sold_since),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _within(one: int | None, other: int | None, most: int) -> bool:
    return one is not None and other is not None and abs(one - other) <= most


def _parts(subject: House, house: House, away: Decimal | None, rule: RuleRow) -> Iterator[PartRow]:
    """Yield the parts of the score, each falling in a straight line from all points to none."""
    if away is None:
        yield _part("distance", f"ZIP {subject.zip[:5]}", f"ZIP {house.zip[:5]}", BY_ZIP, DISTANCE)
    else:
        share = 1 - away / rule.radius_miles if rule.radius_miles else Decimal(1)
        yield _part("distance", "0 miles", f"{away} miles", share, DISTANCE)
    for name, of, one, other, apart in (
        ("size", SIZE, subject.square_feet, house.square_feet,
         SIZE_APART * (subject.square_feet or 0)),
        ("beds", BEDS, subject.bedrooms, house.bedrooms, Decimal(BEDS_APART)),
        ("age", AGE, subject.year_built, house.year_built, Decimal(YEARS_APART)),
    ):  # fmt: skip
        share = Decimal(0)
        if one is not None and other is not None and apart:
            share = 1 - abs(one - other) / apart
        yield _part(name, one, other, share, of)
    since = None if house.sold is None else max(0, (rule.today - house.sold).days)
    share = Decimal(0) if since is None else 1 - Decimal(since) / DAYS_AGO
    yield _part("date", rule.today, house.sold, share, DATE)


def _part(name: str, one: object, other: object, share: Decimal, of: Decimal) -> PartRow:
    points = (max(Decimal(0), share) * of).quantize(_POINT, ROUND_HALF_UP)
    subject, comp = (None if each is None else str(each) for each in (one, other))
    return PartRow(name, subject, comp, points, of)


def _sum(parts: Sequence[PartRow]) -> Decimal:
    return sum((part.points for part in parts), Decimal(0))


def _comp(rank: int, house: House, away: Decimal | None, parts: list[PartRow]) -> CompRow:
    assert house.price and house.square_feet  # else it is no comp  # noqa: S101
    return CompRow(
        rank=rank,
        id=house.id,
        address=house.address,
        distance_miles=away,
        distance_by="zip" if away is None else "coordinates",
        property_type=house.property_type,
        square_feet=house.square_feet,
        bedrooms=house.bedrooms,
        year_built=house.year_built,
        sold=house.sold,
        price=house.price,
        price_of=house.price_of,
        price_per_square_foot=(house.price / house.square_feet).quantize(_CENT, ROUND_HALF_UP),
        score=_sum(parts),
        parts=parts,
    )


def _range(amounts: Sequence[Decimal], step: Decimal) -> RangeRow | None:
    """Return the range of amounts, rounded to `step`; None for none."""
    if not amounts:
        return None
    ends = (min(amounts), median(amounts), max(amounts))
    rounded = [each.quantize(step, ROUND_HALF_UP).quantize(_CENT) for each in ends]
    return RangeRow(*rounded)
