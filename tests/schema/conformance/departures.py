"""What `docs/schema-departures.md` lists, and whether it is what there is.

The tables under three of the page's headings are the list. A row holds the names of what
departs, what the document says of each, what is here, and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.schema.conformance.shape import Differences

PAGE = Path(__file__).resolve().parents[3] / "docs" / "schema-departures.md"

# The headings: differences at the document's last revision and at the newest; at the newest;
# at the document's last.
FIRST = "From the first revision on"
SINCE = "Since then"
ONLY_THEN = "Only at the document's last revision"

NOTHING = "—"
_SPAN = re.compile(r"`([^`]+)`")


def listed(page: str) -> dict[str, Differences]:
    """The page's list, under each of the three headings.

    Raises `ValueError` for a row that cannot be compared, gives no reason, stands under
    another heading, or names what stands under the same heading already.
    """
    found: dict[str, Differences] = {FIRST: {}, SINCE: {}, ONLY_THEN: {}}
    heading = ""
    for line in page.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if not line.startswith("| ") or line.startswith(("| what |", "| ---")):
            continue
        if heading not in found:
            raise ValueError(f"a table under the heading {heading!r}: {line}")
        names, document, here = _row(line)
        for name in names:
            if name in found[heading]:
                raise ValueError(f"listed twice under {heading!r}: {name}")
            found[heading][name] = (document, here)
    return found


def problems(listed: Mapping[str, object], there: Differences) -> list[str]:
    """A line for each difference that is not listed, or is otherwise than listed."""
    missing = sorted(name for name in there if listed.get(name) != there[name])
    wrong = sorted(name for name in listed if listed[name] != there.get(name))
    return [
        *(f"not listed: {_as_row(name, *there[name])}" for name in missing),
        *(f"listed, and not so: {name}" for name in wrong),
    ]


def _row(line: str) -> tuple[list[str], str | None, str | None]:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    if len(cells) != 4 or not cells[3]:
        raise ValueError(f"not what, the document, here and why: {line}")
    names = _SPAN.findall(cells[0])
    if not names or _SPAN.sub("", cells[0]).strip(", "):
        raise ValueError(f"not names alone: {cells[0]}")
    return names, _form(cells[1]), _form(cells[2])


def _form(cell: str) -> str | None:
    if cell == NOTHING:
        return None
    span = _SPAN.fullmatch(cell)
    if span is None:
        raise ValueError(f"neither one form nor {NOTHING}: {cell}")
    return span[1]


def _as_row(name: str, *forms: str | None) -> str:
    cells = (NOTHING if form is None else f"`{form}`" for form in forms)
    return f"| `{name}` | {' | '.join(cells)} | … |"
