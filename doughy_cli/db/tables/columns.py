"""Kinds of columns. Each call makes a new one; they answer Any, as SQLModel's own Field does."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Computed, DateTime, FetchedValue, ForeignKey, Integer, Uuid, text
from sqlalchemy.dialects.postgresql import ENUM, JSONB
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field

Json = dict[str, Any] | list[Any]


class Builtin(UserDefinedType[Any]):
    """A type of PostgreSQL's that SQLAlchemy does not know; its values are plain."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        return self.name


def row_id() -> Any:
    column = Column(Uuid, primary_key=True, server_default=text("gen_random_uuid()"))
    return Field(default=None, sa_column=column)


def filled(*, nullable: bool = False) -> Any:
    """A person, by default the one who writes the row; a trigger fills it in."""
    column = Column(
        Uuid, ForeignKey("auth.users.id"), nullable=nullable, server_default=FetchedValue()
    )
    return Field(default=None, sa_column=column)


def inherited(*, nullable: bool = False) -> Any:
    """Whose the row is that this one belongs to; a trigger sees to it."""
    column = Column(Uuid, nullable=nullable, server_default=FetchedValue())
    return Field(default=None, sa_column=column)


def slot(owner: str = "user_id") -> Any:
    """The number that policies know the owner by, made of their id."""
    return Field(default=None, sa_column=Column(Integer, Computed(f"uuid_hash({owner}) >> 1")))


def ref(target: str, *, nullable: bool = True, on_delete: str | None = None) -> Any:
    column = Column(Uuid, ForeignKey(target, ondelete=on_delete), nullable=nullable)
    return Field(sa_column=column) if not nullable else Field(default=None, sa_column=column)


def link(target: str) -> Any:
    """Half of the primary key of a table that joins two others."""
    return Field(sa_column=Column(Uuid, ForeignKey(target, ondelete="CASCADE"), primary_key=True))


def moment(*, onupdate: bool = False, always: bool = False) -> Any:
    column: Column[Any] = Column(
        DateTime(timezone=True),
        nullable=not always,
        server_default=text("now()") if always else None,
        server_onupdate=FetchedValue() if onupdate else None,
    )
    return Field(default=None, sa_column=column)


def created() -> Any:
    return moment(always=True)


def updated() -> Any:
    return moment(always=True, onupdate=True)


def enum(
    labels: type[StrEnum], name: str, *, default: StrEnum | None = None, nullable: bool = False
) -> Any:
    # The database holds the labels, not Python's names for them, and makes the type itself.
    kind = ENUM(
        labels,
        name=name,
        create_type=False,
        values_callable=lambda members: [member.value for member in members],
    )
    column: Column[Any] = Column(
        kind, nullable=nullable, server_default=text(f"'{default}'") if default else None
    )
    if default or nullable:
        return Field(default=None, sa_column=column)
    return Field(sa_column=column)


def default(value: str) -> Any:
    """A column that is never empty, because the database has a value for it."""
    return Field(default=None, nullable=False, sa_column_kwargs={"server_default": text(value)})


def money() -> Any:
    return Field(default=None, max_digits=12, decimal_places=2)


def degrees() -> Any:
    return Field(default=None, max_digits=9, decimal_places=6)


def json(name: str | None = None) -> Any:
    # None is an empty column, not JSON's null.
    kind = JSONB(none_as_null=True)
    column: Column[Any] = Column(name, kind) if name else Column(kind)
    return Field(default=None, sa_column=column)
