"""README's "A day with it" works line by line on the demo data."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.database.demo import load_demo
from doughy_cli.db.session import close_session, session_on
from doughy_cli.leads.sending import drafts

if TYPE_CHECKING:
    from tests.harness import Person, Program

README = Path(__file__).parents[2] / "README.md"
LEADS = """\
name,phone,email
Ada Quill,937-555-0171,ada@example.com
Cleo Hart,937-555-0172,cleo@example.com
"""
OWNERS = """\
Owner Name,Phone,Email,Property Address,Property City,Property State,Property Zip
Dee Marsh,937-555-0173,dee@example.com,14 Spruce St,Dayton,OH,45402
"""
SALES = """\
address,city,state,zip,beds,baths,sq ft,year built,type,sale price,sale date
420 Maple Ave,Dayton,OH,45402,3,1,1000,1920,Single Family,131000,{day}
431 Maple Ave,Dayton,OH,45402,3,1,960,1915,Single Family,128000,{day}
12 Oak St,Dayton,OH,45402,3,1,990,1922,Single Family,135000,{day}
"""
# What ends otherwise than with 0: `ready` says by its exit code that papers are missing.
ENDS = {("deals", "ready"): 1}
SHOWS = {("properties", "comps"): "by 3 comps", ("properties", "offer"): "Maximum offer"}


def lines() -> list[list[str]]:
    """Return the arguments of each line, as they are run here, without a terminal."""
    day = README.read_text(encoding="utf-8").split("## A day with it")[1]
    block = re.search(r"```sh\n(.*?)```", day, re.DOTALL)
    assert block
    found = []
    for line in block[1].splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == "doughy"
        if "|" in arguments:  # what reads the pipe is another program
            arguments = arguments[: arguments.index("|")]
        if arguments[:2] == ["leads", "triage"]:
            continue  # it needs a terminal
        if arguments[:2] == ["leads", "merge"]:
            arguments.append("--yes")  # README says that it asks
        found.append([each for each in arguments if each != "--watch"])  # it never ends
    return found


@pytest.mark.timeout(300)
def test_a_day_with_it(
    doughy: Program, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # At noon in Dayton: nobody is texted at night.
    monkeypatch.setattr(drafts, "now", lambda: datetime(2026, 3, 4, 17, tzinfo=UTC))
    sold = datetime.now(UTC).date() - timedelta(days=60)
    files = {"list.csv": LEADS, "owners.csv": OWNERS, "sales.csv": SALES.format(day=sold)}
    files["report.pdf"] = "%PDF-1.7 The roof is new."
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    session = session_on(ann.connect())
    assert load_demo(session)
    session.commit()
    close_session(session)
    for arguments in lines():
        done = doughy(*arguments, person=ann)
        kind = (arguments[0], arguments[1])
        assert done.code == ENDS.get(kind, 0), f"{arguments}: {done.err}"
        assert SHOWS.get(kind, "") in done.out + done.err, arguments
