from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.errors import Failed
from doughy_cli.intake.json_records import JsonRecords
from doughy_cli.intake.json_stream import json_list
from doughy_cli.intake.lines import LONGEST_LINE
from doughy_cli.intake.records import Record, Reject


def read(text: str, size: int = 1 << 16) -> list[Record | Reject]:
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    return list(JsonRecords(chunks, "x.json").records())


def values(text: str, size: int = 1 << 16) -> list[object]:
    return [item.values for item in read(text, size) if isinstance(item, Record)]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
OBJECT = st.dictionaries(
    TEXT, st.none() | st.booleans() | st.integers() | TEXT | st.lists(TEXT), max_size=3
)


@given(st.lists(OBJECT, max_size=5), st.integers(1, 30), st.sampled_from([None, 2]), st.booleans())
def test_arrays_of_any_layout_are_read_back(
    objects: list[dict[str, object]], size: int, indent: int | None, ascii: bool
) -> None:
    assert values(json.dumps(objects, indent=indent, ensure_ascii=ascii), size) == objects


@given(
    # An empty object first looks like one object a line.
    st.lists(OBJECT.filter(bool), min_size=1, max_size=5),
    st.integers(1, 30),
    st.sampled_from([None, 2]),
)
def test_objects_one_after_another_are_read_back(
    objects: list[dict[str, object]], size: int, indent: int | None
) -> None:
    text = "\n".join(json.dumps(item, indent=indent) for item in objects)
    assert values(text, size) == objects


def test_lines_are_counted() -> None:
    array = '[\n {"a": 1},\n\n {"a":\n 2}, {"a": 3}\n]\n'
    assert [item.line for item in read(array)] == [2, 4, 5]
    assert [item.line for item in read('{"a": 1}\n\n{"a": 2}\r\n{"a": 3}')] == [1, 3, 4]


def test_a_broken_line_costs_itself_only() -> None:
    items = read('{"a": 1}\n{"a": }\n[1]\n{"a": NaN}\n{"a": 1e999}\n{"a": 2}\n')
    assert [item.line for item in items if isinstance(item, Record)] == [1, 6]
    assert [(item.line, item.reason) for item in items if isinstance(item, Reject)] == [
        (2, "not JSON: expecting value (column 7)"),
        (3, "not a JSON object"),
        (4, "not JSON that can be stored: NaN is not a number in JSON"),
        (5, "not JSON that can be stored: 1e999 is too large a number"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('oops\n{"a": 1}\n', [2]),
        ('\n{"a": \n{"a": 1}', [3]),
        ('["a"]\n{"a": 1}', [2]),
        ('[\n{"a": 1}\n]', [2]),
        ('[{"a": 1}]', [1]),
        ('{\n"a": 1}', [1]),
        ("[]", []),
    ],
)
def test_where_lines_are_announced_the_first_may_be_broken(text: str, found: list[int]) -> None:
    items = JsonRecords([text], "x.jsonl", by_line=True).records()
    assert [item.line for item in items if isinstance(item, Record)] == found


def test_text_that_postgresql_cannot_hold_is_rejected() -> None:
    items = read(
        '{"a": 1}\n{"name": "x\\u0000"}\n{"n": ["\\ud800"]}\n{"n": {"\\uDFFF": 1}}\n'
        '{"n": "\\\\u0000 \\ud83d\\ude00"}\n'
    )
    assert [(item.line, item.column) for item in items if isinstance(item, Reject)] == [
        (2, "name"),
        (3, "n"),
        (4, "n"),
    ]
    assert all(item.reason == "text that cannot be stored" for item in items[1:4])  # type: ignore[union-attr]
    assert items[4] == Record(5, {"n": "\\u0000 😀"})
    for item in items:
        str(item).encode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ('[{"a": 1}', r"line 1: the array is not closed"),
        ("[", r"line 1: not JSON"),
        ('[\n{"a": 1}\n{"a": 2}]', r"line 3: a comma is missing"),
        ('[{"a": 1},\n]', r"line 2: nothing follows the last comma"),
        ("[{}]\nx", r"line 2: there is more after the array's end"),
        ('[\n{"a":\n x}]', r"line 3: not JSON: expecting value"),
        ("name,phone\n", r"line 1: not JSON"),
        ("[" * 100_000, r"line 1: not JSON that can be read: nested too deeply"),
        ('[{"a": "' + "x" * (LONGEST_LINE + 10) + '"}]', r"line 1: the object is longer"),
        ('[{"a": "' + "x" * (2 * LONGEST_LINE), r"line 1: the object is longer"),
    ],
)
def test_a_file_that_breaks_off_is_refused(text: str, message: str) -> None:
    with pytest.raises(Failed, match=message):
        read(text)


def test_elements_that_are_no_objects_are_rejected() -> None:
    assert read('[1, "a", {"a": 1}]') == [
        Reject(1, "", "1", "not a JSON object"),
        Reject(1, "", '"a"', "not a JSON object"),
        Record(1, {"a": 1}),
    ]


def test_the_columns_are_all_keys_seen_at_first() -> None:
    text = '{"a": 1}\n{"b": 1, "a": 2}\n'
    assert JsonRecords([text], "x").headers == ["a", "b"]
    assert JsonRecords(["[]"], "x").headers == []


def test_it_streams() -> None:
    taken = 0

    def endless():  # type: ignore[no-untyped-def]
        nonlocal taken
        yield "["
        while True:
            taken += 1
            yield '{"a": 1},\n' * 1000

    records = JsonRecords(endless(), "x").records()
    for _ in range(5000):
        next(records)
    assert taken < 8


def test_a_list_in_a_cell() -> None:
    assert json_list('["a", 1]') == ["a", 1]
    for text in ("", "a", "[a]", '["\\u0000"]', '["\\ud800"]', "[" * 100_000, "[NaN]"):
        assert json_list(text) is None
