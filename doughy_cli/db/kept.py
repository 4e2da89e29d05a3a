"""Statements whose text is kept: SQLModel says what they are, once, and psycopg runs them.

To import SQLModel takes twice as long as all else that a list does. So the text that it makes of
a statement is kept in the cache's folder, by the function that builds the statement and by the
*shape* of what that is given: which conditions there are, and not what they compare with.

    reader.rows("doughy_cli.leads.queries:list_statement", where, limit, sort=sort)

What is given by name belongs to the shape, as do flags, words of an enumeration and what is absent.
All other texts, numbers, times and ids are *values*: they are parameters, always. Which parameter
is filled by which value is found out, not declared: the statement is built a second time with
stand-ins. A parameter that holds a stand-in is that value; what is the same both times belongs to
the statement; if anything else differs, the text or a value that was made of one that was given,
the statement is not kept and is built each time. (What is made of a value can be a property of
the filter, named in its `DERIVED`: that is a value then.) So a builder may do as it likes, but
for one thing: it must not decide by a value, only by whether there is one.

What is kept is never needed, and not trusted if anybody else could have written it. It counts for
as long as the files of the program that it was made from are what they were.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from binascii import crc32
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from doughy_cli import cached
from doughy_cli.errors import DoughyError

if TYPE_CHECKING:
    import psycopg
    from sqlmodel import Session

STREAMED = 1000  # rows that a stream fetches at a time
_MOST = 100  # statements of one builder
_LIBRARIES = ("sqlalchemy", "sqlmodel")

# Where a value is among those given: [0], [0, "min_score"]; what stands at names of a mapping
# are values, too, and the names are shape.
Place = list[Any]


class Statement(NamedTuple):
    """A text for psycopg; its parameters come from the values given, or are its own."""

    text: str
    given: dict[str, Place]
    own: dict[str, Any]


class Reader:
    """Runs statements on the signed-in person's connection, with what is kept of them."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        session: Callable[[], Session],
        folder: Path,
    ) -> None:
        """`session` gives a session on that connection, for what is not kept yet."""
        self.connection, self._session, self._folder = connection, session, folder
        self._streams = 0

    def rows(
        self, builder: str, /, *values: Any, streamed: bool = False, **shape: Any
    ) -> Iterable[Any]:
        """Return the rows of the statement that `builder` (`module:function`) makes.

        `streamed` fetches them bit by bit while they are read.
        """
        file = self._folder / f"{builder.replace(':', '.')}.json"
        key = shape_of(values, shape)
        kept = _read(file).get(key)
        if kept is None:
            return self._live(builder, values, shape, file, key, streamed=streamed)
        if streamed:
            return self._stream(kept.text, parameters(kept, values))
        return self.connection.execute(kept.text.encode(), parameters(kept, values)).fetchall()

    def copied(
        self, builder: str, /, *values: Any, options: str, **shape: Any
    ) -> Iterable[bytes | bytearray | memoryview]:
        """Yield what COPY … TO STDOUT with these options sends of the statement's rows: each
        ends with a newline. psycopg puts the values in, as COPY takes none."""
        file = self._folder / f"{builder.replace(':', '.')}.json"
        key = shape_of(values, shape)
        if kept := _read(file).get(key):
            text, given = kept.text, parameters(kept, values)
        else:
            build, session = _builder(builder), self._session()
            if statement := compiled(session, build, values, shape):
                _keep(file, key, statement)
            text, given = _compile(session, build(*values, **shape))
        copy = f"COPY ({text}) TO STDOUT WITH ({options})"
        with self.connection.cursor() as cursor, cursor.copy(copy.encode(), given) as rows:
            yield from rows

    def one(self, builder: str, /, *values: Any, **shape: Any) -> Any:
        """Return the only column of a statement's only row."""
        [(found,)] = self.rows(builder, *values, **shape)
        return found

    def _stream(self, text: str, parameters: Mapping[str, Any]) -> Iterable[Any]:
        self._streams += 1
        with self.connection.cursor(name=f"kept_{self._streams}") as cursor:
            cursor.itersize = STREAMED
            cursor.execute(text.encode(), parameters)
            yield from cursor

    def _live(
        self,
        builder: str,
        values: Sequence[Any],
        shape: Mapping[str, Any],
        file: Path,
        key: str,
        *,
        streamed: bool,
    ) -> Iterable[Any]:
        build, session = _builder(builder), self._session()
        if statement := compiled(session, build, values, shape):
            _keep(file, key, statement)
        options = {"yield_per": STREAMED} if streamed else {}
        return session.connection().execute(build(*values, **shape), execution_options=options)


def _builder(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def parameters(statement: Statement, values: Sequence[Any]) -> dict[str, Any]:
    """Return the parameters of a statement that is run with `values`."""
    return {**statement.own, **{name: _at(values, at) for name, at in statement.given.items()}}


def compiled(
    session: Session,
    build: Callable[..., Any],
    values: Sequence[Any],
    shape: Mapping[str, Any],
) -> Statement | None:
    """Return the statement that `build` makes; None if its parameters are not the values given."""
    others = _Others()
    try:
        instead = [others.of(value, [index]) for index, value in enumerate(values)]
        text, own = _compile(session, build(*values, **shape))
        same, marked = _compile(session, build(*instead, **shape))
    except (DoughyError, ValueError, ArithmeticError):  # no condition can be made of a stand-in
        return None
    if text != same or own.keys() != marked.keys():
        return None
    found = Statement(text, {}, {})
    for name, value in own.items():
        at = others.place(marked[name])
        if at is not None and _same(value, _at(values, at)):
            found.given[name] = at
        elif at is None and _same(value, marked[name]) and _is_plain(value):
            found.own[name] = value
        else:
            return None
    return found


def _compile(session: Session, statement: Any) -> tuple[str, dict[str, Any]]:
    """Return the text and the parameters that psycopg is given."""
    made = statement.compile(dialect=session.get_bind().dialect)
    state = made.construct_expanded_state()
    processed = {
        name: state.processors[name](value) if name in state.processors else value
        for name, value in state.parameters.items()
    }
    # psycopg sends a word of an enumeration as the text that it is.
    words = {name: str(value) for name, value in processed.items() if isinstance(value, StrEnum)}
    return state.statement, processed | words


class _Others:
    """Makes stand-ins, each another than all others and than what is in any statement."""

    def __init__(self) -> None:
        self._made: list[tuple[Any, Place]] = []

    def of(self, value: Any, at: Place) -> Any:
        """Return what stands in for `value`, given at `at`."""
        if _is_shape(value):
            return value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [each.name for each in dataclasses.fields(value)]
            made = {name: self.of(getattr(value, name), [*at, name]) for name in names}
            instead = dataclasses.replace(value, **made)
            self._made += [(getattr(instead, name), [*at, name]) for name in _derived(value)]
            return instead
        if isinstance(value, Mapping):
            return {name: self.of(each, [*at, name]) for name, each in value.items()}
        if isinstance(value, list | tuple):
            if not value or _is_shape(value[0]):
                return value
            # Of another length: the text must not depend on how many there are.
            items = [*value, value[-1]]
            other: Any = [self.of(each, [*at, index]) for index, each in enumerate(items)]
        else:
            other = self._plain(value)
        self._made.append((other, at))
        return other

    def _plain(self, value: Any) -> Any:
        count = len(self._made) + 1
        match value:
            case str():
                # Whatever trims, folds, escapes or cuts texts makes another one of this.
                return f" %_\\Stánd-iN {count}/'. "
            case int():
                return 1_846_731_000 + count
            case Decimal():
                return Decimal("7341907.25") + count
            case datetime():
                return value + timedelta(days=10_000, seconds=count)
            case date():
                return value + timedelta(days=10_000 + count)
            case UUID():
                return UUID(int=(value.int ^ 0x5EED << 64) + count & (1 << 128) - 1)
            case _:
                raise ValueError(f"no stand-in for a {type(value).__name__}")

    def place(self, found: Any) -> Place | None:
        """Return where the value was given that `found` stands in for, if it is a stand-in."""
        return next((at for other, at in self._made if _same(other, found)), None)


def shape_of(values: Sequence[Any], shape: Mapping[str, Any]) -> str:
    """Return what of a builder's arguments decides how its statement is written."""
    named = (f"{name}={each!r}" for name, each in sorted(shape.items()))
    return ", ".join([*map(_shape, values), *named])


def _shape(value: Any) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    if _is_shape(value):
        return repr(value)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_shape(each)}' for name, each in value.items())}}}"
    if dataclasses.is_dataclass(value):
        names = [*(each.name for each in dataclasses.fields(value)), *_derived(value)]
        fields = ((name, getattr(value, name)) for name in names)
        # Not `in (None, False)`: a score of 0 is a value, and equals False.
        given = ((name, each) for name, each in fields if each is not None and each is not False)
        shown = (f"{name}={_shape(each)}" for name, each in given)
        return f"{type(value).__name__}({', '.join(shown)})"
    if isinstance(value, list | tuple) and value and _is_shape(value[0]):
        return f"[{', '.join(map(_shape, value))}]"
    if isinstance(value, list | tuple):
        return f"[{_shape(value[0])}…]" if value else "[]"
    return type(value).__name__


def _derived(value: Any) -> tuple[str, ...]:
    """Return the properties that statements are given instead of the fields they are made of."""
    derived: tuple[str, ...] = getattr(value, "DERIVED", ())
    return derived


def _is_shape(value: Any) -> bool:
    return value is None or isinstance(value, bool | Enum)


def _is_plain(value: Any) -> bool:
    """Whether a file can keep it as it is."""
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or type(value) in (str, int, bool)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _at(values: Sequence[Any], at: Place) -> Any:
    found: Any = values
    for step in at:
        by_name = isinstance(step, str) and not isinstance(found, Mapping)
        found = getattr(found, step) if by_name else found[step]
    return found


def refused(error: Exception) -> bool:
    """Whether the database, or what speaks to it, did not take a statement or its values."""
    library = type(error).__module__.partition(".")[0]
    return library in ("psycopg", "sqlalchemy") or isinstance(error, UnicodeError)


# What is kept --------------------------------------------------------------------------


def _read(file: Path) -> dict[str, Statement]:
    """Return what is kept in a file; nothing if it is old, damaged, or may be somebody else's."""
    try:
        checksum, _, content = (cached.read(file) or b"").partition(b"\n")
        if int(checksum, 16) != crc32(content):
            return {}
        made_from, statements = json.loads(content)
        if any(_stamp(each) != stamp for each, stamp in made_from.items()):
            return {}
        return {key: Statement(*each) for key, each in statements.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(file: Path, key: str, statement: Statement) -> None:
    """Keep a statement, if there is a place for it; the newest if there are many."""
    kept = {**_read(file), key: statement}
    newest = dict(list(kept.items())[-_MOST:])
    with suppress(OSError):  # a source that is gone
        content = json.dumps([_sources(), newest]).encode()
        cached.write(file, b"%08x\n%s" % (crc32(content), content))


def _sources() -> dict[str, list[int]]:
    """Return the files that a statement is made from: of the program all that is loaded."""
    modules = [
        module
        for name, module in sys.modules.items()
        if name.partition(".")[0] == __package__.partition(".")[0] or name in _LIBRARIES
    ]
    files = {str(module.__file__) for module in modules if getattr(module, "__file__", None)}
    return {each: _stamp(each) for each in sorted(files)}


def _stamp(file: str) -> list[int]:
    found = os.stat(file)  # noqa: PTH116 (dozens of them, before anything is done)
    return [found.st_mtime_ns, found.st_size]
