"""That docs/deals.md tells the rules right."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from pathlib import Path

from doughy_cli.deals.closing.required import Required
from doughy_cli.deals.moving import move_events
from doughy_cli.stages import STAGES, read_stage
from tests.deals.following.test_reasons import deal

DOCUMENT = (Path(__file__).parents[2] / "docs" / "deals.md").read_text()


def test_the_stages_are_the_list_and_are_read_as_said() -> None:
    section = DOCUMENT.split("## Stages\n")[1].split(", in this order")[0]
    assert tuple(re.findall(r"`(\w+)`", section)) == STAGES
    assert [read_stage(each) for each in ("Offer sent", "offer-sent", "offer", "u")] == [
        *("offer_sent", "offer_sent", "offer_sent", "under_contract"),
    ]


def test_the_example_of_a_move_is_right() -> None:
    shown = json.loads(DOCUMENT.split("```json\n")[1].split("```")[0])
    [event] = move_events(deal(stage="appointment_set"), "offer_sent", None)
    assert event.metadata == shown


def test_the_usual_papers_are_those_of_the_document() -> None:
    shown = tomllib.loads(DOCUMENT.split("```toml\n")[1].split("```")[0])["closing"]
    assert {name: tuple(types) for name, types in shown.items()} == dataclasses.asdict(Required())
