"""Setting up on a server where the administrator is no superuser, again, and all at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from doughy_cli.db import bootstrap, upgrade
from doughy_cli.errors import Conflict, NotPermitted, Usage

if TYPE_CHECKING:
    from tests.harness import Cluster

MANAGER = {"user": "manager", "password": "manager"}


def manager(bare: Cluster, database: str = "postgres") -> psycopg.Connection[Any]:
    return bare.connect(database, **MANAGER)


def test_a_manager_sets_up_migrates_and_makes_people(bare: Cluster) -> None:
    from tests.harness import Database

    with manager(bare) as connection:
        assert bootstrap.bootstrap(connection, "crm")
        assert not bootstrap.bootstrap(connection, "crm")
    with manager(bare, "crm") as connection:
        upgrade.up(connection)
        assert upgrade.check(connection).clean
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = 'doughy_owner'")
        assert row.fetchone() == (False,)
        verifier = connection.pgconn.encrypt_password(b"ann", b"ann", b"scram-sha-256").decode()
        connection.execute(
            "SELECT auth.create_user('ann@example.com', %s, 'admin', 'Ann', false)", [verifier]
        )
    ann = {"user": "crm/ann@example.com", "password": "ann"}
    with bare.connect("crm", **ann) as connection:
        ben = connection.execute(
            "SELECT auth.create_user('ben@example.com', %s)", [verifier]
        ).fetchone()
        assert ben is not None
        connection.execute("SELECT auth.set_role(%s, 'support')", ben)
        with bare.connect("crm", user="crm/ben@example.com", password="ann") as bens:
            bens.execute("CREATE TEMPORARY TABLE his (id integer)")
            bens.execute("SELECT lo_create(0)")
            connection.execute("SELECT auth.disable_user(%s)", ben)
            with pytest.raises(psycopg.Error):
                bens.execute("SELECT * FROM leads")
        connection.execute("SELECT auth.enable_user(%s)", ben)
        connection.execute("SELECT auth.delete_user(%s)", ben)
    assert Database(bare, "crm").sql("SELECT email FROM auth.users") == [("ann@example.com",)]


def test_two_databases_in_one_cluster_lend_each_other_nobody(bare: Cluster) -> None:
    from tests.harness import Database

    for name in ("one", "two"):
        with manager(bare) as connection:
            assert bootstrap.bootstrap(connection, name)
        with manager(bare, name) as connection:
            upgrade.up(connection)
    ann = Database(bare, "one").add("ann@example.com")
    assert ann.sql("SELECT auth.uid()") == [(ann.id,)]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        bare.connect("two", user=ann.role, password=ann.password)
    # The same address is another person there.
    other = Database(bare, "two").add("ann@example.com")
    assert other.sql("SELECT auth.uid()") == [(other.id,)]


@pytest.mark.parametrize("user", ["postgres", "manager"])
def test_several_at_once(bare: Cluster, user: str) -> None:
    made: list[bool] = []

    def run() -> None:
        given = MANAGER if user == "manager" else {}
        with bare.connect(**given) as connection:
            made.append(bootstrap.bootstrap(connection, "crm"))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 7 + [True]


def test_an_empty_database_that_exists_is_taken(bare: Cluster) -> None:
    with manager(bare) as connection:
        connection.execute("CREATE DATABASE crm")
        assert not bootstrap.bootstrap(connection, "crm")
    with manager(bare, "crm") as connection:
        # Connected to the very database works as well.
        assert not bootstrap.bootstrap(connection, "crm")
        assert len(upgrade.up(connection).revisions) == len(upgrade.history())


def test_a_database_in_use_by_something_else_is_left_alone(bare: Cluster) -> None:
    with manager(bare) as connection:
        connection.execute("CREATE DATABASE crm")
    with manager(bare, "crm") as connection:
        connection.execute("CREATE SCHEMA shop CREATE TABLE orders (id integer)")
        with pytest.raises(Conflict, match=r"shop\.orders"):
            bootstrap.bootstrap(connection, "crm")
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'crm'"
        ).fetchone()
    assert owner == ("manager",)


def test_a_database_that_cannot_hold_every_name_is_refused(bare: Cluster) -> None:
    with manager(bare) as connection:
        connection.execute("CREATE DATABASE crm ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        with pytest.raises(Conflict, match="LATIN1"):
            bootstrap.bootstrap(connection, "crm")


def test_nobody_enters_without_a_name(bare: Cluster) -> None:
    with manager(bare) as connection:
        bootstrap.bootstrap(connection, "crm")
        connection.execute("CREATE ROLE manager_guest LOGIN PASSWORD 'guest'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        bare.connect("crm", user="manager_guest", password="guest")


def test_a_role_without_the_rights_is_told_which(bare: Cluster) -> None:
    with bare.connect() as connection:
        connection.execute("CREATE ROLE manager_guest LOGIN PASSWORD 'guest'")
    with (
        bare.connect(user="manager_guest", password="guest") as connection,
        pytest.raises(NotPermitted) as raised,
    ):
        bootstrap.bootstrap(connection, "crm")
    assert "CREATEROLE" in (raised.value.hint or "")


def test_a_second_manager_must_be_let_in_by_the_first(bare: Cluster) -> None:
    with manager(bare) as connection:
        bootstrap.bootstrap(connection, "crm")
    with bare.connect() as connection:
        connection.execute("CREATE ROLE manager_two LOGIN CREATEROLE CREATEDB PASSWORD 'two' ")
        before_16 = connection.info.server_version < 160_000
    with bare.connect(user="manager_two", password="two") as second:
        if before_16:
            # There CREATEROLE reaches every role that is no superuser.
            bootstrap.bootstrap(second, "other")
            return
        with pytest.raises(NotPermitted):
            bootstrap.bootstrap(second, "other")
        with manager(bare) as connection:
            connection.execute("GRANT doughy_owner TO manager_two")
        assert bootstrap.bootstrap(second, "other")
    with bare.connect("other", user="manager_two", password="two") as second:
        assert len(upgrade.up(second).revisions) == len(upgrade.history())


@pytest.mark.parametrize("name", ["", "x" * 31, "é" * 16, "a\0b"])
def test_an_unfit_name_is_refused(bare: Cluster, name: str) -> None:
    with manager(bare) as connection, pytest.raises(Usage):
        bootstrap.bootstrap(connection, name)


@pytest.mark.parametrize("name", ["with space", 'quo"te', "Ünï", "a/b", "x" * 30, "semi;colon"])
def test_odd_names_work(bare: Cluster, name: str) -> None:
    from tests.harness import Database

    with manager(bare) as connection:
        assert bootstrap.bootstrap(connection, name)
    with manager(bare, name) as connection:
        upgrade.up(connection)
    ann = Database(bare, name).add("ann@example.com")
    assert ann.sql("SELECT auth.uid()") == [(ann.id,)]
    long = Database(bare, name).add("a-name-that-is-much-longer-than-it-has-to-be@example.com")
    assert long.sql("SELECT auth.uid()") == [(long.id,)]
    assert len(long.role.encode()) <= 63
