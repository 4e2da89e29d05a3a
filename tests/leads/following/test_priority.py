"""The arithmetic of the queue, without a database."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from doughy_cli.config import Folders
from doughy_cli.errors import Usage
from doughy_cli.leads.following.activity import NOTHING
from doughy_cli.leads.following.priority import priority, temperature
from doughy_cli.leads.following.weights import Weights, read_weights

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def test_the_points_add_up() -> None:
    activity = dataclasses.replace(NOTHING, last_contact_at=ago(12), open_value=Decimal(120_000))
    points = priority("qualified", "pending", activity, Weights(), NOW)
    assert (points.staleness, points.status, points.consent, points.value) == (16, 24, 5, 5)
    assert points.total == 50


@pytest.mark.parametrize(
    ("days", "points"), [(0, 0), (-3, 0), (15, 20), (30, 40), (31, 40), (9999, 40)]
)
def test_silence_earns_up_to_all_of_its_points(days: float, points: int) -> None:
    activity = dataclasses.replace(NOTHING, last_contact_at=ago(days))
    assert priority("new", None, activity, Weights(), NOW).staleness == points


@pytest.mark.parametrize(
    ("heard", "created", "attempts", "wanted"),
    [
        (0, 90, 0, "hot"),
        (7, 90, 3, "hot"),
        (7.1, 90, 0, "warm"),
        (None, 1, 0, "warm"),
        (30, 90, 0, "warm"),
        (31, 90, 0, "cold"),
        (1, 90, 4, "cold"),
        (None, 31, 0, "cold"),
        (180, 900, 7, "cold"),
        (181, 900, 0, "dead"),
        (1, 90, 8, "dead"),
        (None, 181, 0, "dead"),
    ],
)
def test_temperature(heard: float | None, created: float, attempts: int, wanted: str) -> None:
    last = None if heard is None else ago(heard)
    activity = dataclasses.replace(NOTHING, last_heard_at=last, attempts=attempts)
    assert temperature(ago(created), activity, Weights(), NOW) == wanted


def folders(tmp_path: Path, config: str) -> Folders:
    (tmp_path / "config.toml").write_text(config)
    return Folders(tmp_path, tmp_path, tmp_path, tmp_path)


def test_weights_come_from_the_configuration(tmp_path: Path) -> None:
    assert read_weights(folders(tmp_path, "")) == Weights()
    given = read_weights(folders(tmp_path, "[next]\nstaleness = 0\nfull_value = 100"))
    assert given == Weights(staleness=0, full_value=100)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("next = 3", "must be a table"),
        ("[next]\nstale = 3", "no key 'stale'"),
        ("[next]\nstaleness = -1", "staleness must be 0 or more"),
        ("[next]\nstaleness = 'x'", "staleness must be a whole number"),
        ("[next]\nstaleness = true", "staleness must be a whole number"),
        ("[next]\nfull_value = 0", "full_value must be 1 or more"),
        ("[next]\nhot_days = 40", "hot_days must not be more than warm_days"),
    ],
)
def test_bad_weights_are_named(tmp_path: Path, config: str, words: str) -> None:
    with pytest.raises(Usage, match=words) as raised:
        read_weights(folders(tmp_path, config))
    assert "config.toml" in str(raised.value)


def test_the_documents_example_is_right() -> None:
    text = (Path(__file__).parents[3] / "docs" / "who-next.md").read_text()
    parts = {
        name: int(points)
        for name, points in re.findall(r"^    (\w+) .*?= +(\d+)(?:  \(.*\))?$", text, re.M)
    }
    days, worth = re.findall(r"spoken to (\d+) days ago, with open deals worth ([\d,]+)", text)[0]
    activity = dataclasses.replace(
        NOTHING, last_contact_at=ago(int(days)), open_value=Decimal(worth.replace(",", ""))
    )
    points = priority("qualified", "pending", activity, Weights(), NOW)
    assert parts == dataclasses.asdict(points)
    assert f"priority                             {points.total}\n" in text


def test_the_documents_weights_are_the_usual_ones() -> None:
    text = (Path(__file__).parents[3] / "docs" / "who-next.md").read_text()
    shown = tomllib.loads(text.split("```toml\n")[1].split("```")[0])
    assert shown["next"] == dataclasses.asdict(Weights())
