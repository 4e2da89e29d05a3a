"""What a test leaves behind is gone for the next one, or the database is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests import sessions
from tests.reuse import Shelf, person

if TYPE_CHECKING:
    from tests.harness import Clone, Cluster, Program

# What is changed by each: the catalogs, rows that were there, roles, grants and settings.
CHANGES = (
    "CREATE TABLE odd ()",
    "DROP INDEX idx_leads_email",
    "ALTER TABLE leads ADD COLUMN odd text",
    "ALTER TABLE leads ALTER COLUMN name DROP NOT NULL",
    "ALTER TABLE leads DISABLE TRIGGER leads_touch",
    "ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
    "ALTER POLICY leads_member_select ON leads USING (true)",
    "REVOKE SELECT ON leads FROM doughy_member",
    "REVOKE EXECUTE ON FUNCTION pg_catalog.now() FROM PUBLIC",
    "COMMENT ON TABLE leads IS 'odd'",
    "CREATE FUNCTION odd() RETURNS int RETURN 1",
    "CREATE SEQUENCE odd",
    "CREATE TYPE odd AS ENUM ('a')",
    "SELECT lo_create(0)",
    "TRUNCATE messages",
    "INSERT INTO contacts (user_id) SELECT id FROM auth.users; ANALYZE contacts",
    "INSERT INTO leads (user_id, name) SELECT id, repeat('n', 250) FROM auth.users,"
    " generate_series(1, 500)",
    "UPDATE profiles SET updated_at = now()",
    "DELETE FROM system_logs",
    "UPDATE auth.schema_version SET version_num = version_num",
    'ALTER ROLE "{ann}" PASSWORD NULL',
    'ALTER ROLE "{ann}" NOLOGIN',
    'ALTER ROLE "{ann}" SET work_mem = 64',
    'GRANT doughy_admin TO "{ann}"',
    'COMMENT ON ROLE "{ann}" IS $$odd$$',
    'ALTER DATABASE "{database}" SET work_mem = 64',
    'ALTER DATABASE "{database}" CONNECTION LIMIT 5',
    'GRANT CREATE ON DATABASE "{database}" TO "{ann}"',
    'REVOKE CONNECT ON DATABASE "{database}" FROM "{ann}"',
)


@pytest.fixture
def shelf(cluster: Cluster) -> Shelf:
    """A shelf with nothing on it."""
    return Shelf(cluster)


def exists(cluster: Cluster, database: Clone) -> bool:
    with cluster.lent() as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [database.name]
        ).fetchone()
    return found is not None


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_the_database_is_not_lent_again(
    shelf: Shelf, cluster: Cluster, change: str
) -> None:
    lent = shelf.take(["ann"])
    with lent.connect() as connection:
        statement = change.replace("{ann}", person(lent, "ann").role)
        connection.execute(statement.replace("{database}", lent.name).encode())
    shelf.give_back(lent)
    assert not exists(cluster, lent)


def test_nobody_may_be_left_in_it(shelf: Shelf, cluster: Cluster) -> None:
    lent = shelf.take(["ann"])
    with person(lent, "ann").connect():
        shelf.give_back(lent)
        assert not exists(cluster, lent)


def test_what_was_added_is_gone(shelf: Shelf, cluster: Cluster, doughy: Program) -> None:
    lent = shelf.take(["ann"])
    ann = person(lent, "ann")
    everything = "SELECT count(*), max(xmin::text) FROM system_logs", "SELECT count(*) FROM leads"
    before = [lent.sql(each) for each in everything]
    assert doughy("leads", "add", "--name", "Ada", person=ann).code == 0
    assert ann.sql("SELECT count(*) FROM lead_events") != [(0,)]
    person(lent, "admin").sql("SELECT auth.set_role(%s, 'support')", lent.add("b@example.com").id)
    lent.add_service("worker").sql("SELECT 1")
    lent.sql("SET search_path = pg_catalog")
    ann.sql("CREATE TEMP TABLE odd AS SELECT 1")
    shelf.give_back(lent)

    assert shelf.take(["ann"]) is lent
    assert [each.email for each in lent.people] == ["ann@example.com"]
    assert person(lent, "ann") is ann
    assert [lent.sql(each) for each in everything] == before
    assert lent.sql("SELECT email FROM auth.users") == [("ann@example.com",)]
    assert lent.sql("SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", lent.name) == [
        (ann.role,)
    ]
    assert lent.sql("SELECT to_regclass('odd'), current_setting('search_path')") == [
        (None, '"$user", public')
    ]
    with ann.connect():  # a login, with the password that it had
        pass
    lent.drop()


def test_who_is_wanted_is_there_and_nobody_else(shelf: Shelf) -> None:
    first = shelf.take(["ann", "admin"])
    shelf.give_back(first)
    other = shelf.take(["ann"])
    assert other is not first
    assert [each.email for each in other.people] == ["ann@example.com"]
    assert shelf.take(["ann", "admin"]) is first
    for each in (first, other):
        each.drop()


def session(database: Clone, **changes: object) -> psycopg.Connection[tuple[object, ...]]:
    ann = person(database, "ann")
    keywords = {**database.cluster.keywords, "dbname": database.name, "user": ann.role}
    return sessions.connect(**{**keywords, "password": ann.password, **changes})


def test_a_session_that_is_begun_again_is_as_a_new_one(shelf: Shelf) -> None:
    lent = shelf.take(["ann"])
    state = "SELECT pg_backend_pid(), current_user::text, current_setting('work_mem')"
    with session(lent, autocommit=True) as first:
        before = first.execute(state).fetchone()
        for statement in (
            "CREATE TEMP TABLE odd ()",
            *("SET work_mem = 64", "SET ROLE doughy_member", "LISTEN odd", "NOTIFY odd"),
            *("PREPARE odd AS SELECT 1", "SELECT pg_advisory_lock(1)"),
            *(
                "BEGIN",
                "INSERT INTO leads (name) VALUES ('odd')",
                "DECLARE odd CURSOR FOR SELECT 1",
            ),
        ):
            first.execute(statement.encode())
        first.close()
    assert first.closed
    with session(lent) as again:
        assert again.execute(state).fetchone() == before
        assert not again.autocommit
        for nothing in (
            "SELECT name FROM pg_prepared_statements UNION ALL SELECT name FROM pg_cursors",
            "SELECT pg_listening_channels()",
            "SELECT relname FROM pg_class WHERE relname = 'odd'",
            "SELECT name FROM leads",
            "SELECT 'locked' FROM pg_locks WHERE locktype = 'advisory' AND database <> 0"
            " AND pid = pg_backend_pid()",
        ):
            assert again.execute(nothing.encode()).fetchall() == [], nothing
        assert list(again.notifies(timeout=0)) == []
    lent.drop()


@pytest.mark.parametrize(
    "change",
    [
        'ALTER ROLE "{ann}" PASSWORD NULL',
        'ALTER ROLE "{ann}" NOLOGIN',
        "ALTER ROLE \"{ann}\" VALID UNTIL '2020-01-01'",
        'REVOKE CONNECT ON DATABASE "{database}" FROM "{ann}"',
        'DROP OWNED BY "{ann}"; DROP ROLE "{ann}"',
    ],
)
def test_who_may_not_sign_in_gets_no_session(shelf: Shelf, change: str) -> None:
    lent = shelf.take(["ann"])
    session(lent).close()
    statement = change.replace("{ann}", person(lent, "ann").role)
    with lent.connect() as connection:
        connection.execute(statement.replace("{database}", lent.name).encode())
    with pytest.raises(psycopg.OperationalError):
        session(lent)
    lent.drop()


def test_a_wrong_password_and_other_settings_get_a_login_of_their_own(shelf: Shelf) -> None:
    lent = shelf.take(["ann"])
    with session(lent) as first:
        pid = first.info.backend_pid
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        session(lent, password="wrong")
    for changes in ({"options": "-c work_mem=64"}, {"application_name": "other"}):
        with session(lent, **changes) as other:
            assert other.info.backend_pid != pid
    lent.sql(f'ALTER ROLE "{person(lent, "ann").role}" SET work_mem = 64')
    with session(lent) as later:
        assert later.execute("SHOW work_mem").fetchone() == ("64kB",)
    lent.drop()


def test_a_session_that_was_ended_is_not_lent(shelf: Shelf) -> None:
    lent = shelf.take(["ann"])
    with session(lent) as first:
        pid = first.info.backend_pid
    lent.sql("SELECT pg_terminate_backend(%s, 5000)", pid)
    with session(lent) as later:
        assert later.execute("SELECT 1").fetchone() == (1,)
    lent.drop()
