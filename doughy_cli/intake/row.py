"""One record seen by field instead of by header, and what is found wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.json_stream import json_list
from doughy_cli.intake.records import Record, Reject


class Row:
    """The values of a record by field; `extra` has those without a field.

    The getters give None or nothing where the file is silent. `problems` collects every
    reject, so that a person mends a record once and not once for each mistake.
    """

    __slots__ = ("cells", "extra", "line", "problems")

    def __init__(self, record: Record, match: HeaderMatch) -> None:
        self.line, values = record
        self.cells: dict[str, list[tuple[str, object]]] = {}
        self.extra: dict[str, object] = {}
        self.problems: list[Reject] = []
        by_header = match.by_header
        for header, value in values.items():
            if type(value) is str:
                value = value.strip()
                if not value:
                    continue
            elif value is None:
                continue
            if header not in by_header:
                match.add((header,))
            field = by_header[header]
            if field is None:
                self.extra[header] = value
            elif field in self.cells:
                self.cells[field].append((header, value))
            elif field != "ignore":
                self.cells[field] = [(header, value)]

    def reject(self, header: str, value: object, reason: str) -> None:
        self.problems.append(Reject(self.line, header, as_text(value), reason))

    def header(self, field: str) -> str:
        """The header that a field comes from; the field's own name if there is none."""
        return self.cells[field][0][0] if field in self.cells else field

    def text(self, field: str, longest: int | None = None) -> str | None:
        """The one value of a field; rejects lists, objects and what is too long."""
        if (cells := self.cells.get(field)) is None:
            return None
        header, value = cells[0]
        if type(value) is not str:
            if isinstance(value, list | dict):
                if value:
                    self.reject(header, value, "a single value is expected here")
                return None
            value = as_text(value)
        if longest is not None and len(value) > longest:
            self.reject(header, value, f"longer than {longest} characters")
            return None
        return value

    def texts(self, field: str) -> Iterator[tuple[str, str]]:
        """Every (header, value) of a field that may have several, lists taken apart."""
        for header, value in self.cells.get(field, ()):
            if type(value) is str:
                yield header, value
            elif isinstance(value, list):
                for item in value:
                    if typed := as_text(item).strip():
                        yield header, typed
            else:
                yield header, as_text(value)


def as_text(value: object) -> str:
    """A JSON value as a person would type it."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def listed(value: object) -> list[object] | None:
    """A list, or a cell that holds one as JSON (which is how a table exports one)."""
    if isinstance(value, str):
        return json_list(value)
    return value if isinstance(value, list) else None
