"""The flags that say what an import makes of a file of properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from doughy_cli.flagset import Flag
from doughy_cli.intake.flags import OnDuplicate, SheetFlags


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFlags(SheetFlags):
    """How a file is to be imported."""

    status: Annotated[
        str | None, Flag("The status of all properties that come in.", metavar="TEXT")
    ] = None
    on_duplicate: Annotated[
        OnDuplicate,
        Flag("What to do with a row whose address or parcel number you have already."),
    ] = OnDuplicate.skip
