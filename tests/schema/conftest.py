"""Databases without the schema, and servers that nobody has set up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from doughy_cli.db import bootstrap, server
from tests.conftest import FOLDER
from tests.schema.world import World, make_world

if TYPE_CHECKING:
    from tests.harness import Cluster, Database


@pytest.fixture(scope="module")
def world(cluster: Cluster) -> Iterator[World]:
    """People of every kind, each with a row in every table and a connection of their own."""
    with make_world(cluster) as made:
        yield made


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[Database]:
    """A database that is ready for the schema and does not have it."""
    from tests.harness import Database

    name = f"t{uuid4().hex[:12]}"
    with cluster.connect() as connection:
        bootstrap.bootstrap(connection, name)
    made = Database(cluster, name)
    yield made
    made.drop()


@pytest.fixture
def owner(empty: Database) -> Iterator[psycopg.Connection[Any]]:
    """The administrator's connection to the empty database."""
    with empty.connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def _second_server(worker_id: str) -> Iterator[Cluster]:
    from tests.harness import Cluster

    home = Path(os.environ[FOLDER]) / f"bare-{worker_id}"
    running = server.ensure(home)
    server.forget_libpq_environment()
    yield Cluster(running.conninfo("postgres", "postgres"))
    server.stop(home)


@pytest.fixture
def bare(_second_server: Cluster) -> Cluster:
    """A server without our roles and databases, and with an administrator `manager` as a
    managed PostgreSQL has one: CREATEROLE and CREATEDB, no superuser; password `manager`."""
    with _second_server.connect() as connection:
        for (database,) in connection.execute(
            "SELECT datname FROM pg_database WHERE datname NOT IN "
            "('postgres', 'template0', 'template1')"
        ).fetchall():
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database))
            )
        # What one role granted to another keeps the first from being dropped: the owner goes
        # after the logins, and the managers after the owner.
        for (role,) in connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE '%/%' OR rolname LIKE 'doughy%' "
            "OR rolname LIKE 'manager%' ORDER BY rolname LIKE 'doughy%', rolname LIKE 'manager%'"
        ).fetchall():
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
        connection.execute("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'manager'")
    return _second_server
