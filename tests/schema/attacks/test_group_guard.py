"""What PostgreSQL lets members do to their group, and the guard that a superuser can make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest

from doughy_cli.db import bootstrap, catalog, guard, upgrade
from tests.schema.attacks.trying import DENIED, refused, rows
from tests.schema.test_bootstrap import manager

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person
    from tests.schema.world import World

_GROUPS = {
    "ann": ["doughy_member"],
    "sue": ["doughy_member", "doughy_support"],
    "adam": ["doughy_member", "doughy_admin"],
    "worker": ["doughy_service"],
}
_WORDS = "only an administrator of this database may use"


@pytest.mark.parametrize("who", _GROUPS)
@pytest.mark.parametrize(
    "statement",
    [
        "DROP OWNED BY {group}",
        "DROP OWNED BY {group} CASCADE",
        "DROP OWNED BY CURRENT_USER, {group}",
        "SET ROLE {group}; DROP OWNED BY CURRENT_ROLE",
        "DO $$ BEGIN DROP OWNED BY {group}; END $$",
        "DO $$ BEGIN EXECUTE 'DROP OWNED BY {group}'; EXCEPTION WHEN division_by_zero THEN END $$",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {group} GRANT SELECT ON TABLES TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ],
)
def test_taking_away_what_a_group_is_granted(world: World, who: str, statement: str) -> None:
    """The world's policies and privileges are compared before and after."""
    for group in _GROUPS[who]:
        said = refused(world.connections[who], statement.format(group=group))
        assert said.startswith(_WORDS)


def test_what_a_member_puts_in_the_guards_way(world: World) -> None:
    ann = world.connections["ann"]
    ann.execute(
        b"CREATE FUNCTION pg_temp.pg_has_role(name, text, text) RETURNS boolean RETURN true"
    )
    ann.execute(b"CREATE DOMAIN pg_temp.name AS text")
    ann.execute(b"SET search_path = pg_temp, pg_catalog")
    assert refused(ann, "DROP OWNED BY doughy_member").startswith(_WORDS)


@pytest.mark.parametrize("who", _GROUPS)
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER EVENT TRIGGER doughy_guard_groups DISABLE",
        "ALTER EVENT TRIGGER doughy_guard_groups OWNER TO CURRENT_USER",
        "DROP EVENT TRIGGER doughy_guard_groups",
        "DROP FUNCTION auth.guard_groups() CASCADE",
        "ALTER FUNCTION auth.guard_groups() SECURITY DEFINER",
        "ALTER FUNCTION auth.guard_groups() OWNER TO CURRENT_USER",
        "SET session_replication_role = replica",
        "SET event_triggers = off",
    ],
)
def test_switching_the_guard_off(world: World, who: str, statement: str) -> None:
    # Before version 17 there is no such setting.
    errors = (DENIED, psycopg.errors.UndefinedObject) if "event_triggers" in statement else DENIED
    refused(world.connections[who], statement, errors)


def test_the_owner_may(database: Database, ann: Person) -> None:
    """Who administers the database, and the function that removes a person."""
    boss = database.add("boss@example.com", "admin")
    boss.sql("SELECT auth.delete_user(%s)", ann.id)
    assert database.sql("SELECT 1 FROM pg_roles WHERE rolname = %s", ann.role) == []
    database.sql(f'DROP OWNED BY "{boss.role}"')
    with database.connect() as connection:
        connection.execute(b"SET ROLE doughy_owner")
        connection.execute(b"ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC")


@pytest.fixture
def managed(bare: Cluster) -> Iterator[Database]:
    """A database whose administrator is no superuser, with the schema."""
    from tests.harness import Database

    with manager(bare) as connection:
        bootstrap.bootstrap(connection, "crm")
    with manager(bare, "crm") as connection:
        upgrade.up(connection)
    made = Database(bare, "crm")
    yield made
    made.drop()


def test_without_a_superuser_members_are_locked_out_and_up_mends(managed: Database) -> None:
    """Nobody sees more, no row is lost, and an upgrade brings the policies back."""
    ann, ben = managed.add("ann@example.com"), managed.add("ben@example.com")
    ben.sql("INSERT INTO leads (name) VALUES ('x')")
    granted = "SELECT relacl::text FROM pg_class ORDER BY relname"
    before = managed.sql(granted)
    ann.sql("DROP OWNED BY doughy_member")
    assert managed.sql(granted) == before
    for person in (ann, ben):
        assert person.sql("SELECT count(*) FROM leads") == [(0,)]
    with manager(managed.cluster, managed.name) as connection:
        found = upgrade.check(connection)
        assert "missing: policy leads_member_select on public.leads" in found.definitions
        assert not found.guarded
        upgrade.up(connection)
        assert upgrade.check(connection).clean
        assert not guard.stands(connection)
    assert ben.sql("SELECT name FROM leads") == [("x",)]
    assert ann.sql("SELECT name FROM leads") == []


def test_a_superuser_guards_a_managed_database_and_its_administrator_keeps_it(
    managed: Database,
) -> None:
    ann = managed.add("ann@example.com")
    with managed.connect() as connection:
        assert "missing: event trigger doughy_guard_groups" in upgrade.check(connection).definitions
        assert upgrade.up(connection).definitions_changed
        guarded = catalog.managed(connection)
    with pytest.raises(DENIED, match=_WORDS):
        ann.sql("DROP OWNED BY doughy_member")
    with manager(managed.cluster, managed.name) as connection:
        assert upgrade.check(connection).clean
        assert upgrade.check(connection).guarded
        assert upgrade.up(connection).nothing
        upgrade.down(connection, "-1")
        upgrade.up(connection)
        assert catalog.differences(catalog.managed(connection), guarded) == []
        connection.execute("ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC")
        upgrade.down(connection, "base")
        assert not guard.stands(connection)
        assert rows(connection, "SELECT 1 FROM pg_namespace WHERE nspname = 'auth'") == []


def test_another_superuser_finds_the_guard_as_it_should_be(database: Database) -> None:
    name = f"{database.name}_root"
    database.sql(f"CREATE ROLE {name} SUPERUSER LOGIN PASSWORD 'root'")
    try:
        with database.cluster.connect(database.name, user=name, password="root") as connection:
            assert upgrade.check(connection).clean
            assert upgrade.up(connection).nothing
    finally:
        database.sql(f"DROP ROLE {name}")
