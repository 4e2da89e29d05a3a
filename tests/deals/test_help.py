"""What `--help` says of the commands of `doughy deals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Program


def test_no_summary_is_cut_off(doughy: Program) -> None:
    done = doughy("deals", "--help", env={"COLUMNS": "80"})
    _, commands = done.out.split("Commands:")
    assert "ready" in commands
    assert "..." not in commands


def test_dates_are_explained_where_they_are_taken(doughy: Program) -> None:
    for verb in ("list", "add", "edit", "move", "events", "changed", "show", "win", "ready"):
        shown = " ".join(doughy("deals", verb, "--help").out.split())
        said = shown.count("WHEN is 2026-01-31, 1/31/2026")
        assert said == (verb not in ("show", "win", "ready")), verb
