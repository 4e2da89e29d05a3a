"""The CHECKs of the database as values: what each lets in, and what it refuses.

All else about a column (type, length, precision, labels, NOT NULL, keys) is read from the
tables. A test asks the catalog that each CHECK on a table that people write is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

_LATEST = datetime.now(UTC).year + 5
INT = 2**31 - 1
MONEY = Decimal("9999999999.99")


@dataclass(frozen=True)
class Rule:
    """One CHECK: its column, what fits, and the nearest that does not."""

    column: str
    fits: st.SearchStrategy[Any]
    refused: tuple[Any, ...]
    others: st.SearchStrategy[Any] | None = None


def _whole(column: str, least: int, most: int = INT) -> Rule:
    above = (most + 1,) if most < INT else ()
    below = st.integers(-INT, least - 1)
    others = below | st.integers(most + 1, INT) if above else below
    fits = st.sampled_from([least, most]) | st.integers(least, most)
    return Rule(column, fits, (least - 1, *above), others)


def _number(column: str, least: str, most: str, places: int, refused: tuple[str, ...]) -> Rule:
    # One decimal more than is stored: it must be rounded, not refused.
    bounds = Decimal(least), Decimal(most)
    fits = st.sampled_from(bounds) | st.decimals(*bounds, places=places)
    fits |= st.decimals(*bounds, places=places + 1)
    return Rule(column, fits, tuple(map(Decimal, refused)))


def _word(column: str, *words: str) -> Rule:
    return Rule(column, st.sampled_from(words), ("", "nonsense", words[0].upper()))


RULES: dict[str, Rule] = {
    "ai_jobs_max_attempts_check": _whole("max_attempts", 1, 20),
    "calls_duration_secs_check": _whole("duration_secs", 0),
    "deals_probability_check": _whole("probability", 0, 100),
    "lead_contacts_relation_check": _word(
        "relation", "owner", "spouse", "heir", "attorney", "agent", "tenant", "other"
    ),
    # Another lead of one's own fits, as for any foreign key; the lead itself does not, which
    # only a row that is there can be told to be.
    "leads_merged_into_check": Rule("merged_into", st.none(), ()),
    "leads_score_check": _whole("score", 0, 100),
    "re_documents_file_size_check": _whole("file_size", 1),
    "re_lead_documents_file_size_check": _whole("file_size", 1),
    "re_properties_bathrooms_check": _number("bathrooms", "0", "99.9", 1, ("-0.1", "NaN")),
    "re_properties_bedrooms_check": _whole("bedrooms", 0),
    "re_properties_latitude_check": _number(
        "latitude", "-90", "90", 6, ("-90.000001", "90.000001", "NaN")
    ),
    "re_properties_longitude_check": _number(
        "longitude", "-180", "180", 6, ("-180.000001", "180.000001", "NaN")
    ),
    "re_properties_lot_size_check": _whole("lot_size", 1),
    "re_properties_repair_estimate_check": _number(
        "repair_estimate", "0", str(MONEY), 2, ("-0.01", "NaN")
    ),
    "re_properties_square_feet_check": _whole("square_feet", 1),
    "re_properties_year_built_check": _whole("year_built", 1800, _LATEST),
    "system_logs_level_check": _word("level", "debug", "info", "warning", "error", "critical"),
    "transcripts_duration_secs_check": _whole("duration_secs", 0),
}
