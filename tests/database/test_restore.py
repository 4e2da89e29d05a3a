"""What a restore brings back, to whom, and where."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from doughy_cli.database.setup import local_email
from doughy_cli.db import guard
from tests.database.conftest import DEBIAN, Home, Source, fill, needs_debian

if TYPE_CHECKING:
    from tests.harness import Person


def sees(home: Home, person: Person, database: str = "doughy") -> tuple[int, int, int]:
    """Return what a person finds after signing in with their old password."""
    from doughy_cli.db.names import login_role

    login = {"user": login_role(database, person.email), "password": person.password}
    with home.cluster.connect(database, **login) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM leads), (SELECT count(*) FROM deals), "
            "(SELECT count(*) FROM leads WHERE user_id <> auth.uid())"
        ).fetchone()
    assert row is not None
    return row


def test_everything_comes_back_in_a_fresh_home(source: Source, home: Home) -> None:
    done = home("db", "restore", source.backup)
    assert done.code == 0, done.err
    assert "Restored doughy" in done.err
    assert home.everything() == source.everything
    assert sees(home, source.people["ann"]) == (1, 1, 0)
    assert sees(home, source.people["long"]) == (1, 1, 0)
    leads, deals, of_others = sees(home, source.people["sue"])
    assert (leads, deals) == (43, 13)
    assert of_others == leads


def test_the_disabled_stay_out_and_can_be_enabled(source: Source, restored: Home) -> None:
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        sees(restored, source.people["dan"])
    restored.database.sql("SELECT auth.enable_user(%s)", source.people["dan"].id)
    assert sees(restored, source.people["dan"]) == (0, 0, 0)


def test_people_can_be_managed_after_a_restore(source: Source, restored: Home) -> None:
    added = restored.database.add("new@example.com", "support")
    assert sees(restored, added)[0] == 43
    restored.database.sql("SELECT auth.set_role(%s, 'user')", source.people["sue"].id)
    assert sees(restored, source.people["sue"]) == (0, 0, 0)
    restored.database.sql("SELECT auth.delete_user(%s)", source.people["ann"].id)
    with pytest.raises(psycopg.OperationalError):
        sees(restored, source.people["ann"])
    assert restored("migrate", "check").code == 0


def test_the_local_owner_is_told_how_to_sign_in(source: Source, blank: Home, used: Home) -> None:
    fresh, other = blank, used
    said = fresh("db", "restore", source.backup).err
    assert "Not in a backup, and not here: the files of 3 documents." in said
    assert "Whoever has the 3 keys brings it here by `doughy keys vault set`" in said
    assert "ann@example.com" in said and "and 1 more" in said and "worker-1" not in said
    assert "Sign in with `doughy login EMAIL`" in said
    assert "`doughy init --email bob@example.com` makes a new one" in said
    assert fresh("init", "--email", "bob@example.com").code == 0
    assert len(fresh("leads", "list", "--json").json) == 43
    # What is said where it is backed up, of a file that is there.
    (url,) = fresh.database.sql("SELECT file_url FROM re_documents LIMIT 1")[0]
    file = fresh.run.home / "data" / "documents" / url.partition("//")[2]
    file.parent.mkdir(parents=True)
    file.touch()
    said = fresh("db", "backup", fresh.run.home / "again.backup").err
    assert f"the file of 1 document. Copy this folder, too: {file.parents[2]}" in said
    assert "nor on this computer: the files of 2 documents." in said
    assert "nobody can read the 3 keys" in said
    done = other("db", "restore", source.backup, "--yes")
    assert done.code == 0
    assert "is not the one in the backup" in done.err
    assert other("leads", "list").code == 4
    # What the message proposes.
    assert other("logout").code == 0
    assert f"`doughy init --email {local_email()}`" in done.err
    assert other("init", "--email", local_email()).code == 0
    assert len(other("leads", "list", "--json").json) == 43


def test_the_old_state_is_replaced_people_included(filled: Source) -> None:
    source, home = filled, filled.home
    ann, ben = source.people["ann"], source.people["ben"]
    with ann.connect() as connected:
        late = home.database.add("late@example.com")
        home.database.sql("SELECT auth.delete_user(%s)", ben.id)
        home.database.sql("SELECT auth.set_role(%s, 'user')", source.people["bob"].id)
        home.database.sql("SELECT auth.enable_user(%s)", source.people["dan"].id)
        home.database.sql("UPDATE leads SET name = 'changed'")
        done = home("db", "restore", source.backup, "--yes")
        assert done.code == 0, done.err
        with pytest.raises(psycopg.OperationalError):
            connected.execute("SELECT 1")
    assert home.everything() == source.everything
    assert sees(home, ben) == (1, 1, 0)
    with pytest.raises(psycopg.OperationalError):
        sees(home, late)
    # The local owner's password is the one that is kept here.
    assert len(home("leads", "list", "--json").json) == 43


def test_what_was_granted_by_hand_does_not_stop_a_restore(filled: Source) -> None:
    source, home = filled, filled.home
    late = home.database.add("late@example.com")
    home.database.sql(f'GRANT SELECT ON system_logs TO "{late.role}"')
    assert home("db", "restore", source.backup, "--yes").code == 0
    assert sees(home, home.database.add("late@example.com")) == (0, 0, 0)


def test_a_new_home_goes_on_where_the_log_ended(source: Source, restored: Home) -> None:
    before = restored.database.sql("SELECT max(xid::text::bigint) FROM system_logs")[0][0]
    restored.database.add("new@example.com")
    after = restored.database.sql("SELECT max(xid::text::bigint) FROM system_logs")[0][0]
    assert after > before


def test_from_a_pipe(source: Source, blank: Home) -> None:
    done = blank("db", "restore", "-", stdin=source.backup.read_bytes())
    assert done.code == 0, done.err
    assert blank.everything() == source.everything


def test_a_database_is_replaced_only_if_its_name_is_typed(source: Source, used: Home) -> None:
    home = used
    done = home("db", "restore", source.backup, "--json")
    assert done.code == 2
    assert done.error["code"] == "input_needed"
    assert "Give --yes" in done.error["hint"]
    assert len(home("leads", "list", "--json").json) == 40


def test_dry_run_looks_at_the_backup_and_makes_nothing(source: Source, home: Home) -> None:
    done = home("db", "restore", source.backup, "--dry-run", "--json")
    assert done.code == 0, done.err
    row = done.json
    assert {key: row[key] for key in ("restored", "database", "backup_of", "people")} == {
        "restored": False,
        "database": None,
        "backup_of": "doughy",
        "people": 8,
    }
    assert row["revision"].startswith("2026")
    assert row["without_password"] == []
    assert not home.folder.exists()


def test_the_row_that_is_shown(source: Source, blank: Home) -> None:
    row = blank("db", "restore", source.backup, "--json").json
    assert sorted(row) == [
        "admin", "backup_of", "database", "doughy", "made_at", "password", "people",
        "restored", "revision", "server", "size", "without_password",
    ]  # fmt: skip
    assert row["restored"] is True
    assert row["database"] == "doughy"
    assert row["password"] is None


@needs_debian
@pytest.mark.parametrize(("made_by", "restored_by"), [("", DEBIAN), (DEBIAN, "")])
def test_between_versions_of_postgresql(
    homes: Callable[..., Home], made_by: str, restored_by: str
) -> None:
    first = homes(DOUGHY_PG_BIN=made_by)
    assert first("quickstart").code == 0
    source = fill(first)
    other = homes(DOUGHY_PG_BIN=restored_by)
    done = other("db", "restore", source.backup)
    assert done.code == 0, done.err
    found = other.everything()
    assert found["rows"] == source.everything["rows"]
    # Since version 16 who makes a role is an administrator of it, and is listed as a member.
    assert [each for each in found["roles"] if each[0] != "doughy_owner"] == [
        each for each in source.everything["roles"] if each[0] != "doughy_owner"
    ]
    assert sees(other, source.people["ann"]) == (1, 1, 0)
    checked = other("migrate", "check")
    assert checked.code == 0, checked.err
    if made_by == DEBIAN:
        assert "does not offer pgtap: left out" in done.err


# Another server's administrator, who is no superuser ----------------------------------------


@pytest.fixture
def managed(blank: Home) -> Home:
    """A server with `manager`, who may create roles and databases and is no superuser."""
    home = blank
    from doughy_cli.db import server

    server.ensure(home.folder)
    with home.cluster.connect() as connection:
        connection.execute("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'secret'")
    return home


def url_of(home: Home, database: str, user: str = "manager") -> dict[str, str]:
    return {
        "DOUGHY_DATABASE_URL": f"{home.cluster.url(database)} user={user}",
        "PGPASSWORD": "secret",
    }


def test_through_an_administrator_without_superuser(source: Source, managed: Home) -> None:
    done = managed("db", "restore", source.backup, env=url_of(managed, "crm"))
    assert done.code == 0, done.err
    assert guard.MISSING in done.err.splitlines()
    # Roles are called after the database; everything else is as it was.
    assert sees(managed, source.people["ann"], "crm") == (1, 1, 0)
    assert sees(managed, source.people["sue"], "crm")[0] == 43
    names = managed.cluster.connect("crm").execute("SELECT login_role FROM auth.users").fetchall()
    assert all(name.startswith("crm/") for (name,) in names)
    found = managed.everything("crm")["rows"]
    expected = source.everything["rows"]
    assert {name: found[name] for name in found if name != "auth.users"} == {
        name: expected[name] for name in expected if name != "auth.users"
    }
    checked = managed("migrate", "check", env=url_of(managed, "crm"))
    assert (checked.code, checked.err.splitlines()[0]) == (0, guard.MISSING)


def test_again_with_people_connected(source: Source, managed: Home) -> None:
    env = url_of(managed, "crm")
    assert managed("db", "restore", source.backup, env=env).code == 0
    ann = source.people["ann"]
    login = {"user": "crm/ann@example.com", "password": ann.password}
    with managed.cluster.connect("crm", **login) as connected:
        late = managed("db", "backup", managed.run.home / "late.backup", env=env)
        assert late.code == 0
        done = managed("db", "restore", source.backup, "--yes", env=env)
        assert done.code == 0, done.err
        with pytest.raises(psycopg.OperationalError):
            connected.execute("SELECT 1")
    assert sees(managed, ann, "crm") == (1, 1, 0)
    # The owner is a member of nobody's role: it was one for a moment only.
    members = managed.cluster.connect().execute(
        "SELECT count(*) FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.roleid "
        "WHERE r.rolname ~ '/' AND m.member = 'doughy_owner'::regrole "
        "AND pg_has_role('doughy_owner', r.oid, 'USAGE')"
    )
    assert members.fetchone() == (0,)


def test_a_superuser_who_is_connected_is_not_cut_off(source: Source, managed: Home) -> None:
    env = url_of(managed, "crm")
    assert managed("db", "restore", source.backup, env=env).code == 0
    before = managed.everything("crm")
    with managed.cluster.connect("crm"):
        done = managed("db", "restore", source.backup, "--yes", "--json", env=env)
    assert done.code == 5
    assert done.error["code"] == "in_use"
    assert managed.everything("crm") == before


def test_without_verifiers_somebody_gets_in(source: Source, managed: Home) -> None:
    """A backup by somebody who may not read passwords, restored where nobody has one."""
    assert managed("db", "restore", source.backup, env=url_of(managed, "crm")).code == 0
    backup = managed.run.home / "without.backup"
    done = managed("db", "backup", backup, env=url_of(managed, "crm"))
    assert done.code == 0, done.err
    assert "Without the passwords of 8" in done.err

    again = managed("db", "restore", backup, "--yes", "--json", env=url_of(managed, "crm"))
    assert again.code == 0, again.err
    assert again.json["password"] is None  # the roles are there, with their passwords
    assert sees(managed, source.people["ann"], "crm") == (1, 1, 0)

    row = managed("db", "restore", backup, "--json", env=url_of(managed, "other")).json
    assert row["admin"] == "bob@example.com"
    assert "ann@example.com" in row["without_password"]
    assert "dan@example.com" not in row["without_password"]
    # The one-time password lets the admin in, who lets the others in.
    bob = {
        "DOUGHY_DATABASE_URL": managed.cluster.url("other"),
        "DOUGHY_EMAIL": row["admin"],
        "DOUGHY_PASSWORD": row["password"],
    }
    reset = managed("users", "reset-password", "ann@example.com", "--json", env=bob)
    assert reset.code == 0, reset.err
    ann = {**bob, "DOUGHY_EMAIL": "ann@example.com", "DOUGHY_PASSWORD": reset.json["password"]}
    assert len(managed("leads", "list", "--json", env=ann).json) == 1


def test_somebody_elses_database_is_refused(source: Source, managed: Home) -> None:
    with managed.cluster.connect() as connection:
        connection.execute("CREATE DATABASE shop OWNER manager")
    with managed.cluster.connect("shop") as connection:
        connection.execute("CREATE TABLE goods (name text)")
    done = managed("db", "restore", source.backup, "--yes", "--json", env=url_of(managed, "shop"))
    assert done.code == 5, done.err
    with managed.cluster.connect("shop") as connection:
        assert connection.execute("SELECT count(*) FROM goods").fetchone() == (0,)


def test_a_mighty_role_is_not_taken_over(source: Source, managed: Home) -> None:
    with managed.cluster.connect() as connection:
        connection.execute('CREATE ROLE "crm/ann@example.com" SUPERUSER LOGIN')
    done = managed("db", "restore", source.backup, "--json", env=url_of(managed, "crm"))
    assert done.code == 5
    assert managed.everything("postgres")["databases"] == []


def test_manifest_and_dump_are_of_the_same_moment(source: Source) -> None:
    from doughy_cli.database import backup_file

    def count(_: int) -> None:
        """Progress is of no interest here."""

    read = backup_file.read(io.BytesIO(source.backup.read_bytes()), "x", count)
    assert len(read.manifest.people) == 8
    groups: dict[str, Any] = {each.name: each.groups for each in read.manifest.people}
    assert groups["bob@example.com"] == ["doughy_member", "doughy_admin"]
    assert groups["worker-1"] == ["doughy_service"]
    assert groups["dan@example.com"] == []
