"""Each rule is clean, finds each way of breaking it and nothing else, and is clean again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.schema.rules import asked_first, functions, indexes, policies, privileges, tables
from tests.schema.rules.rule import Rule, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Cluster, Database

RULES = (
    *policies.RULES,
    *asked_first.RULES,
    *indexes.RULES,
    *functions.RULES,
    *privileges.RULES,
    *tables.RULES,
)
CASES = [
    pytest.param(rule, violation, id=f"{rule.name}: {violation.found}")
    for rule in RULES
    for violation in rule.violations
]


@pytest.fixture(scope="module")
def shared(cluster: Cluster) -> Iterator[Database]:
    """A database in which every violation is rolled back."""
    made = cluster.clone()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def _root(shared: Database) -> Iterator[psycopg.Connection[Any]]:
    with shared.connect() as made:
        made.prepare_threshold = None  # most of what is asked is asked once
        yield made


@pytest.fixture
def connection(_root: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """The superuser's connection, in a transaction that ends with the test."""
    with _root.transaction(force_rollback=True):
        _root.execute("SET LOCAL search_path = ''")
        yield _root


def run(connection: psycopg.Connection[Any], statements: str) -> None:
    connection.execute("SET LOCAL ROLE doughy_owner")
    needs_more = (
        "pg_catalog.",
        "FOREIGN DATA",
        "ROLE ",
        "OWNER TO",
        "LANGUAGE internal",
        "EXTENS",
        "guard_groups",
    )
    if any(word in statements for word in needs_more):
        connection.execute("SET LOCAL ROLE postgres")
    connection.execute(statements.encode())
    connection.execute("SET LOCAL ROLE postgres")


def offences(connection: psycopg.Connection[Any], rule: Rule) -> list[str]:
    """What breaks the rule, but for what is exempt."""
    meant = {line for line, _ in rule.exempt}
    return [line for (line,) in connection.execute(rule.query.encode()) if line not in meant]


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_the_schema_keeps_it_and_what_is_exempt_is_there(
    connection: psycopg.Connection[Any], rule: Rule
) -> None:
    found = sorted(line for (line,) in connection.execute(rule.query.encode()))
    assert found == sorted(line for line, _ in rule.exempt)
    assert rule.why
    assert rule.violations
    assert all(reason for _, reason in rule.exempt)


@pytest.mark.parametrize(("rule", "violation"), CASES)
def test_breaking_it_is_found_and_mending_it_too(
    connection: psycopg.Connection[Any], rule: Rule, violation: Violation
) -> None:
    run(connection, violation.statement)
    assert offences(connection, rule) == [violation.found]
    run(connection, violation.fix)
    assert offences(connection, rule) == []


def test_a_rules_name_is_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
