"""How well `doughy leads dupes` finds who is there twice, and how long it takes.

The lists say who is who, which the program is not shown: in the made-up one it is not in the
file, and of a list of your own (`python -m bench duplicates LIST.csv=COLUMN`) the column is
mapped to nothing.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench.duplicate_list import write_list
from bench.measure import Command, Figure, compare
from bench.place import Place

PEOPLE = 8_000  # some 10,000 rows
SEEDS = (1, 2, 3)
ROUNDS = 11


@dataclass(frozen=True)
class Quality:
    """Of the pairs that were found, how many are right; of those that are there, how many were
    found."""

    list: str
    rows: int
    pairs: int
    precision: float
    recall: float


def measure(place: Place, rounds: int = ROUNDS) -> list[Figure]:
    """Return the time of `leads dupes --file` by an import's, and that of five times as many."""
    small, large = place.folder / "twice.csv", place.folder / "twice-large.csv"
    write_list(small, PEOPLE)
    write_list(large, 5 * PEOPLE)
    searched = _search(place, small, "10,000 rows")
    imported = Command(
        "doughy leads import --dry-run (same file)",
        [place.doughy, "leads", "import", str(small), "--dry-run"],
        place.env,
    )
    return [
        *compare([searched], imported, rounds),
        *compare([_search(place, large, "50,000 rows")], searched, rounds),
    ]


def qualities(place: Place, lists: Sequence[str]) -> list[Quality]:
    """Return precision and recall of the program itself.

    `lists` are files of one's own beside the made-up ones, each with the column that says who
    is who: `FILE.csv=COLUMN`.
    """
    found = []
    file = place.folder / "twice.csv"
    for seed in SEEDS:
        who = write_list(file, PEOPLE, seed)
        found.append(_by_program(place, f"made up, seed {seed}", file, who, []))
    for each in lists:
        name, _, column = each.rpartition("=")
        hidden = ["--map", f"{column}=ignore"]
        own = _column(Path(name), column)
        found.append(_by_program(place, Path(name).name, Path(name), own, hidden))
    return found


def measure_engine(file: Path, people: int, seed: int) -> Quality:
    """Return precision and recall of a made-up list, without a database."""
    from doughy_cli.intake.headers import match_headers
    from doughy_cli.intake.sheet import open_sheet
    from doughy_cli.leads.duplicates.engine import Duplicates
    from doughy_cli.leads.duplicates.sources import incoming_profile
    from doughy_cli.leads.importing.fields import FIELDS
    from doughy_cli.leads.importing.incoming import LeadTally
    from doughy_cli.leads.importing.lead_reader import LeadReader, incoming_leads

    who = write_list(file, people, seed)
    duplicates = Duplicates()
    with open_sheet(str(file)) as sheet:
        reader = LeadReader(match_headers(sheet.headers, FIELDS, {}))
        for lead in incoming_leads(sheet.records(), reader, lambda _: None, LeadTally()):
            duplicates.add(incoming_profile(lead))
    groups = [[member.place for member in each] for each in duplicates.find(85).groups]
    return quality(file.name, who, groups)


def quality(name: str, who: Sequence[Hashable], groups: Iterable[Sequence[int]]) -> Quality:
    """Hold groups of rows (from 0) to who each row is."""
    rows_of: dict[Hashable, list[int]] = {}
    for row, each in enumerate(who):
        rows_of.setdefault(each, []).append(row)
    there, found = _pairs(rows_of.values()), _pairs(groups)
    right = len(there & found)
    return Quality(
        list=name,
        rows=len(who),
        pairs=len(there),
        precision=right / len(found) if found else 1.0,
        recall=right / len(there) if there else 1.0,
    )


def _search(place: Place, file: Path, rows: str) -> Command:
    argv = [place.doughy, "leads", "dupes", "--file", str(file), "--json"]
    return Command(f"doughy leads dupes --file ({rows})", argv, place.env)


def _by_program(
    place: Place, name: str, file: Path, who: Sequence[Hashable], flags: Sequence[str]
) -> Quality:
    found = json.loads(place.run("leads", "dupes", "--file", str(file), "--json", *flags))
    # Line 1 is the header, and no row of these lists is longer than a line.
    groups = [[lead["line"] - 2 for lead in each["leads"] if lead["line"]] for each in found]
    return quality(name, who, groups)


def _pairs(groups: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {pair for each in groups for pair in combinations(sorted(each), 2)}


def _column(file: Path, name: str) -> list[str]:
    with file.open(newline="", encoding="utf-8-sig") as stream:
        return [row[name] for row in csv.DictReader(stream)]
