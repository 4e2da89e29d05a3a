"""Bytes of a terminal, as keys; and a line that is typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.leads.triage.editor import LONGEST, Line
from doughy_cli.screens.keyboard import Key, Keyboard

TYPED = "aé李👍\x1b[A\x1b[5~\x1b[200~one\ntwo\x1b[201~\x1bOB\r\x7fz"
NAMES = ["a", "é", "李", "👍", "up", "pageup", "paste", "down", "enter", "backspace", "z"]


def names(keys: list[Key]) -> list[str]:
    return [key.name for key in keys]


@given(st.lists(st.integers(0, len(TYPED.encode())), max_size=8))
def test_keys_do_not_depend_on_how_the_bytes_are_cut(cuts: list[int]) -> None:
    data = TYPED.encode()
    ends = [0, *sorted(cuts), len(data)]
    keyboard = Keyboard()
    keys = [key for start, end in pairwise(ends) for key in keyboard.feed(data[start:end])]
    assert names(keys) == NAMES
    assert keys[6].text == "one\ntwo"
    assert not keyboard.waiting


@given(st.binary(max_size=60))
def test_no_bytes_break_it(data: bytes) -> None:
    keyboard = Keyboard()
    keys = keyboard.feed(data) + keyboard.flush()
    assert all(key.name for key in keys)
    assert not keyboard.waiting
    assert names(keyboard.feed(b"y"))[-1] == "y"


def test_an_escape_is_a_key_once_nothing_follows() -> None:
    keyboard = Keyboard()
    assert keyboard.feed(b"\x1b") == []
    assert keyboard.waiting
    assert names(keyboard.flush()) == ["escape"]
    assert names(keyboard.feed(b"\x1b\x1b[A")) == ["escape", "up"]


@pytest.mark.parametrize("sequence", [b"\x1b[1;5Z", b"\x1b[<0;1;1M", b"\x1bq", b"\x1b[99~"])
def test_sequences_that_are_none_of_ours_press_nothing(sequence: bytes) -> None:
    assert names(Keyboard().feed(sequence + b"x")) == ["x"]


def typed(text: str, begin: str = "") -> Line:
    line = Line.of(begin)
    for key in Keyboard().feed(text.encode()):
        line.press(key)
    return line


@pytest.mark.parametrize(
    ("begin", "keys", "text"),
    [
        ("", "call", "call"),
        ("", "Müller 李小龍", "Müller 李小龍"),
        ("", "abé\x7f\x7f", "a"),
        ("abc", "\x15x", "x"),
        ("one two", "\x17three", "one three"),
        ("bc", "\x1b[Ha\x1b[Fd", "abcd"),
        ("ac", "\x1b[Db", "abc"),
        ("abc", "\x1b[D\x1b[D\x1b[3~", "ac"),
        ("", "\x1b[200~one\r\ntwo\tthree\x1b[201~!", "one two three!"),
        ("", "\x7fa", "a"),
    ],
)
def test_a_line_is_edited(begin: str, keys: str, text: str) -> None:
    assert typed(keys, begin).text == text


def test_a_line_ends_somewhere() -> None:
    assert len(typed(f"\x1b[200~{'x' * (LONGEST + 5)}\x1b[201~y").text) == LONGEST
