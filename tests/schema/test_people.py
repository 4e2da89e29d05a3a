"""The functions that make, change and remove people, called as every kind of caller."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest

from doughy_cli.db.names import login_role

if TYPE_CHECKING:
    from tests.harness import Database, Person

DENIED = "42501"
EXISTS = "23505"
NOBODY = "P0002"
LAST_ADMIN = "DY001"
UNFIT = "22023"


def hashed(secret: str = "secret") -> str:  # noqa: S107
    """A verifier as RFC 5803 has it."""
    salt, rounds = b"0123456789abcdef", 4096
    salted = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_, stored_, server_ = (b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${rounds}:{salt_}${stored_}:{server_}"


def refused(person: Person, statement: str, *values: Any) -> tuple[str | None, str]:
    """Run what must be refused; return the SQLSTATE and the message."""
    with pytest.raises(psycopg.Error) as raised:
        person.sql(statement, *values)
    return raised.value.sqlstate, str(raised.value.diag.message_primary)


def groups(database: Database, person: Person) -> set[str]:
    rows = database.sql(
        "SELECT g.rolname FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid "
        "JOIN pg_roles AS p ON p.oid = m.member WHERE p.rolname = %s",
        person.role,
    )
    return {row[0] for row in rows}


def test_a_person_is_made_in_full(database: Database, admin: Person) -> None:
    ((made,),) = admin.sql(
        "SELECT auth.create_user(%s, %s, 'support', 'Zoë', true)", " Zoe@Example.com ", hashed()
    )
    role = login_role(database.name, "zoe@example.com")
    with database.cluster.connect(database.name, user=role, password="secret") as connection:
        assert connection.execute("SELECT auth.uid()").fetchone() == (made,)
        row = connection.execute(
            "SELECT id, email, full_name, role, is_service, must_change_password, disabled_at "
            "FROM auth.me()"
        ).fetchone()
        assert row == (made, "zoe@example.com", "Zoë", "support", False, True, None)
        assert connection.execute(
            "SELECT email, full_name, role::text FROM profiles WHERE id = auth.uid()"
        ).fetchone() == ("zoe@example.com", "Zoë", "support")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("user", {"doughy_member"}),
        ("standard", {"doughy_member"}),
        ("support", {"doughy_member", "doughy_support"}),
        ("admin", {"doughy_member", "doughy_admin"}),
    ],
)
def test_a_role_is_a_set_of_groups(
    database: Database, admin: Person, role: str, expected: set[str]
) -> None:
    person = database.add("x@example.com", role)
    assert groups(database, person) == expected
    for other in ("support", "user", "admin", role):
        admin.sql("SELECT auth.set_role(%s, %s)", person.id, other)
    assert groups(database, person) == expected
    assert admin.sql("SELECT role::text FROM profiles WHERE id = %s", person.id) == [(role,)]


def test_an_admin_may_also_update_the_profile(
    database: Database, admin: Person, ann: Person
) -> None:
    admin.sql("UPDATE profiles SET role = 'support', full_name = 'Ann' WHERE id = %s", ann.id)
    assert groups(database, ann) == {"doughy_member", "doughy_support"}


def test_a_service_has_no_profile_and_no_mail(database: Database, admin: Person) -> None:
    worker = database.add_service("worker-1")
    assert worker.role == f"{database.name}/worker-1"
    assert groups(database, worker) == {"doughy_service"}
    assert worker.sql("SELECT email, role, is_service FROM auth.me()") == [
        ("worker-1", "service", True)
    ]
    assert worker.sql("SELECT auth.uid()") == [(worker.id,)]
    assert admin.sql("SELECT count(*) FROM profiles WHERE id = %s", worker.id) == [(0,)]
    assert refused(admin, "SELECT auth.set_role(%s, 'admin')", worker.id)[0] == UNFIT


def test_members_support_and_services_manage_nobody(database: Database, ann: Person) -> None:
    callers = [ann, database.add("s@example.com", "support"), database.add_service("worker")]
    other = database.add("other@example.com")
    for caller in callers:
        for statement, values in (
            ("SELECT auth.create_user('new@example.com', %s, 'admin')", (hashed(),)),
            ("SELECT auth.create_service('new', %s)", (hashed(),)),
            ("SELECT auth.set_role(%s, 'admin')", (caller.id,)),
            ("SELECT auth.set_role(%s, 'admin')", (other.id,)),
            ("SELECT auth.disable_user(%s)", (other.id,)),
            ("SELECT auth.enable_user(%s)", (other.id,)),
            ("SELECT auth.reset_password(%s, %s)", (other.id, hashed())),
            ("SELECT auth.delete_user(%s)", (other.id,)),
            ("SELECT * FROM auth.list_users()", ()),
            ("SELECT * FROM auth.users", ()),
            ("UPDATE profiles SET role = 'admin'", ()),
            ("SELECT internal.sync_groups(%s)", (caller.id,)),
        ):
            assert refused(caller, statement, *values)[0] == DENIED, (caller.email, statement)
    assert len(database.sql("SELECT 1 FROM auth.users")) == 4


def test_admins_list_everybody(database: Database, admin: Person, ann: Person) -> None:
    database.add_service("worker")
    rows = admin.sql("SELECT email, role, is_service FROM auth.list_users()")
    assert rows == [
        ("admin@example.com", "admin", False),
        ("ann@example.com", "user", False),
        ("worker", "service", True),
    ]


def test_the_same_address_twice_is_refused(database: Database, admin: Person, ann: Person) -> None:
    state, message = refused(admin, "SELECT auth.create_user(%s, %s)", " ANN@example.COM", hashed())
    assert (state, message) == (EXISTS, "ann@example.com is already a person of this database")


@pytest.mark.parametrize("email", ["", " ", "nobody", "a@b@c", "a b@c", "@x", "x@", "a@x\ny", None])
def test_what_is_no_address_is_refused(admin: Person, email: str | None) -> None:
    assert refused(admin, "SELECT auth.create_user(%s, %s)", email, hashed())[0] == UNFIT


@pytest.mark.parametrize("name", ["", "Worker", "a@b", "a b", "-x", "a/b", None])
def test_what_is_no_services_name_is_refused(admin: Person, name: str | None) -> None:
    assert refused(admin, "SELECT auth.create_service(%s, %s)", name, hashed())[0] == UNFIT


@pytest.mark.parametrize(
    "email", ["o'brien@example.com", 'quo"te@example.com', "%s@example.com", "ünï@example.com"]
)
def test_odd_addresses_work(database: Database, admin: Person, email: str) -> None:
    person = database.add(email)
    assert person.sql("SELECT email FROM auth.me()") == [(email,)]
    admin.sql("SELECT auth.disable_user(%s)", person.id)
    admin.sql("SELECT auth.delete_user(%s)", person.id)


def test_a_very_long_address_gets_a_short_login(database: Database) -> None:
    person = database.add("x" * 200 + "@example.com")
    assert len(person.role.encode()) <= 63
    assert person.sql("SELECT auth.uid()") == [(person.id,)]


GOOD = hashed()


@pytest.mark.parametrize(
    "verifier",
    [
        "secret",
        "",
        None,
        "md5" + "0" * 32,
        GOOD + " ",
        " " + GOOD,
        GOOD + "\n",
        GOOD.replace("SCRAM-SHA-256", "scram-sha-256"),
        GOOD.replace("$4096:", "$1:"),
        GOOD.replace("$4096:", "$99999999999:"),
        GOOD[:-1],
        # Decodes to a length that PostgreSQL does not take, and would then store as a password.
        GOOD.replace("=:", "A:"),
        "SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAA$" + GOOD.split("$")[2],
    ],
)
def test_only_verifiers_are_taken(database: Database, ann: Person, verifier: str | None) -> None:
    admin = database.add("boss@example.com", "admin")
    for caller, statement, values in (
        (admin, "SELECT auth.create_user('new@example.com', %s)", (verifier,)),
        (admin, "SELECT auth.create_service('new', %s)", (verifier,)),
        (admin, "SELECT auth.reset_password(%s, %s)", (ann.id, verifier)),
        (ann, "SELECT auth.change_password(%s)", (verifier,)),
    ):
        state, message = refused(caller, statement, *values)
        assert state == UNFIT
        assert not verifier or verifier.strip() not in message


def test_every_verifier_taken_is_stored_as_it_is(database: Database, ann: Person) -> None:
    ann.sql("SELECT auth.change_password(%s)", GOOD)
    assert database.sql("SELECT rolpassword FROM pg_authid WHERE rolname = %s", ann.role) == [
        (GOOD,)
    ]


def test_passwords_are_changed_and_reset(database: Database, admin: Person) -> None:
    ann = database.add("ann@example.com", must_change=True)
    must = "SELECT must_change_password FROM auth.me()"
    assert ann.sql(must) == [(True,)]
    ann.sql("SELECT auth.change_password(%s)", hashed("new"))
    with pytest.raises(psycopg.OperationalError):
        ann.connect()
    with database.cluster.connect(database.name, user=ann.role, password="new") as connection:
        assert connection.execute(must.encode()).fetchone() == (False,)
    admin.sql("SELECT auth.reset_password(%s, %s)", ann.id, hashed("reset"))
    with database.cluster.connect(database.name, user=ann.role, password="reset") as connection:
        assert connection.execute(must.encode()).fetchone() == (True,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT auth.set_role(%s, 'user')",
        "SELECT auth.disable_user(%s)",
        "SELECT auth.enable_user(%s)",
        "SELECT auth.delete_user(%s)",
    ],
)
def test_nobody_of_that_id(admin: Person, statement: str) -> None:
    assert refused(admin, statement, uuid4())[0] == NOBODY
    assert refused(admin, statement, None)[0] == NOBODY


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT auth.set_role(%s, 'user')",
        "UPDATE profiles SET role = 'standard' WHERE id = %s",
        "SELECT auth.disable_user(%s)",
        "SELECT auth.delete_user(%s)",
    ],
)
def test_the_last_admin_stays(database: Database, admin: Person, statement: str) -> None:
    assert refused(admin, statement, admin.id)[0] == LAST_ADMIN
    # Nor by the administrator of the server, by a slip.
    with pytest.raises(psycopg.Error) as raised:
        database.sql(statement, admin.id)
    assert raised.value.sqlstate == LAST_ADMIN
    # A disabled admin is none.
    other = database.add("other@example.com", "admin")
    admin.sql("SELECT auth.disable_user(%s)", other.id)
    assert refused(admin, statement, admin.id)[0] == LAST_ADMIN
    admin.sql("SELECT auth.enable_user(%s)", other.id)
    other.sql(statement, admin.id)


def test_an_admin_may_step_down_but_not_vanish(database: Database, admin: Person) -> None:
    database.add("other@example.com", "admin")
    assert refused(admin, "SELECT auth.disable_user(%s)", admin.id)[0] == DENIED
    assert refused(admin, "SELECT auth.delete_user(%s)", admin.id)[0] == DENIED
    admin.sql("SELECT auth.set_role(%s, 'user')", admin.id)
    assert groups(database, admin) == {"doughy_member"}


def test_two_admins_who_remove_each_other_do_not_both_succeed(
    database: Database, admin: Person
) -> None:
    other = database.add("other@example.com", "admin")
    with admin.connect() as first, other.connect() as second:
        first.execute("BEGIN")
        first.execute("SELECT auth.set_role(%s, 'user')", [other.id])
        second.execute("SET lock_timeout = '300ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute("SELECT auth.set_role(%s, 'user')", [admin.id])
        first.execute("COMMIT")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            second.execute("SELECT auth.set_role(%s, 'user')", [admin.id])


@pytest.mark.parametrize("change", ["disable_user", "delete_user", "enable_user"])
def test_one_change_to_people_at_a_time(
    database: Database, admin: Person, ann: Person, ben: Person, change: str
) -> None:
    """Even to different people: what each finds, the other may be changing."""
    other = database.add("other@example.com", "admin")
    with admin.connect() as first, other.connect() as second:
        first.execute("BEGIN")
        first.execute("SELECT auth.disable_user(%s)", [ann.id])
        second.execute("SET lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(f"SELECT auth.{change}(%s)".encode(), [ben.id])
        first.execute("ROLLBACK")
        second.execute(f"SELECT auth.{change}(%s)".encode(), [ben.id])


def test_a_disabled_person_is_out_at_once(database: Database, admin: Person, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) VALUES ('x')")
    with ann.connect() as connection:
        connection.execute("SELECT 1")
        admin.sql("SELECT auth.disable_user(%s)", ann.id)
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT * FROM leads")
    with pytest.raises(psycopg.OperationalError):
        ann.connect()
    assert groups(database, ann) == set()
    admin.sql("SELECT auth.disable_user(%s)", ann.id)
    admin.sql("SELECT auth.enable_user(%s)", ann.id)
    assert ann.sql("SELECT name FROM leads") == [("x",)]


def test_a_disabled_persons_role_changes_without_letting_them_in(
    database: Database, admin: Person, ann: Person
) -> None:
    admin.sql("SELECT auth.disable_user(%s)", ann.id)
    admin.sql("SELECT auth.set_role(%s, 'admin')", ann.id)
    assert groups(database, ann) == set()
    admin.sql("SELECT auth.enable_user(%s)", ann.id)
    assert groups(database, ann) == {"doughy_member", "doughy_admin"}


def test_a_demotion_reaches_statements_that_were_prepared_before(
    database: Database, admin: Person, ann: Person
) -> None:
    other = database.add("other@example.com", "admin")
    ann.sql("INSERT INTO leads (name) VALUES ('x')")
    with other.connect() as connection:
        connection.execute("SET plan_cache_mode = force_generic_plan")
        connection.execute("PREPARE everything AS SELECT count(*) FROM leads")
        assert connection.execute("EXECUTE everything").fetchone() == (1,)
        admin.sql("SELECT auth.set_role(%s, 'user')", other.id)
        assert connection.execute("EXECUTE everything").fetchone() == (0,)
        admin.sql("SELECT auth.set_role(%s, 'support')", other.id)
        assert connection.execute("EXECUTE everything").fetchone() == (1,)


def test_a_deleted_person_leaves_nothing(database: Database, admin: Person, ann: Person) -> None:
    with ann.connect() as connection:
        for statement in (
            "INSERT INTO workspaces (name) VALUES ('w')",
            "INSERT INTO leads (name, workspace_id) SELECT 'l', id FROM workspaces",
            "INSERT INTO contacts (first_name) VALUES ('c')",
            "INSERT INTO lead_contacts (lead_id, contact_id) "
            "SELECT l.id, c.id FROM leads AS l, contacts AS c",
            "INSERT INTO re_properties (address_line_1, city, state, zip) "
            "VALUES ('1 A St', 'B', 'CA', '9')",
            "INSERT INTO deals (title, stage, lead_id, property_id) "
            "SELECT 'd', 'closing', l.id, p.id FROM leads AS l, re_properties AS p",
            "INSERT INTO ai_jobs (deal_id, job_type) SELECT id, 'j' FROM deals",
            "INSERT INTO re_documents (title, type, file_url, deal_id) "
            "SELECT 'd', 'deed', 'u', id FROM deals",
            "INSERT INTO re_property_documents (property_id, document_id) "
            "SELECT p.id, d.id FROM re_properties AS p, re_documents AS d",
            "INSERT INTO re_lead_documents (lead_id, title, type, file_url) "
            "SELECT id, 'd', 'w9', 'u' FROM leads",
            "INSERT INTO messages (lead_id, channel, direction) "
            "SELECT id, 'sms', 'incoming' FROM leads",
            "INSERT INTO calls (lead_id, direction) SELECT id, 'incoming' FROM leads",
            "INSERT INTO transcripts (lead_id) SELECT id FROM leads",
            "INSERT INTO api_keys (service, key_ciphertext) VALUES ('openai', 'x')",
            "SELECT lo_create(0)",
        ):
            connection.execute(statement.encode())
        connection.execute("CREATE TEMPORARY TABLE hers (id integer)")
        admin.sql("INSERT INTO user_plans (user_id, plan_name) VALUES (%s, 'pro')", ann.id)
        admin.sql("SELECT auth.delete_user(%s)", ann.id)
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT 1")
    for table in (
        *("workspaces", "leads", "contacts", "lead_contacts", "re_properties", "deals"),
        *("ai_jobs", "re_documents", "re_property_documents", "re_lead_documents", "messages"),
        *("calls", "transcripts", "api_keys", "user_plans", "deal_events", "lead_events"),
    ):
        assert database.sql(f"SELECT count(*) FROM {table}") == [(0,)], table  # noqa: S608
    assert database.sql("SELECT count(*) FROM pg_roles WHERE rolname = %s", ann.role) == [(0,)]
    assert database.sql("SELECT count(*) FROM pg_largeobject_metadata") == [(0,)]
    assert database.sql("SELECT email FROM profiles") == [("admin@example.com",)]
    # The address is free again.
    database.people.remove(ann)
    assert database.add("ann@example.com").sql("SELECT count(*) FROM leads") == [(0,)]


def test_a_login_left_behind_is_taken_over_if_it_is_ordinary(database: Database) -> None:
    role = f'"{database.name}/left@example.com"'
    with database.connect() as connection:
        connection.execute(b"SET ROLE doughy_owner")
        connection.execute(f"CREATE ROLE {role} NOLOGIN".encode())
    left = database.add("left@example.com")
    assert left.sql("SELECT auth.uid()") == [(left.id,)]


@pytest.mark.parametrize(
    "power", ["SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"]
)
def test_a_login_with_powers_is_not_taken_over(database: Database, power: str) -> None:
    database.sql(f'CREATE ROLE "{database.name}/strong@example.com" {power}')
    with pytest.raises(psycopg.errors.UniqueViolation, match="not ours"):
        database.add("strong@example.com")


def test_a_login_that_is_not_ours_to_change_is_named_without_the_verifier(
    database: Database, admin: Person
) -> None:
    if database.sql("SELECT 1 WHERE current_setting('server_version_num')::int < 160000"):
        pytest.skip("before version 16 CREATEROLE reaches every login")
    database.sql(f'CREATE ROLE "{database.name}/left@example.com"')
    with pytest.raises(psycopg.Error) as raised:
        admin.sql("SELECT auth.create_user('left@example.com', %s)", GOOD)
    assert raised.value.sqlstate == DENIED
    assert "SCRAM" not in str(raised.value)


def test_what_was_granted_by_hand_is_not_silently_kept(
    database: Database, admin: Person, ann: Person
) -> None:
    if database.sql("SELECT 1 WHERE current_setting('server_version_num')::int < 160000"):
        pytest.skip("before version 16 a grant has no hand that it hangs on")
    database.sql(f'GRANT doughy_member TO "{ann.role}"')
    state, message = refused(admin, "SELECT auth.disable_user(%s)", ann.id)
    assert (state, message) == (DENIED, "ann@example.com keeps the role doughy_member")


def test_people_cannot_move_their_identity(ann: Person, ben: Person, admin: Person) -> None:
    with ann.connect() as connection:
        for statement in (
            "SET ROLE doughy_owner",
            "SET ROLE doughy_admin",
            f'SET ROLE "{ben.role}"',
            f'SET SESSION AUTHORIZATION "{ben.role}"',
            f"ALTER ROLE \"{ben.role}\" PASSWORD 'x'",
            "GRANT doughy_admin TO CURRENT_USER",
            f'GRANT "{ann.role}" TO "{ben.role}"',
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
        connection.execute("SELECT set_config('request.jwt.claims', '{}', false)")
        connection.execute("SELECT set_config('request.jwt.claim.sub', %s, false)", [str(ben.id)])
        connection.execute("SET ROLE doughy_member")
        assert connection.execute("SELECT auth.uid()").fetchone() == (ann.id,)


def test_what_happens_to_people_is_logged(database: Database, admin: Person, ann: Person) -> None:
    admin.sql("SELECT auth.set_role(%s, 'support')", ann.id)
    admin.sql("SELECT auth.disable_user(%s)", ann.id)
    admin.sql("SELECT auth.enable_user(%s)", ann.id)
    admin.sql("SELECT auth.reset_password(%s, %s)", ann.id, GOOD)
    admin.sql("SELECT auth.delete_user(%s)", ann.id)
    rows = admin.sql(
        "SELECT message, details->>'by' FROM system_logs WHERE source = 'auth' "
        "AND details->>'user_id' = %s ORDER BY xid",
        str(ann.id),
    )
    assert [row[0] for row in rows] == [
        "ann@example.com was added as user",
        "ann@example.com went from user to support",
        "ann@example.com was disabled",
        "ann@example.com was enabled",
        "the password of ann@example.com was reset",
        "ann@example.com was removed",
    ]
    assert {row[1] for row in rows[1:]} == {admin.role}
    assert "SCRAM" not in str(admin.sql("SELECT details FROM system_logs"))


def test_a_disabled_person_is_nobody_even_with_rights_left(database: Database, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) VALUES ('x')")
    with database.connect() as connection:
        connection.execute(b"UPDATE auth.users SET disabled_at = now()")
        connection.execute(f'SET SESSION AUTHORIZATION "{ann.role}"'.encode())
        assert connection.execute(b"SELECT auth.uid()").fetchone() == (None,)
        assert connection.execute(b"SELECT count(*) FROM leads").fetchone() == (0,)
