"""The fields of records: names, types and meanings, as `doughy help fields` tells them."""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from doughy_cli.manual.layout import paragraph, table, width
from doughy_cli.manual.meanings import meaning

_TYPES = {
    "UUID": "id",
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "true or false",
    "datetime": "time",
    "date": "day",
    "Decimal": "decimal",
    "Any": "anything",
    "Written": "anything",
    "None": "null",
}
_SEVERAL = {"text": "texts", "object": "objects", "id": "ids"}
_LISTS = ("list", "tuple", "Sequence")


class Field(NamedTuple):
    """A field: `kind` is what JSON has there, in words; `inner` the record of which it has some."""

    name: str
    kind: str
    about: str
    inner: type | None


def fields_of(record: type) -> list[Field]:
    """Return the fields of a record, in the order in which --json writes them."""
    return [
        Field(
            each.name,
            kind(str(each.type)),
            meaning(record.__name__, each.name),
            _inner(record, str(each.type)),
        )
        for each in dataclasses.fields(record)
    ]


def about(record: type) -> str:
    """Return what is said of a record."""
    return " ".join((inspect.getdoc(record) or "").split())


def parts(record: type) -> Iterator[tuple[str, type]]:
    """Yield the records that are in a record, each with the field that has it, `deals.steps`."""
    for each in fields_of(record):
        if each.inner:
            yield each.name, each.inner
            for name, inner in parts(each.inner):
                yield f"{each.name}.{name}", inner


def kind(annotation: str) -> str:
    """Return a type as JSON has it, in words: `id`, `text or null`, `array of objects`."""
    return " or ".join(dict.fromkeys(map(_word, _alternatives(annotation))))


def _alternatives(annotation: str) -> list[str]:
    """Return the types of a union; what is in brackets belongs together."""
    return [each.strip() for each in re.split(r"\|(?![^\[]*\])", annotation)]


def _word(part: str) -> str:
    name, _, inside = part.rstrip("]").partition("[")
    if name in _LISTS:
        word = _word(inside.split(",")[0] if not inside.startswith("dict") else "dict")
        return f"array of {_SEVERAL.get(word, word)}"
    return _TYPES.get(name, "object")


def _inner(record: type, annotation: str) -> type | None:
    """Return the record whose name is in an annotation, if there is one."""
    known = vars(sys.modules[record.__module__])
    for name in re.findall(r"[A-Z]\w+", annotation):
        found = known.get(name)
        if isinstance(found, type) and dataclasses.is_dataclass(found) and name not in _TYPES:
            return found
    return None


def page(path: str, record: type | None) -> str:
    """Return the page of a command's record."""
    if record is None:
        return f"`doughy {path}` writes no record."
    columns = width()
    found = [
        "\n".join(paragraph(f"`doughy {path} --json`: {about(record)}", columns, 0)),
        "\n".join(_rows(record, columns)),
    ]
    for name, inner in parts(record):
        found.append("\n".join(paragraph(f"{name}: {about(inner)}", columns, 0)))
        found.append("\n".join(_rows(inner, columns)))
    return "\n\n".join(found)


def _rows(record: type, columns: int) -> list[str]:
    rows = [(each.name, f"{each.kind}. {each.about}".strip()) for each in fields_of(record)]
    return table(rows, columns)


def overview(records: Mapping[str, type]) -> str:
    """Return which commands write which fields; those that write the same ones together."""
    columns = width()
    first = (
        "`doughy help fields COMMAND` has the types and what each field means: "
        "`doughy help fields leads list`."
    )
    paths: dict[type, list[str]] = {}
    for path, record in records.items():
        paths.setdefault(record, []).append(path)
    found = ["\n".join(paragraph(first, columns, 0))]
    for record, those in paths.items():
        names = ", ".join(each.name for each in dataclasses.fields(record))
        lines = [*paragraph(f"{', '.join(those)}:", columns, 0), *paragraph(names, columns)]
        found.append("\n".join(lines))
    return "\n\n".join(found)
