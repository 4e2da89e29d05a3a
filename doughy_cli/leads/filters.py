"""Which leads: the flags that narrow `list`, `export` and every bulk change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from doughy_cli.dates import read_due_until, read_since, read_until
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, Flag, flag_name, given
from doughy_cli.leads.values import LeadStatus, OptStatus
from doughy_cli.texts import check_text, like_pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFilter:
    """Which leads are meant; what is not given does not narrow.

    Deleted leads are left out unless they are asked for. Raises Usage for two conditions
    that no lead can meet.
    """

    status: Annotated[
        list[LeadStatus] | None,
        Flag("In this status; repeat it for several.", case_sensitive=False),
    ] = None
    tag: Annotated[
        list[str] | None, Flag("With this tag; repeated: with all of them.", metavar="TAG")
    ] = None
    untagged: Annotated[bool, Flag("Without tags.")] = False
    min_score: Annotated[int | None, Flag("With this score or a higher one.", min=0, max=100)] = (
        None
    )
    max_score: Annotated[int | None, Flag("With this score or a lower one.", min=0, max=100)] = None
    unscored: Annotated[bool, Flag("Without a score.")] = False
    opt_status: Annotated[
        list[OptStatus] | None,
        Flag("With this consent; repeat it for several.", case_sensitive=False),
    ] = None
    source: Annotated[
        str | None, Flag("From this source, written the same way.", metavar="TEXT")
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
        str | None, Flag("Text in name, company, e-mail or phone.", metavar="TEXT")
    ] = None
    mine: Annotated[bool, Flag("Your own: support and admins see all people's.")] = False
    deleted: Annotated[bool, Flag("Only deleted leads.")] = False
    with_deleted: Annotated[bool, Flag("Deleted leads as well.")] = False

    DERIVED: ClassVar[tuple[str, ...]] = ("pattern", "digits")

    def __post_init__(self) -> None:
        for text in (self.source, self.search, *(self.tag or ())):
            check_text(text)
        for one, other in _EXCLUDE_EACH_OTHER:
            if given(self).keys() >= {one, other}:
                raise Usage(f"No lead fits both {flag_name(one)} and {flag_name(other)}.")
        if None not in (self.min_score, self.max_score) and self.min_score > self.max_score:  # type: ignore[operator]
            raise Usage(f"No score is from {self.min_score} to {self.max_score}.")

    @property
    def narrows(self) -> bool:
        """Whether anything is left out that would not be otherwise."""
        return bool(given(self).keys() - {"with_deleted", "mine"})

    @property
    def pattern(self) -> str | None:
        """What is searched for, as a pattern."""
        return None if self.search is None else like_pattern(self.search.strip())

    @property
    def digits(self) -> str | None:
        """What is searched for as a phone is stored, without separators; None if it is no phone
        or is written so."""
        text = (self.search or "").strip()
        digits = _SEPARATORS_IN_PHONES.sub("", text)
        return digits if digits.isascii() and digits.isdigit() and digits != text else None


_SEPARATORS_IN_PHONES = re.compile(r"[\s().+-]")
_EXCLUDE_EACH_OTHER = (
    ("tag", "untagged"),
    ("min_score", "unscored"),
    ("max_score", "unscored"),
    ("deleted", "with_deleted"),
)
