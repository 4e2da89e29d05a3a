"""Which properties: the flags that narrow `list`, `export` and every bulk change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from doughy_cli.amounts import read_amount
from doughy_cli.dates import read_since, read_until
from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import WHEN, Flag, flag_name, given
from doughy_cli.property_lists.values import read_value
from doughy_cli.texts import check_text

_MOST = 2**31 - 1  # what the columns hold


def read_count(text: str) -> int:
    """Read a bound such as a number of bedrooms. Raises Usage."""
    if not (text.strip().isascii() and text.strip().isdigit()):
        raise Usage(f"{quoted(text)} is not a whole number from 0.")
    return int(text) if len(text) < len(str(_MOST)) else _MOST


def _least(what: str) -> Flag:
    return Flag(f"With this {what} or more.", metavar="N", parser=read_count)


def _most(what: str) -> Flag:
    return Flag(f"With this {what} or less.", metavar="N", parser=read_count)


def _amount(words: str) -> Flag:
    return Flag(words, metavar="AMOUNT", parser=read_amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyFilter:
    """Which properties are meant; what is not given does not narrow.

    Raises Usage for two conditions that no property can meet.
    """

    status: Annotated[
        list[str] | None, Flag("In this status; repeat it for several.", metavar="TEXT")
    ] = None
    type: Annotated[
        list[str] | None, Flag("Of this type; repeat it for several.", metavar="TEXT")
    ] = None
    city: Annotated[str | None, Flag("In this city.", metavar="TEXT")] = None
    state: Annotated[str | None, Flag("In this state.", metavar="TEXT")] = None
    zip: Annotated[
        list[str] | None,
        Flag("In this ZIP code, or one that begins so; repeat it for several.", metavar="ZIP"),
    ] = None
    min_price: Annotated[Decimal | None, _amount("Bought for this or more.")] = None
    max_price: Annotated[Decimal | None, _amount("Bought for this or less.")] = None
    min_arv: Annotated[Decimal | None, _amount("With this ARV or more.")] = None
    max_arv: Annotated[Decimal | None, _amount("With this ARV or less.")] = None
    without_arv: Annotated[bool, Flag("Without an ARV.")] = False
    min_beds: Annotated[int | None, _least("number of bedrooms")] = None
    max_beds: Annotated[int | None, _most("number of bedrooms")] = None
    min_baths: Annotated[
        Decimal | None,
        Flag("With this number of bathrooms or more.", metavar="N", parser=read_value("bathrooms")),
    ] = None
    max_baths: Annotated[
        Decimal | None,
        Flag("With this number of bathrooms or less.", metavar="N", parser=read_value("bathrooms")),
    ] = None
    min_square_feet: Annotated[int | None, _least("number of square feet")] = None
    max_square_feet: Annotated[int | None, _most("number of square feet")] = None
    min_year: Annotated[
        int | None, Flag("Built in this year or later.", metavar="YEAR", parser=read_count)
    ] = None
    max_year: Annotated[
        int | None, Flag("Built in this year or earlier.", metavar="YEAR", parser=read_count)
    ] = None
    lead: Annotated[str | None, Flag("Of this lead, by id, e-mail or phone.", metavar="ID")] = None
    without_lead: Annotated[bool, Flag("Without a lead.")] = False
    with_deal: Annotated[bool, Flag("With an open deal.")] = False
    without_deal: Annotated[bool, Flag("Without an open deal.")] = False
    search: Annotated[
        str | None,
        Flag("Text in address, MLS or parcel number, or notes.", metavar="TEXT"),
    ] = None
    since: Annotated[datetime | None, Flag("Added since.", metavar=WHEN, parser=read_since)] = None
    until: Annotated[datetime | None, Flag("Added until.", metavar=WHEN, parser=read_until)] = None
    updated_since: Annotated[
        datetime | None, Flag("Changed since.", metavar=WHEN, parser=read_since)
    ] = None
    mine: Annotated[bool, Flag("Your own: support and admins see all people's.")] = False

    def __post_init__(self) -> None:
        listed = (self.status, self.type, self.zip)
        for text in (self.city, self.state, self.lead, self.search, *_all(listed)):
            check_text(text)
        for one, other in _EXCLUDE_EACH_OTHER:
            if given(self).keys() >= {one, other}:
                raise Usage(f"No property fits both {flag_name(one)} and {flag_name(other)}.")
        for what in ("price", "arv", "beds", "baths", "square_feet", "year"):
            least, most = (getattr(self, f"{end}_{what}") for end in ("min", "max"))
            if None not in (least, most) and not least <= most:
                raise Usage(
                    f"No property fits both {flag_name(f'min_{what}')} {least} and "
                    f"{flag_name(f'max_{what}')} {most}."
                )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out that would not be otherwise."""
        return bool(given(self).keys() - {"mine"})


def _all(lists: tuple[list[str] | None, ...]) -> list[str]:
    return [each for texts in lists for each in texts or ()]


_EXCLUDE_EACH_OTHER = (
    ("min_arv", "without_arv"),
    ("max_arv", "without_arv"),
    ("lead", "without_lead"),
    ("with_deal", "without_deal"),
)
