"""`doughy plans …`: what people subscribe to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import DoneInPart, NotFound
from doughy_cli.flagset import takes
from doughy_cli.options import Listing, Showing, Writing
from doughy_cli.plans.fields import PlanFlags, PlanStatus
from doughy_cli.plans.rows import PlanRow, PlanSyncRow

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Plans: what people subscribe to."
)


@app.command("list", cls=Listing.of(PlanRow))
def list_plans(
    context: typer.Context,
    status: Annotated[
        list[PlanStatus] | None,
        typer.Option(help="In this state; repeat it for several.", case_sensitive=False),
    ] = None,
    plan: Annotated[str | None, typer.Option(metavar="NAME", help="Called this.")] = None,
) -> None:
    """List plans: admins and support see everybody's, others their own.

    Examples:
      doughy plans list --status past_due
    """
    from doughy_cli.plans import queries

    app: App = context.obj
    wanted = [each.value for each in status or []]
    rows = queries.list_plans(
        app.session, app.flags.sort, app.output.limit, status=wanted, plan=plan
    )
    app.output.rows(
        PlanRow, rows, lambda: queries.count_plans(app.session, status=wanted, plan=plan)
    )


@app.command(cls=Showing.of(PlanRow))
def show(
    context: typer.Context,
    person: Annotated[
        str | None,
        typer.Argument(metavar="[EMAIL]", help="Whose: an e-mail or an id. Yours without."),
    ] = None,
) -> None:
    """Show a plan: your own, or for admins and support anybody's.

    Examples:
      doughy plans show
      doughy plans show ann@example.com
    """
    from doughy_cli.plans import queries

    app: App = context.obj
    user_id = queries.find_person(app.session, person)
    rows = queries.plans_of(app.session, [user_id])
    if not rows:
        whose = f"{person} has" if person else "You have"
        raise NotFound(f"{whose} no plan.", "An admin gives one: `doughy plans set EMAIL --plan …`")
    app.output.one(PlanRow, rows[0])


@app.command("set", cls=Writing.of(PlanRow))
@takes(PlanFlags, into="flags")
def set_plan(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose: an e-mail or an id.")],
    *,
    flags: PlanFlags,
) -> None:
    """Set what a person subscribes to (for admins).

    Examples:
      doughy plans set ann@example.com --plan pro --status active
    """
    from doughy_cli.plans.fields import change
    from doughy_cli.plans.queries import find_person
    from doughy_cli.plans.write_queries import check_admin, lock_plans, put_plan

    app: App = context.obj
    values = change(flags)
    check_admin(app.session)
    user_id = find_person(app.session, person)
    with app.transaction() as session:
        lock_plans(session)
        row, changed = put_plan(session, user_id, values)
    app.output.one(PlanRow, row)
    if not app.flags.dry_run:
        app.output.say("Saved." if changed else "Nothing to change: it was like that already.")


@app.command(cls=Writing.of(PlanSyncRow))
def sync(context: typer.Context) -> None:
    """Store what Stripe says of subscriptions (for admins).

    It is asked with your own key. Who is which customer says the customer's id in their plan,
    else the e-mail. Twice changes nothing. Ends with 6 if a customer who pays is nobody here.

    Examples:
      doughy plans sync --dry-run

    Exit codes:
      3  No key for Stripe is stored.
      6  Of some customers nobody knows who they are here.
    """
    from doughy_cli.plans.sync_queries import store
    from doughy_cli.plans.write_queries import check_admin
    from doughy_cli.providers import stripe
    from doughy_cli.providers.stripe_subscriptions import subscriptions
    from doughy_cli.vault.opening import open_key

    app: App = context.obj
    check_admin(app.session)
    key = open_key(app.session, app.settings, "stripe")
    app.session.commit()
    with stripe.client(key) as client:
        found = list(subscriptions(client))
    with app.transaction() as session:
        rows = store(session, found)
    _conclude(app, rows)


def _conclude(app: App, rows: Sequence[PlanSyncRow]) -> None:
    from doughy_cli.plans.matching import ENDED

    told = [row for row in rows if row.result != "same"]
    if told or app.output.explicit:
        app.output.rows(PlanSyncRow, told, whole=True)
    words = {
        "added": "added",
        "changed": "changed",
        "same": "as before",
        "missing": "not at Stripe any more",
        "ambiguous": "in the plans of several people",
        "unknown": "nobody here",
    }
    done = Counter(row.result for row in rows)
    parts = [f"{done[each]:,} {word}" for each, word in words.items() if done[each]]
    app.output.say(f"{', '.join(parts) or 'No subscriptions'}.")
    lost = [
        row for row in rows if row.result in ("unknown", "ambiguous") and row.status not in ENDED
    ]
    if lost:
        raise DoneInPart(
            f"{len(lost):,} with a subscription could not be matched.",
            f"Say who it is: doughy plans set EMAIL --customer {lost[0].stripe_customer_id}",
        )
