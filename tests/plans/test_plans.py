"""`doughy plans`: who sees and sets them, and what Stripe says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.options import field_names
from doughy_cli.plans.rows import PlanRow, PlanSyncRow
from tests.leads.sending.conftest import store
from tests.providers.server import (
    CUT,
    STRIPE_KEY,
    Asked,
    ProviderServer,
    Reply,
    bearer,
    failing,
    stripe_refusal,
)

if TYPE_CHECKING:
    from tests.harness import Person, Program

DAY = 86_400
T0 = 1_770_000_000


def subscription(number: int, email: str | None, status: str = "active", **more: Any) -> Any:
    """A subscription of version 2025-03-31.basil, whose periods are its items'."""
    customer = more.pop("customer", f"cus_{number}")
    price = {"id": "price_1", "nickname": more.pop("plan", "pro"), "lookup_key": None}
    start = more.pop("start", T0)
    period = {"current_period_start": start, "current_period_end": start + 30 * DAY}
    return {
        "id": f"sub_{number:03}",
        "object": "subscription",
        "status": status,
        "created": T0 + number,
        "customer": {"id": customer, "object": "customer", "email": email},
        "items": {"object": "list", "data": [{"id": "si_1", "price": price, **period}]},
        "metadata": {},
        **more,
    }


class Stripe:
    """Subscriptions at the local server, in pages."""

    def __init__(self, server: ProviderServer) -> None:
        self.subscriptions: list[Any] = []
        self.page = 100
        self.asked: list[Asked] = []
        server.answer("GET", "/v1/subscriptions", self._list)

    def _list(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if bearer(asked) != STRIPE_KEY:
            return stripe_refusal(bearer(asked))
        ids = [each["id"] for each in self.subscriptions]
        after = asked.query.get("starting_after")
        start = ids.index(after) + 1 if after else 0
        shown = self.subscriptions[start : start + self.page]
        more = len(ids) > start + self.page
        return Reply(body={"object": "list", "data": shown, "has_more": more, "url": asked.path})


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer().running() as running:
        yield running


def test_fields() -> None:
    assert field_names(PlanRow) == (
        *("id", "user_id", "email", "plan_name", "status", "current_period_start"),
        *("current_period_end", "stripe_customer_id", "stripe_subscription_id", "created_at"),
        "updated_at",
    )
    assert field_names(PlanSyncRow) == (
        *("user_id", "email", "result", "plan_name", "status", "period_start", "period_end"),
        *("stripe_customer_id", "stripe_subscription_id", "changes"),
    )


def test_who_sees_and_who_sets(doughy: Program, ann: Person, ben: Person, admin: Person) -> None:
    def plans(*arguments: str, person: Person = admin) -> Any:
        return doughy("plans", *arguments, "--json", person=person)

    assert plans("show", person=ann).code == 3
    dates = ("--period-start", "2026-03-01", "--period-end", "2026-04-01")
    made = plans("set", "Ann@example.com", "--plan", "pro", "--status", "active", *dates)
    assert made.code == 0, made.err
    assert made.json == plans("show", person=ann).json
    assert (
        made.json | {"plan_name": "pro", "status": "active", "email": "ann@example.com"}
        == made.json
    )
    assert made.json["current_period_end"] == "2026-04-01T00:00:00Z"
    again = plans("set", str(ann.id)[:8], "--plan", "pro")
    assert (again.code, "Nothing to change" in again.err) == (0, True)
    assert plans("set", "ben@example.com", "--plan", "free", "--dry-run").code == 0
    assert plans("list").json == [made.json]
    # A member sees their own and sets none; nor does support.
    assert plans("list", person=ben).json == []
    assert plans("show", "ann@example.com", person=ben).code == 3
    support = ann.database.add("sue@example.com", "support")
    assert plans("show", "ann@example.com", person=support).json == made.json
    for person in (ann, support):
        refused = plans("set", "ann@example.com", "--plan", "enterprise", person=person)
        assert (refused.code, "Only an admin" in refused.error["message"]) == (8, True)
        assert plans("sync", person=person).code == 8
    cleared = plans("set", "ann@example.com", "--clear", "period-end", "--status", "canceled")
    assert (cleared.json["current_period_end"], cleared.json["status"]) == (None, "canceled")
    assert plans("list", "--status", "active").json == []
    for arguments, code in (
        (("set", "ann@example.com"), 2),
        (("set", "ann@example.com", "--plan", " "), 2),
        (("set", "ann@example.com", "--plan", "a", "--clear", "plan"), 2),
        (("set", "ann@example.com", "--status", "happy"), 2),
        (("set", "ann@example.com", "--period-end", "2020-01-01"), 2),
        (("set", "nobody@example.com", "--plan", "pro"), 3),
        (("list", "--sort", "none"), 2),
    ):
        assert plans(*arguments).code == code, arguments
    logged = admin.sql("SELECT count(*) FROM system_logs WHERE source = 'plans'")
    assert logged == [(2,)]


def test_sync_stores_the_one_that_counts_and_twice_changes_nothing(
    doughy: Program,
    ann: Person,
    ben: Person,
    admin: Person,
    server: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store(doughy, admin, monkeypatch, {"stripe": STRIPE_KEY})
    stripe = Stripe(server)
    stripe.page = 2

    def sync(*flags: str) -> Any:
        return doughy("plans", "sync", "--json", *flags, person=admin, env=server.environment)

    given = ("--plan", "enterprise", "--customer", "cus_ben")
    assert doughy("plans", "set", "ben@example.com", *given, person=admin).code == 0
    stripe.subscriptions = [
        subscription(9, "Ann@Example.com", "canceled", customer="cus_ann"),
        subscription(5, "ann@example.com", start=T0 + DAY, customer="cus_ann"),
        subscription(4, "ann@example.com", plan="starter", customer="cus_ann"),
        # An older version of the API has the period on the subscription; no price has a name.
        subscription(
            3,
            None,
            "past_due",
            customer="cus_ben",
            items={"data": [{"price": {"nickname": None}}]},
            current_period_start=T0,
            current_period_end=T0 + DAY,
        ),
        subscription(2, "gone@example.com", "canceled"),
    ]
    tried = sync("--dry-run")
    assert tried.code == 0, tried.err
    assert ann.sql("SELECT count(*) FROM user_plans") == [(0,)]
    done = sync()
    assert done.code == 0, done.err
    assert [
        (row["email"], row["result"], row["plan_name"], row["status"]) for row in done.json
    ] == [
        ("ann@example.com", "added", "pro", "active"),
        ("ben@example.com", "changed", "enterprise", "past_due"),
        ("gone@example.com", "unknown", "pro", "canceled"),
    ]
    assert done.json[0]["stripe_subscription_id"] == "sub_005"
    assert done.json[1]["changes"]["status"] == {"before": None, "after": "past_due"}
    asked = [dict(each.query) for each in stripe.asked[-3:]]
    first = {"status": "all", "limit": "100", "expand[]": "data.customer"}
    assert asked == [
        first,
        first | {"starting_after": "sub_005"},
        first | {"starting_after": "sub_003"},
    ]
    assert {each.headers["stripe-version"] for each in stripe.asked} == {"2025-03-31.basil"}
    before = admin.sql("SELECT * FROM user_plans ORDER BY id")
    again = sync()
    assert (again.code, [row["result"] for row in again.json]) == (0, ["unknown"])
    assert "2 as before" in again.err
    assert admin.sql("SELECT * FROM user_plans ORDER BY id") == before
    # Whoever gives another's e-mail to Stripe does not get their plan.
    stripe.subscriptions.append(subscription(11, "ann@example.com"))
    taking = sync()
    assert (taking.code, [row["result"] for row in taking.json]) == (6, ["unknown"] * 2)
    assert admin.sql("SELECT * FROM user_plans ORDER BY id") == before
    # Somebody who pays and is nobody here; a subscription that is gone.
    stripe.subscriptions = [subscription(7, "new@example.com")]
    done = sync()
    assert (done.code, [row["result"] for row in done.json]) == (
        6,
        ["missing", "missing", "unknown"],
    )
    assert "doughy plans set EMAIL --customer cus_7" in done.error["hint"]
    assert admin.sql("SELECT * FROM user_plans ORDER BY id") == before


def test_stripe_that_does_not_answer_well(
    doughy: Program, admin: Person, server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stripe = Stripe(server)

    def sync() -> Any:
        return doughy("plans", "sync", "--json", person=admin, env=server.environment)

    assert (sync().code, "keys set stripe" in sync().error["hint"]) == (3, True)
    store(doughy, admin, monkeypatch, {"stripe": STRIPE_KEY})
    assert (sync().code, sync().json) == (0, [])
    server.fail(failing(503), CUT, Reply(429, headers={"Retry-After": "0"}))
    assert sync().code == 0
    looping = {"object": "list", "data": [subscription(1, "x@example.com")], "has_more": True}
    for reply, words in (
        (stripe_refusal(STRIPE_KEY), "refuses the key"),
        (Reply(429, headers={"Retry-After": "900"}), "asked too often"),
        (Reply(raw=b'{"data": ['), "not JSON"),
        (Reply(body={"data": [{"id": "sub_1"}]}), "not a list of subscriptions"),
        (Reply(body=[]), "not a list of subscriptions"),
        (Reply(body=looping), "not a list of subscriptions"),
    ):
        server.answer("GET", "/v1/subscriptions", lambda _, reply=reply: reply)
        done = sync()
        assert (done.code, words in done.error["message"]) == (1, True), done.err
        assert STRIPE_KEY not in done.out + done.err
    assert admin.sql("SELECT count(*) FROM user_plans") == [(0,)]
    assert len(stripe.asked) >= 3
