"""What the tests of kept statements are about: each builder, with two sets of values of one shape.

A domain's filter is told field by field, so that none is forgotten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.values import LeadStatus, OptStatus

LEADS = "doughy_cli.leads.queries"
LEAD_DETAILS = "doughy_cli.leads.detail_queries"
IDS = "doughy_cli.db.ids"

_ONE, _OTHER = UUID(int=1 << 100), UUID(int=5 << 90)
_DAY, _LATER = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 3, 4, 5, tzinfo=UTC)

# field → two values of one shape. What belongs to the shape is the same both times.
LEAD_FIELDS: dict[str, tuple[Any, Any]] = {
    "status": ([LeadStatus.new, LeadStatus.active],) * 2,
    "tag": (["roof", "wants \\ % cash"], ["probate"]),
    "untagged": (True, True),
    "min_score": (0, 60),
    "max_score": (90, 60),
    "unscored": (True, True),
    "opt_status": ([OptStatus.opted_in],) * 2,
    "source": ("mail", "it's\nthe 'web'"),
    "since": (_DAY, _LATER),
    "until": (_LATER, _DAY),
    "updated_since": (_DAY, _LATER),
    "due": (_DAY, _LATER),
    "overdue": (True, True),
    "search": ("smith", "10%"),
    "mine": (True, True),
    "deleted": (True, True),
    "with_deleted": (True, True),
}


@dataclass(frozen=True)
class Case:
    """A builder with two sets of values; `kept` unless its statement has to be built each time."""

    builder: str
    values: tuple[Any, ...]
    others: tuple[Any, ...]
    shape: Mapping[str, Any] = field(default_factory=dict)
    kept: bool = True

    def __str__(self) -> str:
        return f"{self.builder.rpartition('.')[2]} {self.values} {dict(self.shape)}"


def cases() -> Iterator[Case]:
    """Yield what the commands read with."""
    for one, other, kept in _filters(LeadFilter, LEAD_FIELDS, {"search"}):
        yield Case(f"{LEADS}:list_statement", (one, 50), (other, 7), {"sort": None}, kept)
        yield Case(f"{LEADS}:count_statement", (one,), (other,), {}, kept)
    every = LeadFilter()
    for name in (each.name for each in dataclasses.fields(LeadRow) if each.name != "tags"):
        for sort in (name, f"-{name}"):
            yield Case(f"{LEADS}:list_statement", (every, None), (every, None), {"sort": sort})
    for several in (f"{LEADS}:by_id_statement", f"{LEAD_DETAILS}:merged_statement"):
        yield Case(several, ([_ONE],), ([_OTHER, _ONE, _OTHER],))
    for hanging in ("contacts", "open_deals", "last_events"):
        yield Case(f"{LEAD_DETAILS}:{hanging}_statement", (_ONE,), (_OTHER,))
    for table in ("leads",):
        yield Case(f"{IDS}:there_statement", ([_ONE],), ([_OTHER],), {"table": table})
        yield Case(f"{IDS}:between_statement", (_ONE, _OTHER), (_OTHER, _ONE), {"table": table})


def _filters(
    kind: Any, given: Mapping[str, tuple[Any, Any]], not_kept: set[str]
) -> Iterator[tuple[Any, Any, bool]]:
    """Yield a filter without fields, with each one of them, and with all that go together."""
    assert {each.name for each in dataclasses.fields(kind)} == given.keys()
    yield kind(), kind(), True
    for name, (one, other) in given.items():
        yield kind(**{name: one}), kind(**{name: other}), name not in not_kept
    together = {}
    for name, pair in given.items():
        try:
            kind(**{each: both[0] for each, both in together.items()}, **{name: pair[0]})
        except Exception:  # noqa: BLE001, S112 -- the two exclude each other
            continue
        if name not in not_kept:
            together[name] = pair
    yield (
        kind(**{name: one for name, (one, _) in together.items()}),
        kind(**{name: other for name, (_, other) in together.items()}),
        True,
    )
