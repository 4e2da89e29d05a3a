"""What a job is given, checked against what its handler takes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from doughy_cli.errors import Usage, quoted

_LONGEST = 1_000_000  # characters
_WORDS = {
    str: "text", int: "whole number", float: "number", Decimal: "number", bool: "true or false",
    UUID: "id", date: "date", datetime: "time", type(None): "null",
}  # fmt: skip
_ADAPTERS: dict[type[Any], Any] = {}


def read_given(text: str | None) -> dict[str, Any]:
    """Return the object that `--input` gives: JSON, or `@FILE` (`@-`: stdin). Raises Usage."""
    if text is None:
        return {}
    source = f"The input in {text[1:]}" if text.startswith("@") else "The input"
    content = _content(text)
    try:
        found = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Usage(f"{source} is not JSON: {error}.", "Give an object, or @FILE.") from error
    if not isinstance(found, dict):
        raise Usage(f"{source} must be a JSON object, not {quoted(found)}.")
    return found


def _content(text: str) -> str:
    if not text.startswith("@"):
        return text
    if text == "@-":
        import sys

        read = sys.stdin.read(_LONGEST + 1)
    else:
        with Path(text[1:]).open(encoding="utf-8-sig") as file:
            read = file.read(_LONGEST + 1)
    if len(read) > _LONGEST:
        raise Usage(f"The input is too long: {_LONGEST:,} characters at most.")
    return read


def checked(kind: type[Any], given: Mapping[str, Any], job_type: str) -> dict[str, Any]:
    """Return the input as it is stored, each field that the handler takes with its value.

    Raises Usage that names the first field which is missing, unknown or of another type.
    """
    return dict(_adapter(kind).dump_python(made(kind, given, job_type), mode="json"))


def made(kind: type[Any], given: Mapping[str, Any], job_type: str) -> Any:
    """Return the input as the handler's dataclass. Raises Usage as `checked` does."""
    from pydantic import ValidationError

    names = [each.name for each in dataclasses.fields(kind)]
    takes = f"{job_type} takes {', '.join(names)}." if names else f"{job_type} takes no input."
    unknown = [name for name in given if name not in names]
    if unknown:
        raise Usage(f"There is no input {quoted(unknown[0])} for {job_type}.", takes)
    try:
        return _adapter(kind).validate_python(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(each) for each in first["loc"]) or "the input"
        raise Usage(f"The input {where} of {job_type}: {first['msg']}.", takes) from None
    except Usage as error:  # a dataclass may check itself
        raise Usage(f"The input of {job_type}: {error.message}", error.hint or takes) from None


def _adapter(kind: type[Any]) -> Any:
    """Return what reads and writes a dataclass: to make it takes longer than a short job."""
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def described(kind: type[Any]) -> list[str]:
    """Return a line for each field of an input, as `--input` has it: its name, what it is, and
    what it is if it is left out."""
    hints = get_type_hints(kind)
    return [_field(each, hints[each.name]) for each in dataclasses.fields(kind)]


def _field(each: dataclasses.Field[Any], hint: Any) -> str:
    text = f"{each.name}: {_word(hint)}"
    if each.default is not dataclasses.MISSING:
        return f"{text}, else {_json(each.default)}"
    if each.default_factory is not dataclasses.MISSING:
        return f"{text}, else {_json(each.default_factory())}"
    return text


def _word(hint: Any) -> str:
    """Return what a value is in JSON."""
    if hint in _WORDS:
        return _WORDS[hint]
    parts = [_word(each) for each in get_args(hint) if each is not Ellipsis]
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return " or ".join(parts)
    if origin is Literal:
        return " or ".join(_json(each) for each in get_args(hint))
    if origin in (list, tuple, set, frozenset, Sequence):
        return f"[{parts[0] if parts else ''}, …]"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " or ".join(_json(each.value) for each in hint)
    return "object"


def _json(value: Any) -> str:
    from doughy_cli.output import plain

    # A number of dollars or miles may be written as one.
    return str(value) if isinstance(value, Decimal) else json.dumps(plain(value))
