"""Which deals: the flags that narrow `list` and every bulk change."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from doughy_cli.amounts import read_amount
from doughy_cli.dates import read_day, read_due_until, read_since, read_until
from doughy_cli.deals.values import DealStatus, Part
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, Flag, flag_name, given
from doughy_cli.stages import read_stage
from doughy_cli.texts import check_text, like_pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFilter:
    """Which deals are meant; what is not given does not narrow.

    Only active deals are meant unless a status is asked for. `lead` and `property` are what the
    person calls them until `find_queries.settled` has turned them into whole ids. Raises Usage
    for conditions that no deal can meet together.
    """

    status: Annotated[
        list[DealStatus] | None,
        Flag("In this status instead of active; repeat it for several.", case_sensitive=False),
    ] = None
    any_status: Annotated[bool, Flag("In any status: won, lost and archived as well.")] = False
    stage: Annotated[
        list[str] | None,
        Flag("At this stage; repeat it for several.", metavar="STAGE", parser=read_stage),
    ] = None
    lead: Annotated[str | None, Flag("Of this lead.", metavar="ID")] = None
    property: Annotated[str | None, Flag("About this property.", metavar="ID")] = None
    without: Annotated[
        list[Part] | None, Flag("Without this; repeat it for several.", case_sensitive=False)
    ] = None
    min_value: Annotated[
        Decimal | None, Flag("Worth this or more.", metavar="AMOUNT", parser=read_amount)
    ] = None
    max_value: Annotated[
        Decimal | None, Flag("Worth this or less.", metavar="AMOUNT", parser=read_amount)
    ] = None
    min_probability: Annotated[int | None, Flag("This likely or more.", min=0, max=100)] = None
    max_probability: Annotated[int | None, Flag("This likely or less.", min=0, max=100)] = None
    closing_since: Annotated[
        date | None, Flag("Expected to close on this day or later.", metavar=WHEN, parser=read_day)
    ] = None
    closing_until: Annotated[
        date | None,
        Flag("Expected to close on this day or earlier.", metavar=WHEN, parser=read_day),
    ] = None
    since: Annotated[datetime | None, Flag("Created since.", metavar=WHEN, parser=read_since)] = (
        None
    )
    until: Annotated[datetime | None, Flag("Created until.", metavar=WHEN, parser=read_until)] = (
        None
    )
    updated_since: Annotated[
        datetime | None, Flag("Changed since.", metavar=WHEN, parser=read_since)
    ] = None
    due: Annotated[
        datetime | None, Flag("Next action due until.", metavar=WHEN, parser=read_due_until)
    ] = None
    overdue: Annotated[bool, Flag("Next action due before now.")] = False
    search: Annotated[
        str | None, Flag("Text in title, notes, lead or address.", metavar="TEXT")
    ] = None
    mine: Annotated[bool, Flag("Your own: support and admins see all people's.")] = False

    DERIVED: ClassVar[tuple[str, ...]] = ("pattern",)

    def __post_init__(self) -> None:
        for text in (self.search, self.lead, self.property):
            check_text(text)
        for one, other, part in _NEEDS_WHAT_IS_LACKING:
            if getattr(self, one) not in (None, False) and part in (self.without or ()):
                raise Usage(f"No deal fits both {flag_name(one)} and --without {other}.")
        for least, most in _RANGES:
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and low > high:
                said = f"{flag_name(least)} {low} and {flag_name(most)} {high}"
                raise Usage(f"No deal fits both {said}.")
        if self.status and self.any_status:
            raise Usage("--status and --any-status exclude each other.")

    @builtins.property  # a field has that name here
    def pattern(self) -> str | None:
        """What is searched for, as a pattern."""
        return None if self.search is None else like_pattern(self.search.strip())


def narrows(where: DealFilter) -> bool:
    """Return whether anything is left out that would not be otherwise."""
    return bool(given(where).keys() - {"any_status", "mine"})


_NEEDS_WHAT_IS_LACKING = tuple(
    (flag, part.value, part)
    for flag, part in (
        ("lead", Part.lead),
        ("property", Part.property),
        ("min_value", Part.estimated_value),
        ("max_value", Part.estimated_value),
        ("min_probability", Part.probability),
        ("max_probability", Part.probability),
        ("closing_since", Part.expected_close_date),
        ("closing_until", Part.expected_close_date),
        ("due", Part.next_action_due),
        ("overdue", Part.next_action_due),
    )
)
_RANGES = (
    ("min_value", "max_value"),
    ("min_probability", "max_probability"),
    ("closing_since", "closing_until"),
    ("since", "until"),
)
