"""Secrets in a stream are hidden however it is cut, and nothing else is changed or held up."""

from __future__ import annotations

import base64
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from doughy_cli.hidden import Secret
from doughy_cli.keys.running.masking import MASK, Masker, spellings

KEY = b"sk-test-0123456789"
# Few letters, so that secrets overlap, repeat and begin like others.
LETTERS = st.text("ab", min_size=5, max_size=9).map(str.encode)
STREAM = st.text("abc\n", max_size=80).map(str.encode)


def masked(texts: list[bytes], *pieces: bytes, hurry: bool = False) -> bytes:
    masker = Masker(texts)
    shown = []
    for each in pieces:
        shown.append(masker.feed(each))
        if hurry:
            shown.append(masker.hurry())
    return b"".join([*shown, masker.end()])


@settings(max_examples=300, deadline=None)
@given(st.lists(LETTERS, max_size=3), STREAM, st.lists(st.integers(1, 6), max_size=40))
def test_where_it_is_cut_makes_no_difference(
    texts: list[bytes], data: bytes, cuts: list[int]
) -> None:
    pieces, place = [], 0
    for length in [*cuts, len(data)]:
        pieces.append(data[place : place + length])
        place += length
    whole = masked(texts, data)
    assert masked(texts, *pieces) == whole
    assert not any(each in whole for each in texts)
    if not any(each in data for each in texts):
        assert whole == data
    hurried = masked(texts, *pieces, hurry=True)
    assert not any(each in hurried for each in texts)
    assert hurried == data or whole != data


def test_each_cut_of_a_secret() -> None:
    for place in range(len(KEY) + 1):
        assert masked([KEY], b"<" + KEY[:place], KEY[place:] + b">") == b"<***>"
    assert masked([KEY], *(KEY[i : i + 1] for i in range(len(KEY)))) == MASK


def test_overlaps_repeats_and_beginnings() -> None:
    assert masked([b"aab", b"bcc"], b"xaabccx") == b"x***x"
    assert masked([KEY], KEY + KEY) == MASK * 2
    assert masked([b"ab", b"abcd"], b"ab", b"cd ab") == b"*** ***"
    assert masked([b"abcd", b"bc"], b"abc", b"x") == b"a***x"
    assert masked([], b"anything") == b"anything"
    data = os.urandom(300_000)
    assert masked([KEY], data) == data
    assert masked([b"aa"], *[b"a" * 4096] * 20, b"b") == b"***b"


def test_only_what_may_begin_a_secret_is_held() -> None:
    masker = Masker([KEY])
    assert masker.feed(b"Password: ") == b"Password: "
    assert masker.feed(b"yes") == b"ye"
    assert masker.hurry() == b"s"  # typed, and seen at once
    assert masker.feed(b"k-") == b""
    assert masker.hurry() == b"k-"
    assert masker.feed(b"test-01") == b""
    assert masker.hurry() == b""  # no more than a few bytes
    assert masker.feed(b"23456789!") == b"***!"
    assert (masker.feed(b"sk"), masker.hurry(), masker.end()) == (b"", b"sk", b"")


def test_as_programs_spell_it() -> None:
    key = Secret('p"ss wörd/1')
    found = spellings(key)
    for text in ('p"ss wörd/1', 'p\\"ss wörd/1', "p%22ss%20w%C3%B6rd%2F1", "p%22ss+w%C3%B6rd%2F1"):
        assert masked(list(found), text.encode()) == MASK
    header = base64.b64encode(f"{key.reveal()}:".encode())
    assert masked(list(found), header).rstrip(b"=") == MASK
