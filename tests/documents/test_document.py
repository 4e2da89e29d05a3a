"""docs/documents.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from doughy_cli.docs import adding, rows
from doughy_cli.docs.stores import base, patience, s3, s3_upload
from doughy_cli.papers import LEAD_TYPES, PHASES

PAGE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text()


def test_the_page_and_the_program() -> None:
    table = dict(re.findall(r"^\| (\w+ \| \w+) \| ([\w, ]+) \|$", PAGE, re.MULTILINE))
    del table["tier | phase"]
    said = {key: tuple(types.split(", ")) for key, types in table.items()}
    assert said == {
        **{f"property | {phase}": types for phase, types in PHASES.items()},
        "seller | other": LEAD_TYPES,
    }
    for number in (
        f"{base.LARGEST:,} bytes",
        f"up to {adding._MOST_FILES} files or {adding._MOST_BYTES >> 20} MiB",
        f"parts of {s3_upload.PART >> 20} MiB",
        f"is asked {patience.TRIES} times",
        f"after {patience.TRIES} times `{s3.TIMEOUT}`, and a second more for each"
        f" {patience._SLOWEST >> 10} KiB of the file",
        f"`{s3.TIMEOUT}` is how many seconds an answer may take ({s3._USUAL_TIMEOUT})",
    ):
        assert number in " ".join(PAGE.split()), number
    states = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE)))
    told = re.findall(r"`(\w+)`", rows.VerifiedRow.__doc__ or "")
    assert set(told) - {"state"} == {each for each in states if each != "local"}
