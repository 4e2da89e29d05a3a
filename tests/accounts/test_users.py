"""People, as admins see them, and what others may not do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program


def test_a_person_is_added_and_can_sign_in_with_the_password_that_was_shown(
    doughy: Program, admin: Person, database: Database
) -> None:
    done = doughy(
        *("users", "add", "Cara@Example.com", "--full-name", "Cara", "--json"), person=admin
    )
    assert done.code == 0, done.err
    row = done.json
    assert list(row) == [
        "id", "email", "full_name", "role", "is_service", "must_change_password",
        "disabled_at", "created_at", "password",
    ]  # fmt: skip
    assert row["email"] == "cara@example.com"
    assert row["must_change_password"] is True
    assert len(row["password"]) == 23
    url = database.cluster.url(database.name)
    new = doughy(
        *("login", "cara@example.com", "--database-url", url, "--password-stdin"),
        stdin=row["password"] + "\n",
    )
    assert new.code == 0, new.err
    assert doughy("leads", "list", "--json").out == "[]\n"


def test_the_password_is_shown_once_with_how_to_sign_in(doughy: Program, admin: Person) -> None:
    done = doughy("users", "add", "cara@example.com", person=admin)
    assert "doughy login cara@example.com" in done.err
    assert "password\t" in done.out
    shown = doughy("users", "show", "cara@example.com", "--json", person=admin).json
    assert "password" not in shown


def test_a_service_has_no_profile(doughy: Program, admin: Person, database: Database) -> None:
    done = doughy("users", "add", "--service", "worker", "--json", person=admin)
    assert done.json["is_service"] is True
    assert database.sql("SELECT count(*) FROM profiles WHERE email = 'worker'") == [(0,)]
    env = {"DOUGHY_EMAIL": "worker", "DOUGHY_PASSWORD": done.json["password"]}
    shown = doughy("whoami", "--verify", "--json", person=admin, env=env)
    assert shown.json["role"] == "service"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["users", "add"], "Give an e-mail"),
        (["users", "add", "a@b.example", "--service", "x"], "Give an e-mail"),
        (["users", "add", "no-mail"], "'no-mail' is not an e-mail address"),
        (["users", "add", "a b@example.com"], "is not an e-mail address"),
        (["users", "add", "a/b@example.com"], "is not an e-mail address"),
        (["users", "add", "--service", "a@b"], "cannot be a service's name"),
        (["users", "add", "x@example.com", "--role", "boss"], "boss"),
    ],
)
def test_bad_names_are_refused(
    arguments: list[str], said: str, doughy: Program, admin: Person, database: Database
) -> None:
    done = doughy(*arguments, person=admin)
    assert done.code == 2
    assert said in done.err
    assert database.sql("SELECT count(*) FROM auth.users") == [(1,)]


def test_an_email_is_added_once(doughy: Program, admin: Person, ann: Person) -> None:
    done = doughy("users", "add", "ANN@example.com", "--json", person=admin)
    assert done.code == 5
    assert done.error["code"] == "duplicate"
    assert "ann@example.com" in done.error["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["users", "list"],
        ["users", "show", "ann@example.com"],
        ["users", "add", "x@example.com"],
        ["users", "set-role", "ann@example.com", "admin"],
        ["users", "disable", "admin@example.com"],
        ["users", "rm", "admin@example.com", "--yes"],
        ["users", "reset-password", "admin@example.com"],
    ],
)
@pytest.mark.parametrize("role", ["user", "support"])
def test_members_and_support_manage_nobody(
    arguments: list[str], role: str, doughy: Program, admin: Person, database: Database
) -> None:
    ann = database.add("ann@example.com", role)
    before = database.sql("SELECT email, disabled_at FROM auth.users ORDER BY email")
    done = doughy(*arguments, "--json", person=ann)
    assert done.code == 8
    assert done.error["code"] == "not_permitted"
    assert database.sql("SELECT email, disabled_at FROM auth.users ORDER BY email") == before


def test_dry_run_adds_nobody(doughy: Program, admin: Person, database: Database) -> None:
    done = doughy("users", "add", "x@example.com", "--dry-run", "--json", person=admin)
    assert done.code == 0
    assert done.json["password"] is None
    assert database.sql("SELECT count(*) FROM auth.users") == [(1,)]
    role = f"{database.name}/x@example.com"
    assert database.sql("SELECT count(*) FROM pg_roles WHERE rolname = %s", role) == [(0,)]


def test_a_role_takes_effect_in_open_connections(
    doughy: Program, admin: Person, ann: Person
) -> None:
    with ann.connect() as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM system_logs")
        done = doughy("users", "set-role", "ann@example.com", "admin", "--json", person=admin)
        assert done.json["role"] == "admin"
        assert connection.execute("SELECT count(*) FROM system_logs").fetchone() != (0,)
        doughy("users", "set-role", str(ann.id)[:8], "user", person=admin)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM system_logs")


def test_the_last_admin_stays(doughy: Program, admin: Person, ann: Person) -> None:
    for arguments in (
        ["users", "set-role", "admin@example.com", "user"],
        ["users", "disable", "admin@example.com"],
        ["users", "rm", "admin@example.com", "--yes"],
    ):
        done = doughy(*arguments, "--json", person=admin)
        assert done.code == 5, done
        assert "last admin" in done.error["message"]


def test_a_disabled_person_is_out_until_enabled(
    doughy: Program, admin: Person, ann: Person
) -> None:
    doughy("leads", "add", "--name", "One", person=ann)
    with ann.connect() as connection:
        done = doughy("users", "disable", "ann@example.com", "--json", person=admin)
        assert done.json["disabled_at"] is not None
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT * FROM leads")
    refused = doughy("leads", "list", person=ann)
    assert refused.code == 4
    assert "disabled" in refused.err
    assert doughy("users", "enable", "ann@example.com", person=admin).code == 0
    assert len(doughy("leads", "list", "--json", person=ann).json) == 1


def test_reset_password(doughy: Program, admin: Person, ann: Person) -> None:
    done = doughy("users", "reset-password", "ann@example.com", "--json", person=admin)
    assert done.json["must_change_password"] is True
    assert doughy("leads", "list", person=ann).code == 4
    env = {"DOUGHY_PASSWORD": done.json["password"]}
    assert doughy("leads", "list", person=ann, env=env).code == 0


def test_removing_a_person_removes_what_is_theirs(
    doughy: Program, admin: Person, ann: Person, ben: Person, database: Database
) -> None:
    doughy("leads", "add", "--name", "Hers", person=ann)
    doughy("leads", "add", "--name", "His", person=ben)
    asked = doughy("users", "rm", "ann@example.com", person=admin)
    assert asked.code == 2
    assert "1 leads" in asked.err
    assert "--yes" in asked.err
    done = doughy("users", "rm", "ann@example.com", "--yes", person=admin)
    assert done.code == 0, done.err
    assert database.sql("SELECT name FROM leads") == [("His",)]
    assert database.sql("SELECT count(*) FROM pg_roles WHERE rolname = %s", ann.role) == [(0,)]


def test_nobody_of_that_name(doughy: Program, admin: Person) -> None:
    done = doughy("users", "show", "x@example.com", "--json", person=admin)
    assert done.code == 3
    assert done.error["code"] == "not_found"


def test_list_is_by_email(doughy: Program, admin: Person, ben: Person, ann: Person) -> None:
    rows = doughy("users", "list", "--json", person=admin).json
    assert [row["email"] for row in rows] == [
        "admin@example.com",
        "ann@example.com",
        "ben@example.com",
    ]
    assert len(doughy("users", "list", "--json", "--limit", "1", person=admin).json) == 1


def test_what_was_done_is_in_the_log(doughy: Program, admin: Person, database: Database) -> None:
    doughy("users", "add", "x@example.com", person=admin)
    doughy("users", "set-role", "x@example.com", "support", person=admin)
    doughy("users", "rm", "x@example.com", "--yes", person=admin)
    said = database.sql("SELECT message FROM system_logs WHERE message LIKE '%%x@example.com%%'")
    assert len(said) >= 3


def test_a_reader_who_is_gone_undoes_nothing(
    doughy: Program, admin: Person, ann: Person, database: Database
) -> None:
    state = """
        SELECT p.role::text, u.disabled_at IS NULL
        FROM auth.users AS u JOIN profiles AS p USING (id)
        WHERE u.email = %s
    """
    for words, wanted in (
        (["set-role", ann.email, "support"], [("support", True)]),
        (["disable", ann.email], [("support", False)]),
        (["enable", ann.email], [("support", True)]),
        (["rm", ann.email, "--yes"], []),
    ):
        reading, writing = os.pipe()
        os.close(reading)
        done = doughy.spawn("users", *words, "-o", "jsonl", person=admin, stdout=writing)
        os.close(writing)
        assert (done.code, database.sql(state, ann.email)) == (0, wanted), words
