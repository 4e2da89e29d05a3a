"""`doughy leads list --next`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doughy_cli.errors import Usage
from doughy_cli.leads.following.rows import NextLeadRow

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.filters import LeadFilter


def list_next(app: App, where: LeadFilter) -> None:
    """Write the queue. Raises Usage under --sort: the queue has an order of its own."""
    from datetime import datetime

    from doughy_cli.dates import HERE
    from doughy_cli.leads.following.order_queries import count_queue
    from doughy_cli.leads.following.queries import queue
    from doughy_cli.leads.following.weights import read_weights

    if app.flags.sort:
        raise Usage("--next has an order of its own.", "Leave out --sort, or --next.")
    weights = read_weights(app.folders)
    rows = queue(app.session, where, weights, datetime.now(HERE), app.output.limit)
    app.output.rows(NextLeadRow, rows, lambda: count_queue(app.session, where))
