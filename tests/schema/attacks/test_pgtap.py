"""pgTAP, where the server offers it: its functions are not for people."""

from __future__ import annotations

import pytest

from tests.harness import Database, Person
from tests.schema.attacks.trying import refused, rows


def test_running_the_functions_of_pgtap(database: Database, ann: Person, admin: Person) -> None:
    offered = "SELECT 1 FROM pg_available_extensions WHERE name = 'pgtap'"
    if not database.sql(offered):
        pytest.skip("this server does not offer pgTAP")
    with database.connect() as root:
        root.execute(b"CREATE SCHEMA IF NOT EXISTS pgtap AUTHORIZATION doughy_owner")
        root.execute(b"CREATE EXTENSION IF NOT EXISTS pgtap SCHEMA pgtap")
        held = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'pgtap'::regnamespace"
        assert rows(root, f"{held} AND prosecdef") == [(0,)]
    for person in (ann, admin):
        with person.connect() as connection:
            for call in ("no_plan()", "has_table('leads')", "lives_ok('TABLE auth.users')"):
                refused(connection, f"SELECT pgtap.{call}")
            refused(connection, "CREATE FUNCTION pgtap.mine() RETURNS int LANGUAGE sql RETURN 1")
