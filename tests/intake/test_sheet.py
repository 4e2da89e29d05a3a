from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest

from doughy_cli.errors import Failed, Usage
from doughy_cli.intake.records import Record, Reject, RejectWriter
from doughy_cli.intake.sheet import open_sheet, read_sheet
from doughy_cli.intake.source import Source


@pytest.mark.parametrize(
    ("name", "content", "kind", "delimiter"),
    [
        ("a.csv", "name,x\nBob,1\n", "csv", ","),
        ("a.tsv", "name\tx\nBob\t1\n", "csv", "\t"),
        ("a.txt", "name|x\nBob|1\n", "csv", "|"),
        ("a.jsonl", '{"name": "Bob", "x": "1"}\n', "json", None),
        ("a.json", '[{"name": "Bob", "x": "1"}]', "json", None),
        ("unnamed", ' [\n{"name": "Bob", "x": "1"}]', "json", None),
        ("other", '{"name": "Bob", "x": "1"}\n', "json", None),
    ],
)
def test_opens_a_file(
    tmp_path: Path, name: str, content: str, kind: str, delimiter: str | None
) -> None:
    file = tmp_path / name
    file.write_text(content)
    with open_sheet(str(file)) as sheet:
        assert (sheet.format, sheet.delimiter, sheet.headers) == (kind, delimiter, ["name", "x"])
        assert [r.values for r in sheet.records() if isinstance(r, Record)] == [
            {"name": "Bob", "x": "1"}
        ]
        assert sheet.bytes_read == sheet.size == len(content)


def test_what_is_said_goes_before_what_is_found(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_bytes("name;stadt\nJürgen;Köln\n".encode("cp850"))
    with open_sheet(str(file), format="csv", encoding="cp850", delimiter=";") as sheet:
        assert next(sheet.records()) == Record(2, {"name": "Jürgen", "stadt": "Köln"})
    with (
        pytest.raises(Usage, match='"xml" is not a format'),
        open_sheet(str(file), format="xml"),
    ):
        pass


def test_reads_a_pipe(tmp_path: Path) -> None:
    program = (
        "from doughy_cli.intake.sheet import open_sheet\n"
        "with open_sheet('-') as sheet:\n"
        "    print(sheet.name, sheet.size, [list(r.values.values()) for r in sheet.records()])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=b"name\nBob\n",
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == b"standard input None [['Bob']]\n"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("name\nAnna\n",))
    writer.start()
    with open_sheet(str(pipe)) as sheet:
        assert (sheet.size, next(sheet.records())) == (None, Record(2, {"name": "Anna"}))
    writer.join()


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for file, reason in [
        (str(tmp_path / "none.csv"), "No such file"),
        (str(tmp_path), "Is a directory"),
        ("a\0b", "null"),
    ]:
        with pytest.raises(Usage, match=reason), open_sheet(file):
            pass


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "is empty"), (b"\xef\xbb\xbf", "is empty"), (b"PK\x03\x04", "Excel"), (b"\n", "empty")],
)
@pytest.mark.parametrize("kind", ["csv", "json", None])
def test_what_is_no_list(content: bytes, message: str, kind: str | None) -> None:
    with pytest.raises(Failed, match=message):
        read_sheet(Source(io.BytesIO(content), "x"), format=kind)


@pytest.mark.parametrize("row", [b"Bob,555\n", b'{"name": "Bob", "n": 5}\n'])
def test_memory_does_not_grow_with_the_file(row: bytes) -> None:
    def peak(count: int) -> int:
        source = Source(io.BytesIO(b"name,phone\n" * (row[:1] == b"B") + row * count), "x")
        tracemalloc.start()
        for _record in read_sheet(source).records():
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(100_000) < 1.2 * peak(20_000)


def test_rejects_are_written_as_csv() -> None:
    stream = io.StringIO(newline="")
    writer = RejectWriter(stream)
    assert stream.getvalue() == ""
    writer.write(Reject(3, "Score", "1,000", "not a number"))
    writer.write(Reject(3, "Due", "soon", "not a date"))
    writer.write(Reject(9, "", "a\nb", "4 values for 2 columns"))
    assert writer.records == 2
    assert stream.getvalue() == (
        "line,column,value,reason\r\n"
        '3,Score,"1,000",not a number\r\n'
        "3,Due,soon,not a date\r\n"
        '9,,"a\nb",4 values for 2 columns\r\n'
    )
