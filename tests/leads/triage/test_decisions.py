"""What can be decided, as it is typed and as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from doughy_cli.errors import Usage
from doughy_cli.leads.triage.decisions import Kind, read_line, typed_score, typed_tags

LEAD = {"lead": "1a2b3c4d"}
EVERY: dict[str, dict[str, Any]] = {
    "qualify": {},
    "unqualify": {},
    "activate": {},
    "close": {},
    "score": {"score": 70, "reason": "wants to sell"},
    "tag": {"add": ["vip"], "remove": ["cold"]},
    "note": {"text": "called"},
    "next": {"action": "Call", "due": "friday"},
    "call": {"outcome": "no_answer", "text": "rang out"},
    "opt_out": {"reason": "asked to"},
    "deal": {},
    "skip": {},
}


def test_every_kind_is_here() -> None:
    assert list(EVERY) == list(Kind)


@pytest.mark.parametrize("kind", EVERY)
def test_a_line_is_read(kind: str) -> None:
    line = read_line({**LEAD, "decision": kind, **EVERY[kind]})
    assert (line.lead, line.decision.kind) == ("1a2b3c4d", kind)
    assert line.decision.words


@pytest.mark.parametrize("kind", ["score", "tag", "note", "next", "call"])
def test_what_a_decision_needs_is_asked_for(kind: str) -> None:
    with pytest.raises(Usage):
        read_line({**LEAD, "decision": kind})


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ([], "must be a JSON object"),
        ({}, "decision must be one of qualify, "),
        ({**LEAD, "decision": "sell"}, "not 'sell'"),
        ({"decision": "qualify"}, "lead must be an id"),
        ({"lead": 7, "decision": "qualify"}, "lead must be an id"),
        ({**LEAD, "decision": "qualify", "score": 1}, "qualify has no field 'score'"),
        ({**LEAD, "decision": "score", "score": 101}, "from 0 to 100"),
        ({**LEAD, "decision": "score", "score": "7"}, "from 0 to 100"),
        ({**LEAD, "decision": "score", "score": True}, "from 0 to 100"),
        ({**LEAD, "decision": "tag", "add": "vip"}, "tags must be a list"),
        ({**LEAD, "decision": "tag", "add": ["a,b"]}, "cannot be a tag"),
        ({**LEAD, "decision": "tag", "add": ["a"], "remove": ["a"]}, "both added and removed"),
        ({**LEAD, "decision": "tag", "remove": [3]}, "must be a list"),
        ({**LEAD, "decision": "tag", "remove": "cold"}, "must be a list"),
        ({**LEAD, "decision": "note", "text": "  "}, "empty"),
        ({**LEAD, "decision": "note", "text": 5}, "must be a text"),
        ({**LEAD, "decision": "next", "action": "x", "due": "someday"}, "not a date"),
        ({**LEAD, "decision": "next", "action": "x", "due": 5}, "must be a text"),
        ({**LEAD, "decision": "call", "outcome": "sang"}, "outcome must be one of answered"),
        ({**LEAD, "decision": "qualify", "unchanged_since": "x"}, "not a date"),
    ],
)
def test_a_bad_line_says_what_is_wrong(record: Any, words: str) -> None:
    with pytest.raises(Usage, match=words):
        read_line(record)


def test_scores_as_typed() -> None:
    decision = typed_score(" 70  wants to sell by June ")
    assert (decision.change.values, decision.text) == ({"score": 70}, "wants to sell by June")
    assert typed_score("0").text is None
    for text in ("", "x", "-1", "101", "7.5", "٧", "1234"):
        with pytest.raises(Usage):
            typed_score(text)


def test_tags_as_typed() -> None:
    change = typed_tags("vip, two words,, -cold , - old").change
    assert (change.add_tags, change.remove_tags) == (["vip", "two words"], ["cold", "old"])
    for text in ("", " , ", "-", "a, -a"):
        with pytest.raises(Usage):
            typed_tags(text)
