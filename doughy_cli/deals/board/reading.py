"""Reading the board."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from doughy_cli.dates import HERE
from doughy_cli.deals.board.build import build
from doughy_cli.deals.board.rows import BoardRow
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.reading import deals_with_times

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader


def read_board(reader: Reader, where: DealFilter) -> BoardRow:
    """Return the board of the deals that `where` (settled) means, as it is now."""
    deals = ((deal, since) for deal, since, _ in deals_with_times(reader, where))
    return build(deals, datetime.now(HERE))
