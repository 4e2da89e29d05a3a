"""One deal from a triaged lead to the closing, through every command, in one session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.deals.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True)
class Step:
    """A command line, how it ends, what the screen shows after it, and what is answered."""

    line: str
    shows: tuple[str, ...] = ()
    code: int = 0
    answers: tuple[tuple[str, str], ...] = ()


# The deal is named by its lead's e-mail throughout; its property by the address. A new command
# of deals gets its step here, where an investor would use it.
DAY: tuple[Step, ...] = (
    Step("doughy leads add --name 'Ada Quill' --phone '937 555 0190' --email ada@example.com"),
    Step("doughy leads triage", answers=(("Ada Quill", "y"), ("Nothing is left", "q"))),
    Step("doughy leads convert ada@example.com", ("Made 1 deal of 1 lead",)),
    Step("doughy deals list", ("Ada Quill", "initial_contact")),
    Step("doughy deals next", ("missing", "no property")),
    Step(
        "doughy properties add --address '418 Maple Ave' --city Dayton --state OH --zip 45402"
        " --arv 200000 --repair-estimate 20000"
    ),
    Step(
        "doughy deals edit ada@example.com --property '418 maple avenue' --title '418 Maple Ave'"
        " --probability 30 --next-action 'Walk through' --next-action-due yesterday",
        ("1 deal saved",),
    ),
    Step("doughy deals next --check", ("1 day overdue: Walk through",), code=1),
    Step("doughy deals move ada@example.com --next", ("appointment_set", "1 deal moved")),
    Step("doughy deals note ada@example.com 'The roof is new'", ("Noted for 1 deal",)),
    Step(
        "doughy deals edit ada@example.com --next-action 'Send the offer' --next-action-due today"
    ),
    Step("doughy deals next", ("due today: Send the offer",)),
    Step("doughy deals next --check"),
    Step("doughy deals move ada@example.com analyzing", ("analyzing",)),
    Step("doughy properties offer '418 maple ave' --fee 5000", ("$115,000.00",)),
    Step(
        "doughy deals offer ada@example.com --save",
        ("140,000.00 − 20,000.00 − 0.00", "$120,000.00", "Kept in the deal's timeline"),
    ),
    Step("doughy deals edit ada@example.com --estimated-value 130000 --probability 40"),
    Step("doughy deals move ada@example.com 'offer sent' --no-input", ("--reason",), code=2),
    Step(
        "doughy deals move ada@example.com 'offer sent' --next-action 'Ask for an answer'",
        ("is $10,000.00 above the maximum", "1 deal moved"),
        answers=(("Why all the same", "A buyer waits\n"),),
    ),
    Step("doughy deals board", ("Pipeline 1 deal", "OFFER SENT", "$130,000", "Ask for an answer")),
    Step("doughy deals edit ada@example.com --estimated-value 95000 --probability 50"),
    Step("doughy deals lose ada@example.com", ("1 deal lost",), answers=(("Why lost", "Sold\n"),)),
    Step("doughy deals move ada@example.com --next", ("reopen",), code=5),
    Step("doughy deals reopen ada@example.com", ("1 deal reopened", "50")),
    Step("doughy deals move ada@example.com --back --reason 'A lower offer'", ("analyzing",)),
    Step("doughy deals move ada@example.com under", ("under_contract",)),
    Step("doughy deals archive ada@example.com --reason 'On hold'", ("archived",)),
    Step("doughy deals reopen ada@example.com", ("active",)),
    Step("doughy deals add --property '418 Maple Ave'", ("active deal already",), code=5),
    Step("doughy deals stale --days 0", ("418 Maple Ave",)),
    Step("doughy deals ready ada@example.com", ("Not ready", "title_search"), code=1),
    Step("doughy deals move ada@example.com closing", ("doughy deals win",)),
    Step("doughy can win deals ada@example.com", ("allowed",)),
    Step("doughy deals win ada@example.com", ("won", "100"), answers=(("Why won", "Signed\n"),)),
    Step("doughy deals changed --field stage", ("closing",)),
    Step("doughy deals forecast", ("1 won, 0 lost", "Brier score 0.2500", "too few")),
    Step("doughy deals report --html FOLDER/report.html", ("Written to",)),
    Step(
        "doughy deals events ada@example.com",
        ("Signed", "A lower offer", "The roof is new", "A buyer waits", "mao: 140,000.00"),
    ),
    Step("doughy deals show ada@example.com", ("418 Maple Ave, Dayton", "Ada Quill")),
    Step("doughy deals list --status won", ("418 Maple Ave",)),
    Step("doughy deals next", ("Nothing to show",)),
)


def test_a_deal_goes_from_a_triaged_lead_to_won(
    doughy: Program, ann: Person, tmp_path: Path
) -> None:
    session = Session(doughy, ann, tmp_path)
    with session.terminal:
        for step in DAY:
            line = step.line.replace("FOLDER", str(tmp_path))
            shown = session.run(line, *step.answers, code=step.code)
            assert [each for each in step.shows if each not in shown] == [], f"{step.line}\n{shown}"
            assert "Traceback" not in shown
    [(status, probability, stage)] = ann.sql("SELECT status::text, probability, stage FROM deals")
    assert (status, probability, stage) == ("won", 100, "closing")
    assert len(session.record) == len(DAY)
    assert "1 won, 0 lost" in (tmp_path / "report.html").read_text("utf-8")


def test_every_command_of_deals_is_in_the_day() -> None:
    from doughy_cli.tree import tree

    used = {step.line.split()[2] for step in DAY if step.line.startswith("doughy deals ")}
    group: Any = tree().get_command(None, "deals")
    assert set(group.commands) - used == set()
