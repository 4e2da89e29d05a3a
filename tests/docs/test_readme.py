"""README shows what the program draws; docs/tour.md works line by line on the demo data, as do the
pipelines of docs/cookbook.md."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.generate.pictures.drawing import text_of
from docs.generate.pictures.shots import SHOTS, pictures
from doughy_cli.database.demo import load_demo
from doughy_cli.db.session import close_session, session_on
from doughy_cli.leads.sending import drafts

if TYPE_CHECKING:
    from tests.harness import Person, Program

ROOT = Path(__file__).parents[2]
README, TOUR, COOKBOOK = (ROOT / each for each in ("README.md", "docs/tour.md", "docs/cookbook.md"))
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
    """Return the arguments of each line of the tour, as they are run here, without a terminal."""
    found = []
    for _, *arguments in shown_in(TOUR):
        if "|" in arguments:  # what reads the pipe is another program
            arguments = arguments[: arguments.index("|")]
        if arguments[:2] == ["leads", "triage"]:
            continue  # it needs a terminal
        if arguments[:2] == ["leads", "merge"]:
            arguments.append("--yes")  # README says that it asks
        found.append([each for each in arguments if each != "--watch"])  # it never ends
    return found


def shown_in(page: Path) -> list[list[str]]:
    """Return the words of each line of a page that runs doughy."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and line[0] == "doughy"]


def pipelines() -> list[list[list[str]]]:
    """Return the cookbook's lines that need no programs but doughy, jq and sed, part by part."""
    found = []
    text = COOKBOOK.read_text(encoding="utf-8").replace("|\n  ", "| ")
    for recipe in text.split("\n## "):
        if recipe.startswith(("jq\n", "A CSV pipeline\n")):
            for line in re.findall(r"^doughy .*", recipe, re.MULTILINE):
                parts = groupby(shlex.split(line), "|".__eq__)
                found.append([list(words) for bar, words in parts if not bar])
    return [line for line in found if "-f" not in line[0]]  # that never ends


def test_readme_shows_nothing_that_the_tour_has_not() -> None:
    text = README.read_text(encoding="utf-8")
    assert re.findall(r"\(docs/pictures/(\w+)\.svg\)", text) == list(SHOTS)
    assert len(text.splitlines()) <= 110  # two screens, and the pictures
    assert all(line in shown_in(TOUR) for line in shown_in(README))


@pytest.mark.timeout(300)
def test_the_pictures_and_the_tour(
    doughy: Program, ann: Person, admin: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, svg in pictures(doughy, admin.database, admin).items():
        kept = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert text_of(svg) == text_of(kept), "python -m docs.generate.pictures"

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
    if shutil.which("jq") is None and "CI" not in os.environ:
        return  # the project's check installs it
    for line in pipelines():
        written = ""
        for program, *arguments in line:
            if program == "doughy":
                arguments = arguments[: arguments.index(">")] if ">" in arguments else arguments
                done = doughy(*arguments, person=ann, stdin=written)
                assert done.code == 0, f"{arguments}: {done.err}"
                written = done.out
            else:
                written = subprocess.run(
                    [program, *arguments], input=written, capture_output=True, text=True, check=True
                ).stdout
        assert written or line[-1][0] == "doughy", line
