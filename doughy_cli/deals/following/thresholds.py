"""After how many days a deal is silent: `[deals]` in the configuration file.

[deals]
initial_contact_days = 7   # days without a sign of life at this stage
appointment_set_days = 7
analyzing_days = 5
offer_sent_days = 7
negotiating_days = 3
under_contract_days = 7
closing_days = 3
other_stage_days = 7       # at a stage of your own
unanswered_days = 3        # days after which an offer counts as unanswered
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from doughy_cli.config import Folders
from doughy_cli.measures import check_measure, read_measures
from doughy_cli.stages import STAGES

SECTION = "deals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Days, each at least 1."""

    initial_contact_days: int = 7
    appointment_set_days: int = 7
    analyzing_days: int = 5
    offer_sent_days: int = 7
    negotiating_days: int = 3
    under_contract_days: int = 7
    closing_days: int = 3
    other_stage_days: int = 7
    unanswered_days: int = 3

    def __post_init__(self) -> None:
        for each in fields(self):
            check_measure(SECTION, each.name, getattr(self, each.name), 1)

    def silent_after(self, stage: str) -> int:
        """Return after how many days without a sign of life a deal at this stage is silent."""
        days: int = getattr(self, f"{stage if stage in STAGES else 'other_stage'}_days")
        return days


def read_thresholds(folders: Folders) -> Thresholds:
    """Return the configuration's thresholds; see `read_measures`."""
    return read_measures(folders, SECTION, Thresholds)
