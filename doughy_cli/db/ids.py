"""Which rows are meant: full ids, the beginnings of ids, and what else a domain is known by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, any_, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, SQLModel, select

from doughy_cli.db.naming import bounds
from doughy_cli.db.tables import METADATA
from doughy_cli.errors import Conflict, NotFound, quoted

_NAMED = 5  # how many are listed in a message
_COMMANDS = {"document": "docs"}  # where the command is not called as the noun of several

Conditions = Callable[[str], Sequence[ColumnElement[bool]]]


def among(column: Any, ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Return the condition that `column` is one of `ids`, however many: one parameter."""
    condition: ColumnElement[bool] = column == any_(literal(list(ids), ARRAY(Uuid())))
    return condition


def there_statement(ids: Sequence[UUID], *, table: str) -> Any:
    """Return the statement that reads which of `ids` are of rows of a table."""
    column = METADATA.tables[table].c.id
    return select(column).where(among(column, ids))


def between_statement(first: UUID, last: UUID, *, table: str) -> Any:
    """Return the statement that reads two of a table's ids, from `first` to `last`, at most."""
    column = METADATA.tables[table].c.id
    return select(column).where(column.between(first, last)).limit(2)


def find_ids(
    session: Session,
    table: type[SQLModel],
    wanted: Iterable[str],
    *,
    noun: str,
    label: Any,
    also: Conditions | None = None,
) -> list[UUID]:
    """Return the ids of the rows that `wanted` names, in its order, each once.

    `label` is the column by which candidates are told apart. `also` gives further
    conditions for a text; the first that any row meets decides. Raises NotFound, naming
    what fits no row, and Conflict if a text fits several.
    """
    texts = list(dict.fromkeys(each.strip() for each in wanted))
    whole = _existing(session, table, texts)
    found: dict[UUID, None] = {}
    missing = []
    for text in texts:
        fitting = whole.get(text) or _fitting(session, table, text, noun, label, also)
        if fitting is None:
            missing.append(text)
        else:
            found[fitting] = None
    if missing:
        command = _COMMANDS.get(noun, plural(noun))
        raise NotFound(_missing(noun, missing), f"See `doughy {command} list`.")
    return list(found)


def _existing(session: Session, table: Any, texts: Iterable[str]) -> dict[str, UUID]:
    """Return those texts that are the whole id of a row: one statement for all of them."""
    ids: dict[str, UUID] = {}
    for text in texts:
        ends = bounds(text)
        if ends and ends[0] == ends[1]:
            ids[text] = ends[0]
    if not ids:
        return {}
    existing = set(session.exec(select(table.id).where(among(table.id, ids.values()))))
    return {text: each for text, each in ids.items() if each in existing}


def _fitting(
    session: Session, table: Any, text: str, noun: str, label: Any, also: Conditions | None
) -> UUID | None:
    if not text.isprintable():
        return None  # a NUL or half of a character: no database holds it
    ends = bounds(text)
    conditions = [table.id.between(*ends)] if ends and ends[0] != ends[1] else []
    for condition in [*conditions, *(also(text) if also else ())]:
        statement = select(table.id, label).where(condition).order_by(table.id).limit(_NAMED + 1)
        rows = session.exec(statement).all()
        if len(rows) > 1:
            raise Conflict(
                f"{quoted(text)} fits several {plural(noun)}: {_candidates(rows)}.",
                "Give more of the id.",
                code="ambiguous_id",
            )
        if rows:
            found: UUID = rows[0][0]
            return found
    return None


def _candidates(rows: Sequence[tuple[UUID, str]]) -> str:
    """Return the rows as `1a2b3c4d (Name), …`, with as many digits as tell them apart."""
    ids = [str(each) for each, _ in rows]
    digits = next(
        (length for length in (8, 13, 18, 23) if len({each[:length] for each in ids}) == len(ids)),
        36,
    )
    shown = [f"{each[:digits]} ({name})" for each, (_, name) in zip(ids, rows, strict=True)]
    return ", ".join(shown[:_NAMED]) + (", …" if len(shown) > _NAMED else "")


def plural(noun: str) -> str:
    """Return the noun of several: `leads`, `properties`."""
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def _missing(noun: str, texts: Sequence[str]) -> str:
    shown = ", ".join(quoted(each) for each in texts[:_NAMED])
    if len(texts) > _NAMED:
        shown += f" and {len(texts) - _NAMED} more"
    return f"There is no {noun} {shown}."
