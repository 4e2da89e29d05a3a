"""A document's fields as they are given, in flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from doughy_cli.amounts import read_amount
from doughy_cli.dates import read_moment
from doughy_cli.docs.values import read_type
from doughy_cli.flagset import WHEN, Flag

LONGEST_TITLE = 300  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFlags:
    """What new documents are, and what they belong to."""

    HEADING: ClassVar[str] = "What they are"

    type: Annotated[
        str, Flag("What they are: inspection, deed, w9 …", metavar="TYPE", parser=read_type)
    ]
    property: Annotated[
        list[str] | None,
        Flag("The property that they are about; repeat it for a package deal.", metavar="ID"),
    ] = None
    deal: Annotated[str | None, Flag("The deal that they belong to.", metavar="ID")] = None
    lead: Annotated[str | None, Flag("The seller that they are of.", metavar="ID")] = None
    package: Annotated[bool, Flag("Link them to every property of the deal (with --deal).")] = False
    title: Annotated[str | None, Flag("What it is called; else as its file.", metavar="TEXT")] = (
        None
    )
    primary: Annotated[bool, Flag("It is the main document of its property.")] = False
    amount: Annotated[
        Decimal | None,
        Flag(
            "What is offered (of an offer); else the deal's value.",
            metavar="AMOUNT",
            parser=read_amount,
        ),
    ] = None
    reason: Annotated[
        str | None, Flag("Why an offer is above what the numbers allow.", metavar="TEXT")
    ] = None
    follow: Annotated[bool, Flag("Follow links that lead out of their folder.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFlags:
    """What an edit can do to documents."""

    title: Annotated[str | None, Flag("What it is called.", metavar="TEXT")] = None
    type: Annotated[str | None, Flag("What it is.", metavar="TYPE", parser=read_type)] = None
    deal: Annotated[str | None, Flag("The deal that it belongs to.", metavar="ID")] = None
    no_deal: Annotated[bool, Flag("It belongs to no deal.")] = False
    lead: Annotated[
        str | None, Flag("The seller whose it is (of a seller's document).", metavar="ID")
    ] = None
    if_unchanged_since: Annotated[
        datetime | None,
        Flag(
            "Only if the document's updated_at is not later: else exit 5.",
            metavar=WHEN,
            parser=read_moment,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFlags:
    """Which properties a document is linked to, or is no more."""

    HEADING: ClassVar[str] = "Which properties"

    property: Annotated[
        list[str] | None, Flag("A property; repeat it for several.", metavar="ID")
    ] = None
    package: Annotated[bool, Flag("Every property of the document's deal.")] = False
