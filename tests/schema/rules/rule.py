"""A rule that the schema keeps: a query that finds what breaks it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """A statement that breaks a rule, the one line that the rule then gives, and the remedy."""

    statement: str
    found: str
    fix: str


@dataclass(frozen=True)
class Rule:
    """A query that gives a line for each offence, none if all is well.

    It is run with an empty search_path: names come with their schema. `exempt` holds lines
    that are meant, each with its reason; a line that the query does not give has no place there.
    """

    name: str
    why: str
    query: str
    violations: tuple[Violation, ...]
    exempt: tuple[tuple[str, str], ...] = ()


def policy(table: str, rest: str, found: str) -> Violation:
    """A policy too many: made, found, dropped."""
    return Violation(
        f"CREATE POLICY odd ON public.{table} {rest}", found, f"DROP POLICY odd ON public.{table}"
    )
