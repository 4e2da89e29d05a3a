"""After every attack on the world, everything in it is as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.schema.world import World

# What is defined, who may do what, and what roles and databases are set to.
_DEFINED = """
    SELECT 'relations', md5(string_agg(
        concat_ws(' ', c.oid, c.relnamespace, c.relname, c.relowner, c.relacl, c.relrowsecurity),
        ',' ORDER BY c.oid
    ))
    FROM pg_class AS c
    WHERE c.relpersistence <> 't' AND c.relnamespace <> 'pg_toast'::regnamespace

    UNION ALL
    SELECT 'functions', md5(string_agg(
        concat_ws(
            ' ', p.oid, p.pronamespace, p.proname, p.proargtypes, p.proowner, p.proacl, p.prosrc,
            p.prosecdef, p.provolatile, p.proconfig
        ),
        ',' ORDER BY p.oid
    ))
    FROM pg_proc AS p
    WHERE NOT starts_with(p.pronamespace::regnamespace::text, 'pg_temp')

    UNION ALL
    SELECT 'policies', md5(string_agg(p::text, ',' ORDER BY p.oid)) FROM pg_policy AS p

    UNION ALL
    SELECT 'event triggers', string_agg(t::text, ',' ORDER BY t.oid) FROM pg_event_trigger AS t

    UNION ALL
    SELECT 'schemas', string_agg(concat_ws(' ', nspname, nspowner, nspacl), ',' ORDER BY nspname)
    FROM pg_namespace
    WHERE NOT starts_with(nspname, 'pg_temp') AND NOT starts_with(nspname, 'pg_toast_temp')

    UNION ALL
    SELECT 'roles', string_agg(r::text, ',' ORDER BY r.oid)
    FROM pg_roles AS r
    WHERE starts_with(r.rolname, current_database() || '/') OR starts_with(r.rolname, 'doughy')

    UNION ALL
    SELECT 'passwords', md5(string_agg(rolname || rolpassword, ',' ORDER BY oid))
    FROM pg_authid
    WHERE starts_with(rolname, current_database() || '/')

    UNION ALL
    SELECT 'database', string_agg(concat_ws(' ', datname, datdba, datacl), ',')
    FROM pg_database
    WHERE datname = current_database()

    UNION ALL
    SELECT 'settings', string_agg(s::text, ',')
    FROM pg_db_role_setting AS s
    JOIN pg_database AS d ON d.oid = s.setdatabase
    WHERE d.datname = current_database()

    UNION ALL
    SELECT 'defaults', string_agg(a::text, ',') FROM pg_default_acl AS a
"""


def everything(world: World) -> dict[str, Any]:
    """What all tables hold, and what is defined around them."""
    return world.digest() | dict(world.root.execute(_DEFINED).fetchall())


@pytest.fixture(scope="module")
def seen() -> dict[str, dict[str, Any]]:
    """What was in a world after the attack before: by the name of its database."""
    return {}


@pytest.fixture(autouse=True)
def nothing_has_changed(
    request: pytest.FixtureRequest, seen: dict[str, dict[str, Any]]
) -> Iterator[None]:
    """Compare the world before and after an attack on it."""
    if "world" not in request.fixturenames:
        yield
        return
    world: World = request.getfixturevalue("world")
    name = world.database.name
    # Between two attacks nobody touches it.
    before = seen[name] if name in seen else everything(world)
    yield
    for connection in world.connections.values():
        connection.rollback()
        connection.execute(b"RESET SESSION AUTHORIZATION")
        connection.execute(b"RESET ALL")
        connection.execute(b"DISCARD TEMP")
    after = seen[name] = everything(world)
    assert {name for name in before if before[name] != after[name]} == set()
