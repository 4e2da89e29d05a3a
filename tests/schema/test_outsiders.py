"""Who has no login here does not get in, whatever they are elsewhere on the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from tests.schema.world import World

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person

# What the server says to somebody whose password is right and who may not enter.
_NOT_LET_IN = "does not have CONNECT privilege"


@pytest.fixture(scope="module")
def elsewhere(cluster: Cluster) -> Iterator[Database]:
    """Another database of the same server."""
    made = cluster.clone()
    yield made
    made.drop()


def _connect(world: World, person: Person, **changes: Any) -> psycopg.Connection[Any]:
    keywords = {"user": person.role, "password": person.password, **changes}
    return world.database.cluster.connect(world.database.name, **keywords)


@pytest.mark.parametrize("role", ["user", "support", "admin", "service"])
def test_people_of_another_database_work_there_and_do_not_get_in_here(
    world: World, elsewhere: Database, role: str
) -> None:
    if role == "service":
        person = elsewhere.add_service("bot")
    else:
        person = elsewhere.add(f"{role}@example.com", role)
        person.sql("INSERT INTO leads (name) VALUES ('Mine')")
        assert ("Mine",) in person.sql("SELECT name FROM leads")
    assert person.sql("SELECT auth.uid()") == [(person.id,)]
    with pytest.raises(psycopg.OperationalError, match=_NOT_LET_IN):
        _connect(world, person)


def test_an_admin_of_another_database_who_is_let_in_manages_nobody(
    world: World, elsewhere: Database
) -> None:
    """The groups are the server's; who may manage people, each database knows itself."""
    boss = elsewhere.add("boss@example.com", "admin")
    names = sql.Identifier(world.database.name), sql.Identifier(boss.role)
    world.root.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*names))
    ben = world.people["ben"].id
    before = world.digest()
    with _connect(world, boss) as connection:
        for call in (
            "SELECT * FROM auth.list_users()",
            f"SELECT auth.set_role('{ben}', 'admin')",
            f"SELECT auth.disable_user('{ben}')",
            f"SELECT auth.delete_user('{ben}')",
            f"UPDATE profiles SET role = 'admin' WHERE id = '{ben}'",  # noqa: S608
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only an admin"):
                connection.execute(call.encode())
        assert connection.execute("SELECT auth.uid()").fetchone() == (None,)
    assert world.digest() == before
    world.root.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM {}").format(*names))


def test_somebody_disabled_does_not_get_in(world: World) -> None:
    cat = world.database.add("cat@example.com")
    _connect(world, cat).close()
    world.root.execute("SELECT auth.disable_user(%s)", [cat.id])
    with pytest.raises(psycopg.OperationalError, match="is not permitted to log in"):
        _connect(world, cat)


def test_who_does_not_sign_in_does_not_get_in(world: World) -> None:
    ann = world.people["ann"]
    for changes, answer in (
        ({"password": ""}, "no password supplied"),
        ({"password": "wrong"}, "password authentication failed"),
        ({"user": "anonymous"}, "password authentication failed"),
        ({"user": "public"}, "password authentication failed"),
        ({"user": "doughy_member"}, "password authentication failed"),
        ({"user": "doughy_owner"}, "password authentication failed"),
    ):
        with pytest.raises(psycopg.OperationalError, match=answer):
            _connect(world, ann, **changes)


def test_public_has_no_right_to_the_database(world: World) -> None:
    for right in ("CONNECT", "TEMPORARY", "CREATE"):
        assert world.database.sql(
            "SELECT has_database_privilege('public', current_database(), %s)", right
        ) == [(False,)]
