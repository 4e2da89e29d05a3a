"""Which documents: the flags that narrow `list`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from doughy_cli.dates import read_since, read_until
from doughy_cli.docs.values import read_type
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, Flag
from doughy_cli.papers import Phase, Tier
from doughy_cli.texts import check_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """Which documents are meant; what is not given does not narrow.

    Raises Usage for an empty text, and for two conditions that no document can meet.
    """

    phase: Annotated[
        list[Phase] | None,
        Flag("Of this phase; repeat it for several.", case_sensitive=False),
    ] = None
    type: Annotated[
        list[str] | None,
        Flag("Of this type; repeat it for several.", metavar="TYPE", parser=read_type),
    ] = None
    tier: Annotated[
        Tier | None, Flag("About properties and deals, or of sellers.", case_sensitive=False)
    ] = None
    property: Annotated[str | None, Flag("Of this property, or linked to it.", metavar="ID")] = None
    deal: Annotated[str | None, Flag("Of this deal.", metavar="ID")] = None
    lead: Annotated[str | None, Flag("Of this seller.", metavar="ID")] = None
    shared: Annotated[bool, Flag("Linked to several properties (package deals).")] = False
    unattached: Annotated[bool, Flag("Of no property, no deal and no lead.")] = False
    search: Annotated[str | None, Flag("Text in the title or the file's name.", metavar="TEXT")] = (
        None
    )
    since: Annotated[datetime | None, Flag("Added since.", metavar=WHEN, parser=read_since)] = None
    until: Annotated[datetime | None, Flag("Added until.", metavar=WHEN, parser=read_until)] = None
    mine: Annotated[bool, Flag("Your own: support and admins see all people's.")] = False

    def __post_init__(self) -> None:
        for text in (self.search, self.property, self.deal, self.lead):
            check_text(text)
        if self.lead and (self.property or self.deal or self.shared):
            raise Usage(
                "A seller's document is of no property and no deal.",
                "Give --lead alone, or --property and --deal without it.",
            )
        if self.unattached and (self.lead or self.property or self.deal or self.shared):
            raise Usage("--unattached is for documents of nothing: give it alone.")
