"""Jobs: a member queues, cancels and retries them; all else is the worker's."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

import pytest

from tests.schema import probes
from tests.schema.world import World, outcome


def test_a_job_is_queued_and_nothing_else(world: World) -> None:
    assert list(probes.wrong_jobs(world)) == []


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("queued", "cancelled", True),
        ("running", "cancelled", True),
        ("failed", "queued", True),
        ("cancelled", "queued", True),
        ("running", "queued", False),
        ("succeeded", "queued", False),
        ("succeeded", "cancelled", False),
        ("failed", "cancelled", False),
        ("queued", "running", False),
        ("queued", "succeeded", False),
        ("failed", "succeeded", False),
    ],
)
def test_a_member_cancels_and_retries(world: World, before: str, after: str, allowed: bool) -> None:
    where = world.where("ai_jobs", "ann")
    become = "UPDATE ai_jobs SET status = '{}' WHERE " + where
    world.database.sql(become.format(before))
    found = outcome(world.connections["ann"], become.format(after))
    assert found == (
        "1 rows" if allowed else f"42501: a job that is {before} cannot become {after}"
    )
    assert outcome(world.connections["worker"], become.format(after)) == "1 rows"
    world.database.sql(become.format("queued"))
