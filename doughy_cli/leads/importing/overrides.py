"""What the flags say of every row: a status, a source, tags."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from doughy_cli.leads.importing.incoming import IncomingLead
from doughy_cli.leads.importing.tag_text import unique


@dataclass(frozen=True, slots=True)
class ForAllRows:
    """The values; what is None or empty is left to each row."""

    status: str | None = None
    source: str | None = None
    tags: tuple[str, ...] = ()

    def apply(
        self, leads: Iterable[IncomingLead], columns: Mapping[str, str]
    ) -> Iterator[IncomingLead]:
        """Yield the leads with these values. Another value of the file's own is kept in
        `extra`, by its header (`columns` has the field of each)."""
        headers = {field: header for header, field in columns.items()}
        for lead in leads:
            yield self._applied(lead, headers)

    def _applied(self, lead: IncomingLead, headers: Mapping[str, str]) -> IncomingLead:
        extra = dict(lead.extra)
        for field, value in (("status", self.status), ("source", self.source)):
            own = getattr(lead, field)
            if value is not None and own not in (None, value):
                extra.setdefault(headers.get(field, field), own)
        return dataclasses.replace(
            lead,
            status=self.status or lead.status,
            source=self.source or lead.source,
            tags=unique((*(lead.tags or ()), *self.tags)) if self.tags else lead.tags,
            extra=extra,
        )
