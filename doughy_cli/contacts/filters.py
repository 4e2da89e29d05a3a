"""Which contacts: the flags that narrow `list`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from doughy_cli.contacts.values import OptStatus
from doughy_cli.errors import Usage
from doughy_cli.flagset import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilter:
    """Which contacts are meant; what is not given does not narrow.

    Deleted contacts are left out unless they are asked for. Raises Usage for an empty text.
    """

    search: Annotated[
        str | None, Flag("Text in names, company, e-mails or phones.", metavar="TEXT")
    ] = None
    company: Annotated[
        str | None, Flag("Of this company, written the same way.", metavar="TEXT")
    ] = None
    lead: Annotated[str | None, Flag("Linked to this lead.", metavar="ID")] = None
    sms_opt_status: Annotated[
        list[OptStatus] | None,
        Flag("With this consent; repeat it for several.", case_sensitive=False),
    ] = None
    mine: Annotated[bool, Flag("Your own: support and admins see all people's.")] = False
    deleted: Annotated[bool, Flag("Only deleted contacts.")] = False
    with_deleted: Annotated[bool, Flag("Deleted contacts as well.")] = False

    def __post_init__(self) -> None:
        for text in (self.search, self.company, self.lead):
            if text is not None and not text.strip():
                raise Usage("The text to look for is empty.")
        if self.deleted and self.with_deleted:
            raise Usage("No contact fits both --deleted and --with-deleted.")
