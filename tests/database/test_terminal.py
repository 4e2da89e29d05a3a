"""What somebody at a terminal is shown and asked while a backup is made or restored."""

from __future__ import annotations

import io
import os
import time

import pytest

from doughy_cli import progress as progresses
from doughy_cli.database.words import logins
from doughy_cli.options import Flags
from doughy_cli.output import Output
from doughy_cli.progress import Progress, in_words
from tests.database.conftest import Home, Source


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *, quiet: bool = False) -> str:
    with Progress(Output(Flags(quiet=quiet), stderr=stream), "Backing up", 2_000_000) as progress:
        progress.advance(500_000)
        progress.advance(1_500_000)
    assert progress.done == 2_000_000
    return stream.getvalue()


def test_progress_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert shown(Terminal()) == ""  # it was over before it was worth a word
    monkeypatch.setattr(progresses, "_SILENCE", 0.0)
    monkeypatch.setattr(progresses, "_PAUSE", 0.0)
    text = shown(Terminal())
    assert text.startswith("\rBacking up… 500 kB of 2.0 MB (25%)")
    assert "2.0 MB of 2.0 MB (100%)" in text
    assert text.endswith("\r")
    assert shown(io.StringIO()) == ""
    assert shown(Terminal(), quiet=True) == ""
    monkeypatch.setenv("TERM", "dumb")
    assert shown(Terminal()) == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [(640, "640 bytes"), (640_000, "640 kB"), (1_250_000, "1.2 MB"), (7_300_000_000, "7.3 GB")],
)
def test_sizes(size: int, words: str) -> None:
    assert in_words(size) == words


def test_counts() -> None:
    assert [logins(count) for count in (0, 1, 2)] == ["0 logins", "1 login", "2 logins"]


def at_a_terminal(home: Home, answer: str, *arguments: str) -> tuple[int, str]:
    """Run the program at a terminal, give one answer, and return its end and what was shown."""
    ours, theirs = os.openpty()
    process = home.start(*arguments, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    text = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end was closed
            break
        text += piece
        if answer and text.endswith(b": "):
            os.write(ours, answer.encode() + b"\n")
            answer = ""
    os.close(ours)
    return process.wait(timeout=60), text.decode()


def test_the_name_is_typed(source: Source, used: Home) -> None:
    home = used
    backup = str(source.backup)
    code, text = at_a_terminal(home, "dough", "db", "restore", backup)
    assert code == 130
    assert "Type doughy to go on" in text
    assert "Nothing was done." in text
    assert len(home("leads", "list", "--json").json) == 40
    code, text = at_a_terminal(home, "doughy", "db", "restore", backup)
    assert code == 0
    assert home.everything() == source.everything


def test_a_file_is_replaced_after_a_yes(source: Source, used: Home) -> None:
    home = used
    file = home.run.home / "b"
    file.write_text("precious")
    code, text = at_a_terminal(home, "n", "db", "backup", str(file))
    assert (code, file.read_text()) == (130, "precious")
    assert "is there already. Replace it?" in text
    code, _ = at_a_terminal(home, "y", "db", "backup", str(file))
    assert code == 0
    assert file.read_bytes()[:2] == b"PK"


def test_a_backup_is_not_written_to_a_terminal(source: Source) -> None:
    code, text = at_a_terminal(source.home, "", "db", "backup", "-")
    assert code == 2
    assert "no text for a terminal" in text
