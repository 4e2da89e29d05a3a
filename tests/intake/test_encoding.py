from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.errors import Failed, Usage
from doughy_cli.intake.encoding import Text

ACCENTS = "name,city\nJosé Muñoz,León\nRenée “Bee” O’Neill – Müller,Zürich\n"


def chunked(data: bytes, size: int = 7) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


def read(data: bytes, encoding: str | None = None, size: int = 1 << 16) -> tuple[str, str]:
    text = Text(chunked(data, size), "x.csv", encoding)
    return "".join(text), text.encoding


@pytest.mark.parametrize(
    ("written_as", "mark", "read_as"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32-le"),
        ("cp1252", b"", "cp1252"),
    ],
)
def test_finds_the_encoding(written_as: str, mark: bytes, read_as: str) -> None:
    assert read(mark + ACCENTS.encode(written_as)) == (ACCENTS, read_as)


@pytest.mark.parametrize(
    "text", ["name\nJosé\n", "name\nCafé", "a\n€500\n", "n\nBob,It’s ok\n", "n\nÖßä,ñ\n"]
)
def test_a_few_western_letters_are_not_taken_for_another_script(text: str) -> None:
    assert read(text.encode("cp1252"))[0] == text


def test_latin_1_is_read_as_the_web_reads_it() -> None:
    text = "name\nJosé \x81 León\n"
    assert read(text.encode("latin-1")) == (text, "cp1252")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "имя,город\nИван Петров,Москва\nАнна,Санкт-Петербург\n"),
        ("shift_jis", "名前,都市\n山田太郎,東京\n鈴木,大阪市北区\n"),
    ],
)
def test_other_scripts_are_guessed(encoding: str, text: str) -> None:
    assert read(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_first_accent_may_come_late(encoding: str) -> None:
    text = "name\n" + "John Smith\n" * 20_000 + "José\n" + "John Smith\n" * 20_000
    assert read(text.encode(encoding)) == (text, encoding)


LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)))


@given(LETTERS, st.integers(1, 9))
def test_utf_8_in_pieces_of_any_size_is_read_back(text: str, size: int) -> None:
    assert read(("name," + text).encode(), "utf-8", size)[0] == "name," + text


@given(st.text("aé€漢\n,", min_size=1), st.integers(1, 9))
def test_pieces_do_not_change_what_is_found(text: str, size: int) -> None:
    assert read(("name,city\n" + text).encode(), None, max(size, 4))[0] == "name,city\n" + text


def test_a_byte_of_another_encoding_is_refused_with_its_line() -> None:
    data = ACCENTS.encode() + b"x,y\n" * 3 + "Málaga\n".encode("latin-1")
    with pytest.raises(Failed, match=r"x\.csv, line 7: byte 0xe1 is not utf-8") as refusal:
        read(data, size=16)
    assert refusal.value.code == "bad_file"
    assert refusal.value.hint is not None
    assert "--encoding" in refusal.value.hint


def test_a_file_cut_within_a_character_is_refused() -> None:
    with pytest.raises(Failed, match="line 2: byte 0xc3"):
        read("é\né".encode()[:-1])
    with pytest.raises(Failed, match="line 2"):
        read(b"\xff\xfe" + "a\nb".encode("utf-16-le")[:-1])


def test_the_encoding_can_be_named() -> None:
    assert read("Łódź\n".encode("cp1250"), "windows-1250") == ("Łódź\n", "cp1250")
    assert read(b"\xef\xbb\xbfa\n", "utf-8") == ("a\n", "utf-8")


@pytest.mark.parametrize("encoding", ["nonsense", "hex", "rot13", "a b"])
def test_an_unknown_encoding_is_a_usage_error(encoding: str) -> None:
    with pytest.raises(Usage, match="is not an encoding"):
        Text([], "x.csv", encoding)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Failed, match=r"x\.csv is empty"):
        read(b"")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"name\nBob\nAn\0na\n", "line 3: a NUL character"),
        (b"name\n" * 30_000 + b"An\0na\n", "line 30001: a NUL character"),
        (b"PK\x03\x04rest", "an Excel workbook or a ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "not a text file"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Failed, match=message):
        read(data)


def test_it_reads_no_further_than_it_is_asked() -> None:
    stream = io.BytesIO(b"name\n" * 100_000)
    text = iter(Text(iter(lambda: stream.read(4096), b""), "x.csv"))
    next(text)
    assert stream.tell() <= 3 * 4096
