"""Being somebody else: settings, claims, other roles, one's own role."""

from __future__ import annotations

import psycopg
import pytest

from tests.schema.attacks.trying import DENIED, refused, rows
from tests.schema.world import World

_CLAIMS = ("request.jwt.claims", "request.jwt.claim.sub", "app.user_id", "auth.uid", "role.user")
_GROUPS = ("doughy_owner", "doughy_support", "doughy_admin", "doughy_service", "postgres")


def _see(world: World, who: str) -> tuple[object, ...]:
    """What row security shows, and whom it takes the person for."""
    connection = world.connections[who]
    ((me,),) = rows(connection, "SELECT auth.uid()")
    return (me, *sorted(rows(connection, "SELECT id FROM leads UNION SELECT id FROM profiles")))


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
def test_forging_claims_in_settings(world: World, who: str) -> None:
    connection = world.connections[who]
    before = _see(world, who)
    ben = world.people["ben"]
    for name in _CLAIMS:
        for value in (str(ben.id), f'{{"sub": "{ben.id}", "role": "service_role"}}', ben.role):
            connection.execute("SELECT set_config(%s, %s, false)", [name, value])
            assert _see(world, who) == before


@pytest.mark.parametrize("who", ["ann", "worker"])
@pytest.mark.parametrize(
    "name",
    [
        *("session_replication_role", "log_statement", "log_min_messages", "log_duration"),
        *("session_preload_libraries", "allow_system_table_mods", "lc_messages"),
        *(
            "zero_damaged_pages",
            "ignore_system_indexes",
            "jit_provider",
            "shared_preload_libraries",
        ),
    ],
)
def test_changing_settings_that_are_the_servers(world: World, who: str, name: str) -> None:
    error = (DENIED, psycopg.errors.CantChangeRuntimeParam)
    value = "replica" if name == "session_replication_role" else "on"
    refused(world.connections[who], f"SET {name} = '{value}'", error)
    refused(world.connections[who], f"SELECT set_config('{name}', '{value}', false)", error)


def test_switching_row_security_off(world: World) -> None:
    ann = world.connections["ann"]
    ann.execute(b"SET row_security = off")
    # PostgreSQL then refuses what a policy would have filtered, instead of showing it.
    for table in ("leads", "messages", "profiles", "deals"):
        refused(ann, f"SELECT * FROM {table}")  # noqa: S608


@pytest.mark.parametrize("path", ["pg_temp, public", "pg_temp, pg_catalog, auth", ""])
def test_changing_the_search_path(world: World, path: str) -> None:
    ann = world.connections["ann"]
    ann.execute(b"CREATE TEMPORARY TABLE leads AS SELECT 1 AS id")
    ann.execute(
        b"CREATE FUNCTION pg_temp.uid() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'"
    )
    ann.execute("SELECT set_config('search_path', %s, false)", [path])
    own = rows(ann, "SELECT DISTINCT user_id FROM public.leads")
    assert own == [(world.people["ann"].id,)]
    assert rows(ann, "SELECT auth.uid()") == own


def test_loading_a_library(world: World) -> None:
    for library in ("auto_explain", "$libdir/auto_explain", "/tmp/x.so"):
        refused(world.connections["ann"], f"LOAD '{library}'")
    ann = world.people["ann"]
    with pytest.raises(psycopg.OperationalError, match=r"permission denied|preload"):
        ann.database.cluster.connect(
            ann.database.name,
            user=ann.role,
            password=ann.password,
            options="-c session_preload_libraries=auto_explain",
        )


@pytest.mark.parametrize("who", ["ann", "sue", "adam", "worker"])
def test_taking_another_role(world: World, who: str) -> None:
    connection = world.connections[who]
    held = {
        "sue": {"doughy_support"},
        "adam": {"doughy_admin"},
        "worker": {"doughy_service"},
    }.get(who, set())
    others = [person.role for name, person in world.people.items() if name != who]
    for role in (*_GROUPS, *others, *(["doughy_member"] if who == "worker" else [])):
        if role in held:
            continue
        # PostgreSQL may say that there is no such role to those who may not take it.
        refused(connection, f'SET ROLE "{role}"', (DENIED, psycopg.errors.InvalidParameterValue))
        refused(connection, f'SET SESSION AUTHORIZATION "{role}"')
        refused(connection, f"SELECT set_config('role', '{role}', false)", DENIED)
        refused(connection, f"SELECT set_config('session_authorization', '{role}', false)")
        refused(connection, f'SET LOCAL ROLE "{role}"')


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
def test_working_as_ones_own_group_shows_no_more(world: World, who: str) -> None:
    connection = world.connections[who]
    me = world.people[who].id
    connection.execute(b"SET ROLE doughy_member")
    assert rows(connection, "SELECT auth.uid()") == [(me,)]
    assert rows(connection, "SELECT DISTINCT user_id FROM leads") == [(me,)]
    refused(connection, 'SET SESSION AUTHORIZATION "postgres"')


def test_changing_roles(world: World) -> None:
    for who in ("ann", "adam", "worker"):
        connection, me = world.connections[who], world.people[who].role
        for change in (
            *("SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS", "INHERIT"),
            *("LOGIN", "CONNECTION LIMIT 1", "VALID UNTIL 'infinity'"),
        ):
            refused(connection, f'ALTER ROLE "{me}" {change}')
        rename = f'ALTER ROLE "{me}" RENAME TO mine'
        refused(connection, rename, (DENIED, psycopg.errors.FeatureNotSupported))
        for statement in (
            f'ALTER ROLE "{world.people["ben"].role}" PASSWORD NULL',
            f'ALTER ROLE "{world.people["ben"].role}" SET work_mem = 64',
            "ALTER ROLE doughy_member SET work_mem = 64",
            "ALTER ROLE ALL SET work_mem = 64",
            "ALTER ROLE doughy_owner LOGIN",
            "CREATE ROLE mine",
            f'DROP ROLE "{world.people["ben"].role}"',
            f'GRANT doughy_admin TO "{me}"' if who != "adam" else f'GRANT doughy_owner TO "{me}"',
            f'GRANT "{world.people["ben"].role}" TO "{me}"',
            "REVOKE doughy_member FROM doughy_admin",
        ):
            refused(connection, statement)


def test_changing_the_database_and_the_server(world: World) -> None:
    name = world.database.name
    for who in ("ann", "adam"):
        for statement in (
            f"ALTER DATABASE {name} SET row_security = off",
            f"ALTER DATABASE {name} OWNER TO CURRENT_USER",
            f"ALTER DATABASE {name} RENAME TO mine",
            f"ALTER DATABASE {name} CONNECTION LIMIT 1",
            f"DROP DATABASE {name}x",
            "ALTER SYSTEM SET log_statement = 'all'",
            "CREATE DATABASE mine",
            "CHECKPOINT",
        ):
            errors = (DENIED, psycopg.errors.InvalidCatalogName)
            refused(world.connections[who], statement, errors)


def test_ones_own_settings_show_no_more(world: World) -> None:
    """A person may keep settings for their own sessions: none of them opens anything."""
    ann, connection = world.people["ann"], world.connections["ann"]
    own = f'ALTER ROLE "{ann.role}" SET'
    connection.execute(f"{own} search_path = pg_temp, public".encode())
    try:
        with ann.connect() as fresh:
            assert rows(fresh, "SELECT auth.uid()") == [(ann.id,)]
            assert rows(fresh, "SELECT DISTINCT user_id FROM leads") == [(ann.id,)]
        for setting in ("session_replication_role = replica", "log_statement = 'all'"):
            refused(connection, f"{own} {setting}")
    finally:
        world.root.execute(f'ALTER ROLE "{ann.role}" RESET ALL'.encode())


def test_entering_another_database_of_the_server(world: World) -> None:
    other = world.database.cluster.clone()
    try:
        eve = other.add("eve@example.com", "admin")
        with pytest.raises(psycopg.OperationalError, match="CONNECT"):
            world.database.cluster.connect(
                world.database.name, user=eve.role, password=eve.password
            )
        # Nor is a person of this database one of that one.
        refused(eve.connect(), f'GRANT doughy_admin TO "{world.people["ann"].role}"')
    finally:
        other.drop()
