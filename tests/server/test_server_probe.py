"""What counts as an answer, tried on listeners that are no PostgreSQL."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from doughy_cli.db.embedded.probe import Answer, ask, listener

STARTING = b"E\0\0\0\x40SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
TOO_MANY = b"E\0\0\0\x40SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0"
WHO_ARE_YOU = b"R\0\0\0\x08\0\0\0\0"


@pytest.fixture
def listen(folder: Path) -> Iterator[Callable[[bytes | None], Path]]:
    """A socket where somebody answers with these bytes, or hangs up, or says nothing."""
    listeners = []

    def listen(answer: bytes | None) -> Path:
        path = folder / "socket"
        waiting = socket.socket(socket.AF_UNIX)
        waiting.bind(os.fspath(path))
        waiting.listen()
        listeners.append(waiting)

        def serve() -> None:
            wire, _ = waiting.accept()
            wire.recv(1000)
            wire.sendall(answer or b"")
            wire.close()

        if answer is not None:
            threading.Thread(target=serve, daemon=True).start()
        return path

    yield listen
    for waiting in listeners:
        waiting.close()


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (WHO_ARE_YOU, Answer.READY),
        (TOO_MANY, Answer.READY),
        (STARTING, Answer.NOT_YET),
        (b"", Answer.NOT_YET),
    ],
)
def test_answers(listen: Callable[[bytes | None], Path], answer: bytes, meaning: Answer) -> None:
    assert ask(listen(answer)) is meaning


def test_silence(listen: Callable[[bytes | None], Path]) -> None:
    assert ask(listen(None), patience=0.1) is Answer.NOT_YET


def test_nobody(folder: Path) -> None:
    assert ask(folder / "socket") is Answer.NOBODY
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(os.fspath(folder / "socket"))
    assert ask(folder / "socket") is Answer.NOBODY
    assert listener(folder / "socket") is None
    assert ask(folder / ("x" * 200)) is Answer.NOBODY


def test_the_listener_is_named(listen: Callable[[bytes | None], Path]) -> None:
    assert listener(listen(None)) in (os.getpid(), 0)
