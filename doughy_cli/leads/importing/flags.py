"""The flags that say what an import makes of a file of leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from doughy_cli.flagset import Flag
from doughy_cli.intake import flags
from doughy_cli.intake.flags import OnDuplicate
from doughy_cli.leads.importing.rows import Matching
from doughy_cli.leads.values import LeadStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFlags(flags.SheetFlags):
    """How a file of leads is to be read."""

    region: Annotated[
        str | None, Flag("Where phones without a country code are dialled.", metavar="US")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFlags(SheetFlags):
    """How a file is to be imported."""

    status: Annotated[LeadStatus | None, Flag("The status of all leads.", case_sensitive=False)] = (
        None
    )
    source: Annotated[str | None, Flag("The source of all leads.")] = None
    tag: Annotated[list[str] | None, Flag("A tag for all leads; repeat it.")] = None
    on_duplicate: Annotated[
        OnDuplicate,
        Flag("What to do with a row whose e-mail or phone a lead of yours has already."),
    ] = OnDuplicate.skip
    with_properties: Annotated[
        bool,
        Flag(
            "Each row is an owner and a property: leads, their properties, and what joins them "
            "(docs/import.md)."
        ),
    ] = False
    match: Annotated[
        Matching,
        Flag(
            "Which rows are duplicates: those of the same e-mail or phone, or also those that "
            "likely are the same person (doughy leads dupes --file FILE shows them)."
        ),
    ] = Matching.exact
