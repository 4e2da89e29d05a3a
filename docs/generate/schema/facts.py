"""What the page tells of: tables and what belongs to them, functions, enums."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column of a table; `type` as one writes it, without its schema. `statistics` is how many
    values the planner keeps of it, where that is not left to the server."""

    name: str
    type: str
    nullable: bool
    default: str | None
    statistics: int | None
    purpose: str | None


@dataclass(frozen=True)
class Index:
    """An index; `constraint` says that a primary key or a unique constraint made it."""

    name: str
    unique: bool
    primary: bool
    constraint: bool
    method: str
    keys: tuple[str, ...]
    include: tuple[str, ...]
    where: str | None


@dataclass(frozen=True)
class Check:
    """A check constraint and its condition."""

    name: str
    condition: str


@dataclass(frozen=True)
class ForeignKey:
    """What a row points at. `optional`: it may point at nothing; `one`: at most one row points
    at the same; `identifying`: it is part of the primary key."""

    name: str
    table: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: str
    optional: bool
    one: bool
    identifying: bool


@dataclass(frozen=True)
class Trigger:
    """A trigger: `when` is what sets it off, `function` what it calls."""

    name: str
    when: str
    condition: str | None
    function: str
    purpose: str | None


@dataclass(frozen=True)
class Policy:
    """A policy; conditions are None where the command has none."""

    name: str
    command: str
    roles: tuple[str, ...]
    using: str | None
    check: str | None


@dataclass(frozen=True)
class Grant:
    """A right on a table that a role has: on all of it, or on the columns named."""

    role: str
    privilege: str
    columns: tuple[str, ...] | None


@dataclass(frozen=True)
class Table:
    """A table and everything that belongs to it; `name` has its schema unless it is public."""

    name: str
    purpose: str | None
    row_security: bool
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]
    checks: tuple[Check, ...]
    foreign_keys: tuple[ForeignKey, ...]
    triggers: tuple[Trigger, ...]
    policies: tuple[Policy, ...]
    grants: tuple[Grant, ...]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return next((index.keys for index in self.indexes if index.primary), ())


@dataclass(frozen=True)
class Function:
    """A function and the roles that have the right to run it, beside its owner. Only what is
    `nameable`, in a schema that somebody may use, can be called; a policy needs no name."""

    name: str
    arguments: str
    result: str
    purpose: str | None
    callers: tuple[str, ...]
    nameable: bool


@dataclass(frozen=True)
class Enum:
    """An enum and its labels in their order."""

    name: str
    labels: tuple[str, ...]
    purpose: str | None


@dataclass(frozen=True)
class Schema:
    """Everything at one revision."""

    revision: str
    tables: tuple[Table, ...]
    functions: tuple[Function, ...]
    enums: tuple[Enum, ...]
