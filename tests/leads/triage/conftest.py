"""What the tests of triage have in common: ten leads of an import, and the program on a
terminal as Ann."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program
    from tests.leads.conftest import Leads

Open = Callable[..., PseudoTerminal]

# As list providers export them: names of many scripts, a company, columns of all sorts.
TEN = """\
Owner Name,Phone Number,Email Address,Company,Lead Source,Tags
Ada Quill,(937) 555-0101,ada@example.com,Quill Holdings LLC,Probate list,absentee
Ben Ortega,937-555-0102,ben.ortega@example.com,,Probate list,
李小龍,+1 937 555 0103,bruce@example.com,,Referral,"vip,absentee"
José Müller-Lüdenscheidt,9375550104,jose@example.com,,Driving for dollars,
Ольга Петрова,9375550105,olga@example.com,,Referral,
Fay Wong,9375550106,fay@example.com,Wong & Daughters,Probate list,
Gus O'Hara,9375550107,gus@example.com,,Website,
محمد علي,9375550108,ali@example.com,,Website,
Ivy Chen,9375550109,ivy@example.com,,Website,
Joy Nakamura,9375550110,joy@example.com,,Website,
"""
NAMES = [line.split(",")[0] for line in TEN.splitlines()[1:]]


@pytest.fixture
def ten(leads: Leads, ann: Person, tmp_path: Path) -> dict[str, str]:
    """Ten leads of an import, in the queue in the file's order; their ids by name."""
    (tmp_path / "ten.csv").write_text(TEN)
    done = leads("import", tmp_path / "ten.csv")
    assert done.code == 0, done.err
    # All of an import came at one moment: this gives the queue an order for sure.
    for place, name in enumerate(NAMES):
        ann.database.sql(
            "UPDATE leads SET created_at = now() - %s * interval '1 minute' WHERE name = %s",
            len(NAMES) - place,
            name,
        )
    return {name: str(lead) for lead, name in ann.sql("SELECT id, name FROM leads")}


@pytest.fixture
def opened(doughy: Program, ann: Person) -> Iterator[Open]:
    """Open `doughy leads triage …` on a terminal, as Ann."""
    with ExitStack() as stack:

        def open_terminal(*flags: str, **more: Any) -> PseudoTerminal:
            terminal = PseudoTerminal(doughy, "leads", "triage", *flags, **{"person": ann, **more})
            return stack.enter_context(terminal)

        yield open_terminal


def lead(person: Person, name: str) -> dict[str, Any]:
    """A lead as it is stored."""
    columns = ("id", "status", "score", "tags", "opt_status", "next_action", "next_action_due")
    [row] = person.sql(f"SELECT {', '.join(columns)} FROM leads WHERE name = %s", name)  # noqa: S608
    return dict(zip(columns, row, strict=True))
