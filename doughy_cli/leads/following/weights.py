"""What counts how much in the order of the queue: `[next]` in the configuration file.

[next]
staleness = 40          # points for silence
status = 30             # points for the lead's status
consent = 10            # points for its consent
value = 20              # points for the worth of its open deals
full_silence_days = 30  # silence that earns all of its points
full_value = 500000     # worth that earns all of its points
hot_days = 7            # heard from within these: hot
warm_days = 30          # silent for longer: cold
dead_days = 180         # silent for longer: dead
cold_attempts = 4       # attempts without an answer
dead_attempts = 8
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from doughy_cli.config import Folders
from doughy_cli.errors import Usage
from doughy_cli.measures import check_measure, read_measures

SECTION = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points, and the measures that earn them (days, attempts, money)."""

    staleness: int = 40
    status: int = 30
    consent: int = 10
    value: int = 20
    full_silence_days: int = 30
    full_value: int = 500_000
    hot_days: int = 7
    warm_days: int = 30
    dead_days: int = 180
    cold_attempts: int = 4
    dead_attempts: int = 8

    def __post_init__(self) -> None:
        for each in fields(self):
            least = 0 if each.name in _POINTS else 1
            check_measure(SECTION, each.name, getattr(self, each.name), least)
        for less, more in (
            ("hot_days", "warm_days"),
            ("warm_days", "dead_days"),
            ("cold_attempts", "dead_attempts"),
        ):
            if getattr(self, less) > getattr(self, more):
                raise Usage(f"[{SECTION}] {less} must not be more than {more}.")


_POINTS = ("staleness", "status", "consent", "value")


def read_weights(folders: Folders) -> Weights:
    """Return the configuration's weights; see `read_measures`."""
    return read_measures(folders, SECTION, Weights)
