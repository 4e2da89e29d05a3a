"""What the tests of kept statements are about: each builder, with two sets of values of one shape.

A domain's filter is told field by field, so that none is forgotten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from doughy_cli.contacts.filters import ContactFilter
from doughy_cli.contacts.values import OptStatus as ContactOpt
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.values import DealStatus, Part
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.values import LeadStatus, OptStatus
from doughy_cli.properties.filters import PropertyFilter

LEADS = "doughy_cli.leads.queries"
LEAD_DETAILS = "doughy_cli.leads.detail_queries"
DEALS = "doughy_cli.deals.queries"
DEAL_DETAILS = "doughy_cli.deals.detail_queries"
DEAL_TIMES = "doughy_cli.deals.following.activity_queries"
FORECAST = "doughy_cli.deals.forecast.queries"
LEAD_WRITES = "doughy_cli.leads.write_queries"
DEAL_WRITES = "doughy_cli.deals.write_queries"
DEAL_EVENTS = "doughy_cli.deals.event_queries:events_statement"
LIMITS = "doughy_cli.offers.limit_queries"
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
    "search": ("smith", " 10%_/Ü "),
    "mine": (True, True),
    "deleted": (True, True),
    "with_deleted": (True, True),
}
_ENDS = ("min", "max")
PROPERTY_FIELDS: dict[str, tuple[Any, Any]] = {
    **{name: (["Single Family"], ["other"]) for name in ("status", "type")},
    **dict.fromkeys(("city", "state", "lead", "search"), ("Dayton", "OH")),
    "zip": (["45402"], ["45", "454"]),
    **{
        f"{end}_{what}": (Decimal(2), Decimal(3))
        for end in ("min", "max")
        for what in ("price", "arv", "baths")
    },
    **{
        f"{end}_{what}": (0, 3)
        for end in ("min", "max")
        for what in ("beds", "square_feet", "year")
    },
    **dict.fromkeys(
        ("without_arv", "without_lead", "with_deal", "without_deal", "mine"), (True, True)
    ),
    **dict.fromkeys(("since", "until", "updated_since"), (_DAY, _LATER)),
}
CONTACT_FIELDS: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("search", "company", "lead"), ("Roe", "Doe & Co")),
    "sms_opt_status": ([ContactOpt.opted_in],) * 2,
    **dict.fromkeys(("mine", "deleted", "with_deleted"), (True, True)),
}
_OTHER_LISTS: tuple[Any, ...] = (
    (
        *(PropertyFilter, PROPERTY_FIELDS, {"status", "type", "city", "state", "search", "zip"}),
        "doughy_cli.properties.queries",
    ),
    (ContactFilter, CONTACT_FIELDS, {"search", "company"}, "doughy_cli.contacts.queries"),
)
# column → two values of one shape, as the flags of `edit` give them.
LEAD_VALUES: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("name", "company", "source", "next_action"), ("Alma", "O'Neil % \\")),
    "phone": ("+19375550100", "+19375550101"),
    "email": ("a@example.com", "b@example.com"),
    "status": ("new", "closed"),
    "opt_status": ("opted_out", "pending"),
    "score": (0, 100),
    "tags": (["roof"], ["a", "b", "it's {c}"]),
    "next_action_due": (_DAY, _LATER),
}
DEAL_VALUES: dict[str, tuple[Any, Any]] = {
    **dict.fromkeys(("title", "stage", "notes", "next_action"), ("Maple", "O'Neil % \\")),
    "estimated_value": (Decimal("0.5"), Decimal("100000.25")),
    "probability": (0, 100),
    "expected_close_date": (_DAY.date(), _LATER.date()),
    "next_action_due": (_DAY, _LATER),
    "lead_id": (_ONE, _OTHER),
    "property_id": (_ONE, _OTHER),
}
DEAL_FIELDS: dict[str, tuple[Any, Any]] = {
    "status": ([DealStatus.won, DealStatus.active],) * 2,
    "any_status": (True, True),
    "stage": (["offer_sent"], ["closing", "it's"]),
    "lead": (str(_ONE), str(_OTHER)),
    "property": (str(_ONE), str(_OTHER)),
    "without": ([Part.lead, Part.next_action],) * 2,
    "min_value": (Decimal("0"), Decimal("1000.50")),
    "max_value": (Decimal("99000000.01"), Decimal("2000")),
    "min_probability": (0, 20),
    "max_probability": (100, 30),
    "closing_since": (_DAY.date(), _LATER.date()),
    "closing_until": (_LATER.date(), _LATER.date()),
    "since": (_DAY, _LATER),
    "until": (_LATER, _LATER),
    "updated_since": (_DAY, _LATER),
    "due": (_DAY, _LATER),
    "overdue": (True, True),
    "search": ("maple", " 10%_/Ü "),
    "mine": (True, True),
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
    for one, other, kept in _filters(LeadFilter, LEAD_FIELDS, set()):
        yield Case(f"{LEADS}:list_statement", (one, 50), (other, 7), {"sort": None}, kept)
        yield Case(f"{LEADS}:count_statement", (one,), (other,), {}, kept)
    # A phone as people write it is looked for in two ways, and neither is told from the other.
    phone, number = LeadFilter(search="(937) 555-0100"), LeadFilter(search="937-555")
    yield Case(f"{LEADS}:count_statement", (phone,), (number,), {}, kept=False)
    every = LeadFilter()
    for name in (each.name for each in dataclasses.fields(LeadRow) if each.name != "tags"):
        for sort in (name, f"-{name}"):
            yield Case(f"{LEADS}:list_statement", (every, None), (every, None), {"sort": sort})
    for several in (f"{LEADS}:by_id_statement", f"{LEAD_DETAILS}:merged_statement"):
        yield Case(several, ([_ONE],), ([_OTHER, _ONE, _OTHER],))
    for hanging in ("contacts", "open_deals", "last_events"):
        yield Case(f"{LEAD_DETAILS}:{hanging}_statement", (_ONE,), (_OTHER,))
    yield from _of_deals()
    for kind, given, not_kept, module in _OTHER_LISTS:
        for one, other, kept in _filters(kind, given, not_kept):
            yield Case(
                f"{module}:list_statement", (one, None, 50), (other, None, 7), {"sort": None}, kept
            )
            yield Case(f"{module}:count_statement", (one, _ONE), (other, _OTHER), {}, kept)
        for sort in ("created_at", "-updated_at"):
            yield Case(
                f"{module}:list_statement",
                (kind(), _ONE, None),
                (kind(), _OTHER, None),
                {"sort": sort},
            )
    yield from _writing(LEAD_WRITES, LEAD_VALUES)
    yield from _writing(DEAL_WRITES, DEAL_VALUES)
    for table in ("leads", "deals"):
        yield Case(f"{IDS}:there_statement", ([_ONE],), ([_OTHER],), {"table": table})
        yield Case(f"{IDS}:between_statement", (_ONE, _OTHER), (_OTHER, _ONE), {"table": table})


def _writing(module: str, given: Mapping[str, tuple[Any, Any]]) -> Iterator[Case]:
    yield Case(f"{module}:lock_statement", ([_ONE],), ([_OTHER, _ONE],))
    for names in (*([name] for name in given), list(given)):
        one, other = ({name: given[name][which] for name in names} for which in (0, 1))
        yield Case(f"{module}:update_statement", ([_ONE], one), ([_OTHER, _ONE], other))
        emptied = dict.fromkeys(names)
        yield Case(f"{module}:update_statement", ([_ONE], emptied), ([_OTHER], emptied))


def _of_deals() -> Iterator[Case]:
    for one, other, kept in _filters(DealFilter, DEAL_FIELDS, {"lead", "property"}):
        yield Case(f"{DEALS}:list_statement", (one, 50), (other, 7), {"sort": None}, kept)
        for builder in (
            *(f"{DEALS}:count_statement", f"{DEALS}:every_statement"),
            *(f"{DEAL_TIMES}:events_statement", f"{DEAL_TIMES}:said_statement"),
        ):
            yield Case(builder, (one,), (other,), {}, kept)
    every = DealFilter(any_status=True)
    for name in (each.name for each in dataclasses.fields(DealRow)):
        for sort in (name, f"-{name}"):
            yield Case(f"{DEALS}:list_statement", (every, None), (every, None), {"sort": sort})
    for limit in ("kept", "worth"):
        yield Case(f"{LIMITS}:{limit}_statement", ([_ONE],), ([_OTHER, _ONE, _OTHER],))
    told = ([_ONE], "note_added", "It's\nhere", '{"a": 1}')
    yield Case(DEAL_EVENTS, told, ([_OTHER], "stage_moved", "x % y", "{}"))
    yield Case(DEAL_EVENTS, (*told[:2], None, None), ([_OTHER], "x", None, None))
    yield Case(f"{DEALS}:by_id_statement", ([_ONE],), ([_OTHER, _ONE, _OTHER],))
    yield Case(f"{FORECAST}:events_statement", ([_ONE],), ([_OTHER, _ONE, _OTHER],))
    for hanging in ("lead", "property", "documents", "last_events"):
        yield Case(f"{DEAL_DETAILS}:{hanging}_statement", (_ONE,), (_OTHER,))


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
