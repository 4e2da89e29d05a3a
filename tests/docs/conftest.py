"""One database for tests that only look at its catalog, or change it and take that back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from docs.generate.schema.facts import Schema
from docs.generate.schema.read import read

if TYPE_CHECKING:
    from tests.harness import Cluster, Database


@pytest.fixture(scope="session")
def _kept(cluster: Cluster) -> Iterator[Database]:
    made = cluster.clone()
    yield made
    made.drop()


@pytest.fixture
def connection(_kept: Database) -> Iterator[psycopg.Connection[Any]]:
    """The superuser's connection; what is done in it is rolled back."""
    with _kept.connect() as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def schema(connection: psycopg.Connection[Any]) -> Schema:
    """The schema as the generator of docs/schema.md reads it."""
    return read(connection)
