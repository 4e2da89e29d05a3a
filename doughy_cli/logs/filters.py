"""Which logs: the flags that narrow `tail`, `list`, `stats` and `export`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from doughy_cli.dates import read_ago, read_until_ago
from doughy_cli.errors import Usage
from doughy_cli.flagset import Flag
from doughy_cli.logs.levels import Level
from doughy_cli.texts import check_text

AGO = "AGO"
_AGO = "15m, 2h or 7d (that long ago), today, friday, 2026-01-31, or a full time."


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which logs are meant; what is not given does not narrow.

    Raises Usage for an empty text, and for a time that ends before it begins.
    """

    level: Annotated[
        Level | None, Flag("Of this level and those above it.", case_sensitive=False)
    ] = None
    source: Annotated[
        list[str] | None,
        Flag("From this source, written the same way; repeat it for several.", metavar="TEXT"),
    ] = None
    grep: Annotated[
        str | None,
        Flag("With this text in the message or the details, in any case.", metavar="TEXT"),
    ] = None
    regex: Annotated[bool, Flag("--grep is a regular expression, as PostgreSQL has them.")] = False
    since: Annotated[datetime | None, Flag(f"Since {_AGO}", metavar=AGO, parser=read_ago)] = None
    until: Annotated[
        datetime | None, Flag("Until, written alike.", metavar=AGO, parser=read_until_ago)
    ] = None

    def __post_init__(self) -> None:
        for text in (self.grep, *(self.source or ())):
            check_text(text)
            if text is not None and "\x00" in text:
                raise Usage("The text to look for holds a NUL, which no log does.")
        if self.regex and self.grep is None:
            raise Usage("--regex says how --grep is read, and there is none.")
        if self.since and self.until and self.until < self.since:
            raise Usage("--until is before --since: no log is from such a time.")
