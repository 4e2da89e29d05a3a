"""The policies, tried as each person with a real login."""

# ruff: noqa: S608 -- the statements are made of the constants of this file
from __future__ import annotations

import psycopg
import pytest

from tests.schema.world import World, attempt


def test_no_path_leads_to_another_role(world: World) -> None:
    for who in ("ann", "sue", "worker"):
        me = world.people[who].id
        for path in (
            "UPDATE profiles SET role = 'admin'",
            f"UPDATE profiles SET role = 'admin' WHERE id = '{me}'",
            f"INSERT INTO profiles (id, email, role) VALUES ('{me}', 'x', 'admin')",
            f"INSERT INTO profiles (id, email, role) VALUES ('{me}', 'x', 'admin') "
            "ON CONFLICT (id) DO UPDATE SET role = 'admin'",
            "DELETE FROM profiles",
            "TRUNCATE profiles",
        ):
            assert not attempt(world.connections[who], path), (who, path)


def test_one_persons_rows_do_not_tell_about_anothers(world: World) -> None:
    """The unique indexes: e-mail, phone, the active deal of a property."""
    lead = "INSERT INTO leads (name, {0}) VALUES ('x', {1})"
    for column, value in (("email", "'same@x.com'"), ("phone", "'+14155550100'")):
        made = lead.format(column, value)
        world.connections["ben"].execute(made.encode())
        assert attempt(world.connections["ann"], made)
        with pytest.raises(psycopg.errors.UniqueViolation):
            world.connections["ben"].execute(made.encode())
    active = "INSERT INTO deals (stage, title, property_id) VALUES ('x', 'x', '{}')"
    bens = active.format(world.row("ben", "re_properties"))
    assert not attempt(world.connections["ann"], bens)
    world.connections["ben"].execute(bens.encode())
    assert not attempt(world.connections["ann"], bens)


def test_members_make_nothing_in_the_database(world: World) -> None:
    for statement in (
        "CREATE TABLE mine (id integer)",
        "CREATE TABLE auth.mine (id integer)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION auth.uid2() RETURNS integer LANGUAGE sql RETURN 1",
        "CREATE VIEW mine AS SELECT * FROM leads",
        "CREATE TRIGGER mine AFTER INSERT ON leads EXECUTE FUNCTION internal.touch()",
        "CREATE POLICY mine ON leads USING (true)",
        "ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
        "TRUNCATE leads",
        "GRANT SELECT ON leads TO PUBLIC",
        "SELECT internal.touch()",
        "COPY leads TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT * FROM auth.schema_version",
        "SELECT * FROM auth.users",
    ):
        for who in ("ann", "adam", "worker"):
            # A refused GRANT is a warning; it must not have granted anything.
            assert not attempt(world.connections[who], statement), (who, statement)
