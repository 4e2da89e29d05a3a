"""The database that all examples are tried on, each undone after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.schema.properties.places import Places

if TYPE_CHECKING:
    from tests.harness import Cluster


@pytest.fixture(scope="module")
def places(cluster: Cluster) -> Iterator[Places]:
    """Ann and Ben with rows of their own, an admin and a service."""
    database = cluster.clone()
    people = {
        "ann": database.add("ann@example.com"),
        "ben": database.add("ben@example.com"),
        "admin": database.add("admin@example.com", "admin"),
        "service": database.add_service("worker"),
    }
    made = Places(database, people)
    assert made.rows  # before anything is counted
    yield made
    made.close()
    database.drop()
