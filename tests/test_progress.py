"""The line that says how far a long command has come."""

from __future__ import annotations

import io

import pytest

from doughy_cli import progress
from doughy_cli.options import Flags
from doughy_cli.output import Output


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, as the test sets it."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setenv("TERM", "xterm")
    return now


def test_it_is_shown_after_a_second_and_taken_away(clock: list[float]) -> None:
    stream = Terminal()
    with progress.StatusLine(Output(Flags(), stderr=stream)) as line:
        line.show("Reading", 10, 100)
        assert stream.getvalue() == ""
        clock[0] = 1.5
        line.show("Reading", 50, 100)
        line.show("Reading", 51, 100)
        clock[0] = 2.0
        line.show("Storing", 1234, None)
    assert stream.getvalue() == "\rReading… 50%\rStoring… 1,234\r" + " " * 14 + "\r"


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_it_is_for_terminals_that_want_it(
    stream: io.StringIO, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with progress.StatusLine(Output(Flags(), stderr=stream)) as line:
        clock[0] = 5.0
        line.show("Reading", 1, None)
    with progress.StatusLine(Output(Flags(quiet=True), stderr=stream)) as line:
        clock[0] = 10.0
        line.show("Reading", 1, None)
    assert stream.getvalue() == ""
