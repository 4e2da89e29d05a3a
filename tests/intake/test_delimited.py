from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.errors import Failed, Usage
from doughy_cli.intake.delimited import Delimited, distinct, find_delimiter
from doughy_cli.intake.lines import LONGEST_FIELD, LONGEST_LINE, lines
from doughy_cli.intake.records import Record, Reject


def sheet(text: str, delimiter: str | None = None, size: int = 1 << 16) -> Delimited:
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    return Delimited(chunks, "x.csv", delimiter)


def rows(text: str, delimiter: str | None = None) -> list[tuple[int, list[object]]]:
    records = sheet(text, delimiter).records()
    return [(r.line, list(r.values.values())) for r in records if isinstance(r, Record)]


def rejects(text: str) -> list[Reject]:
    return [item for item in sheet(text).records() if isinstance(item, Reject)]


@given(st.text("ab,\r\n", max_size=60), st.integers(1, 5))
def test_lines_in_pieces_are_those_of_the_whole(text: str, size: int) -> None:
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(lines(pieces, "x")) == list(io.StringIO(text, newline=""))


def test_only_line_ends_end_a_line() -> None:
    assert list(lines(["a\x0bb\x0cc\x85d\u2028e\n"], "x")) == ["a\x0bb\x0cc\x85d\u2028e\n"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_finds_the_delimiter(delimiter: str) -> None:
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter).writerows([["name", "tags", "n"], ["B", "a;b|c,d", 1]])
    assert find_delimiter(table.getvalue()) == delimiter


def test_the_delimiter_that_splits_rows_like_the_header_wins() -> None:
    assert find_delimiter("Name;Price, net;City\nBob;1,50;Ulm\nAnna;2;Bonn\n") == ";"
    assert find_delimiter("name\nBob, Jr.\n") == ","
    assert find_delimiter("") == ","


def test_excels_own_line_names_the_delimiter() -> None:
    assert rows("sep=|\nname|city\nA,B|C\n") == [(3, ["A,B", "C"])]


@pytest.mark.parametrize("delimiter", ["", "::", "\n", '"'])
def test_a_delimiter_that_cannot_be_one(delimiter: str) -> None:
    if delimiter:
        with pytest.raises(Usage, match="cannot separate"):
            sheet("a,b\n", delimiter)
    else:  # an empty one is none
        assert sheet("a,b\n", delimiter).headers == ["a", "b"]


def test_quotes_newlines_and_mixed_line_ends() -> None:
    text = 'name,notes\r\nBob,"one\ntwo, ""three"""\rAnna,x\nCid, "spaced"\r\n'
    assert rows(text) == [
        (2, ["Bob", 'one\ntwo, "three"']),
        (4, ["Anna", "x"]),
        (5, ["Cid", "spaced"]),
    ]


def test_blank_rows_are_skipped_and_lines_still_counted() -> None:
    assert rows("\n\na,b\n\n1,2\n,\n   \n3,4") == [(5, ["1", "2"]), (8, ["3", "4"])]


def test_short_rows_are_filled_and_empty_surplus_is_cut() -> None:
    assert rows("a,b,c\n1\n1,2,3,, \n") == [(2, ["1", "", ""]), (3, ["1", "2", "3"])]


def test_long_rows_are_rejected_with_the_surplus() -> None:
    text = "a,b\n1,2\n1,2,3,4\n5,6\n"
    assert rejects(text) == [Reject(3, "", "3,4", "4 values for 2 columns")]
    assert rows(text) == [(2, ["1", "2"]), (4, ["5", "6"])]


def test_a_stray_quote_costs_its_row_only() -> None:
    text = 'a,b\n"x" y,1\n2,3\n4,5" pipe\n'
    assert [(r.line, r.reason) for r in rejects(text)] == [
        (2, "a quote within a quoted value that is not doubled")
    ]
    assert rows(text) == [(3, ["2", "3"]), (4, ["4", '5" pipe'])]


def test_a_quote_never_closed_is_refused_with_its_line() -> None:
    with pytest.raises(Failed, match=r"x\.csv, line 3: a quote is opened and never closed"):
        rows('a,b\n1,2\n3,"four\n5,6\n')
    with pytest.raises(Failed, match=r"line 1: a quote is opened"):
        rows('a,"b\n1,2\n')


def test_a_long_value_is_refused_with_its_line() -> None:
    long = "x" * (LONGEST_FIELD + 1)
    with pytest.raises(Failed, match=r"x\.csv, line 3: a value that starts here is longer than 1"):
        rows(f'a,b\n1,2\n3,"{long}"\n')
    with pytest.raises(Failed, match=r"line 2: a value"):
        rows('a\n"x\n' + "y\n" * LONGEST_FIELD)
    assert rows(f"a,b\n{long[1:]},2\n")[0][0] == 2


def test_a_ten_megabyte_line_is_refused_before_it_is_in_memory() -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        yield "a,b\n1,"
        while True:
            taken += 1
            yield "x" * (1 << 16)

    with pytest.raises(Failed, match=r"x\.csv, line 2: the line is longer than 4 MB"):
        list(Delimited(endless(), "x.csv").records())
    assert taken < LONGEST_LINE / (1 << 16) + 3


@pytest.mark.parametrize("text", ["", "\n", " \n,,\n"])
def test_no_header_is_refused(text: str) -> None:
    with pytest.raises(Failed, match="no header line"):
        sheet(text)


def test_a_header_alone_is_no_rows() -> None:
    alone = sheet("name,phone\n")
    assert alone.headers == ["name", "phone"]
    assert list(alone.records()) == []


def test_duplicate_and_missing_headers_get_names_of_their_own() -> None:
    names, notes = distinct(["Phone", "Phone", "Phone (2)", "", " First\nName ", "Phone"])
    assert names == ["Phone", "Phone (3)", "Phone (2)", "column 4", "First Name", "Phone (4)"]
    assert notes == [
        'column 2 is a second "Phone"; it is read as "Phone (3)"',
        'column 6 is a second "Phone"; it is read as "Phone (4)"',
    ]


@given(st.lists(st.sampled_from(["a", "a (2)", "", "column 1", "b"]), max_size=8))
def test_headers_are_always_distinct(headers: list[str]) -> None:
    names, _notes = distinct(headers)
    assert len(set(names)) == len(headers)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.lstrip)


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from(",;\t|"), st.integers(1, 20))
def test_what_is_written_as_csv_is_read_back(
    table: list[tuple[str, str]], delimiter: str, size: int
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("left", "right"), *table])
    text = sheet(written.getvalue(), delimiter, size)
    read = [tuple(item.values.values()) for item in text.records() if isinstance(item, Record)]
    assert read == [row for row in table if any(row)]
