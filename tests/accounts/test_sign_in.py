"""login, logout, whoami, passwd: which password is tried, kept, forgotten and changed."""

from __future__ import annotations

import json
import os
import pty
import stat
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program


def url(person: Person) -> str:
    return person.database.cluster.url(person.database.name)


def login(doughy: Program, person: Person, *more: str, password: str | None = None) -> object:
    return doughy(
        *("login", person.email, "--database-url", url(person), "--password-stdin", *more),
        stdin=f"{password or person.password}\n",
    )


def kept(doughy: Program) -> dict[str, str]:
    content: dict[str, str] = json.loads((doughy.home / "config/credentials.json").read_text())
    return content


def test_signing_in_keeps_the_password_for_later_commands(doughy: Program, ann: Person) -> None:
    done = doughy(
        *("login", "ANN@example.com ", "--database-url", url(ann), "--password-stdin"),
        stdin=f"{ann.password}\n",
    )
    assert done.code == 0, done.err
    assert "Signed in as ann@example.com." in done.err
    assert done.out == ""
    file = doughy.home / "config/credentials.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert str(file) in done.err  # announced, once
    assert "0600" not in login(doughy, ann).err  # type: ignore[attr-defined]
    shown = doughy("whoami", "--verify", "--json").json
    assert shown["email"] == "ann@example.com"
    assert shown["role"] == "user"
    assert shown["id"] == str(ann.id)
    assert shown["verified"] is True


def test_the_password_is_nowhere_but_in_its_file(doughy: Program, ann: Person) -> None:
    done = doughy(
        *("login", ann.email, "--database-url", url(ann), "--password-stdin", "--verbose"),
        stdin=f"{ann.password}\n",
    )
    assert ann.password not in done.out + done.err
    assert ann.password not in (doughy.home / "config/config.toml").read_text()


def test_a_wrong_password_is_refused_and_nothing_is_kept(doughy: Program, ann: Person) -> None:
    done = login(doughy, ann, "--json", password="wrong-password")
    assert done.code == 4  # type: ignore[attr-defined]
    assert done.error["code"] == "sign_in"  # type: ignore[attr-defined]
    assert not (doughy.home / "config").exists()
    assert doughy("whoami").code in (4, 7)


def test_somebody_who_does_not_exist_is_refused_in_the_same_words(
    doughy: Program, ann: Person
) -> None:
    wrong = login(doughy, ann, password="wrong-password")
    nobody = doughy(
        *("login", "nobody@example.com", "--database-url", url(ann), "--password-stdin"),
        stdin="wrong-password\n",
    )
    assert (nobody.code, nobody.err) == (wrong.code, wrong.err)  # type: ignore[attr-defined]


def test_nobody_can_be_asked_without_a_terminal(doughy: Program, ann: Person) -> None:
    done = doughy("login", ann.email, "--database-url", url(ann))
    assert done.code == 2
    assert "DOUGHY_PASSWORD" in done.err
    done = doughy("login", "--database-url", url(ann))
    assert done.code == 2
    assert "doughy login EMAIL" in done.err


def test_a_role_above_row_security_is_no_person(doughy: Program, database: Database) -> None:
    with database.connect() as connection:
        connection.execute("CREATE ROLE test_boss SUPERUSER LOGIN PASSWORD 'boss-password'")
    try:
        done = doughy(
            "whoami",
            "--verify",
            env={
                "DOUGHY_DATABASE_URL": f"{database.cluster.url(database.name)} user=test_boss",
                "DOUGHY_PASSWORD": "boss-password",
            },
        )
    finally:
        database.sql("DROP ROLE test_boss")
    assert done.code == 8
    assert "above row security" in done.err


def test_signing_out_forgets(doughy: Program, ann: Person) -> None:
    login(doughy, ann)
    assert doughy("logout").code == 0
    assert kept(doughy) == {}
    done = doughy("leads", "list", "--json")
    assert done.code == 4
    assert "doughy login" in done.error["hint"]
    assert doughy("logout").code == 0


def test_changing_the_password(doughy: Program, ann: Person) -> None:
    login(doughy, ann)
    assert doughy("passwd", "--password-stdin", stdin="short\n").code == 2
    done = doughy("passwd", "--password-stdin", stdin="a longer password\n")
    assert done.code == 0, done.err
    assert doughy("whoami", "--verify").code == 0
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ann.connect()
    assert list(kept(doughy).values()) == ["a longer password"]


def test_a_one_time_password_is_told_where_nobody_can_be_asked(
    doughy: Program, database: Database
) -> None:
    new = database.add("new@example.com", must_change=True)
    done = login(doughy, new)
    assert "doughy passwd" in done.err  # type: ignore[attr-defined]
    doughy("passwd", "--password-stdin", stdin="a longer password\n")
    assert database.sql("SELECT must_change_password FROM auth.users") == [(False,)]


def test_a_kept_password_is_not_sent_to_another_server(doughy: Program, ann: Person) -> None:
    login(doughy, ann)
    elsewhere = url(ann).replace(ann.database.name, "postgres")
    done = doughy("whoami", env={"DOUGHY_DATABASE_URL": elsewhere, "DOUGHY_EMAIL": ann.email})
    assert done.code == 4


def test_credentials_that_others_can_read_are_refused(doughy: Program, ann: Person) -> None:
    login(doughy, ann)
    (doughy.home / "config/credentials.json").chmod(0o644)
    done = doughy("whoami")
    assert done.code == 2
    assert "chmod 600" in done.err
    assert ann.password not in done.err


def test_a_profile_is_not_bent_to_another_database(doughy: Program, ann: Person) -> None:
    login(doughy, ann)
    elsewhere = url(ann).replace(ann.database.name, "postgres")
    done = doughy(
        *("login", ann.email, "--database-url", elsewhere, "--password-stdin"), stdin="x\n"
    )
    assert done.code == 2
    assert "--profile" in done.err


@pytest.mark.parametrize("bad", ["postgresql://[", "not a url", "postgresql://host"])
def test_a_url_that_is_none_is_refused_without_being_repeated(bad: str, doughy: Program) -> None:
    done = doughy("leads", "list", "--database-url", bad)
    assert done.code == 2
    assert "database URL" in done.err
    assert bad not in done.err


def test_a_server_that_is_not_there(doughy: Program) -> None:
    env = {"DOUGHY_EMAIL": "ann@example.com", "DOUGHY_PASSWORD": "secret-password"}
    done = doughy(
        "leads", "list", "--database-url", "postgresql://127.0.0.1:1/doughy", "--json", env=env
    )
    assert done.code == 7
    assert done.error["code"] == "unreachable"
    assert "secret-password" not in done.err


def converse(doughy: Program, arguments: tuple[str, ...], answers: list[tuple[str, str]]) -> str:
    """Run the program on a terminal; when a question appears, give its answer."""
    leader, follower = pty.openpty()
    process = doughy.start(
        *arguments, stdin=follower, stdout=follower, stderr=follower, start_new_session=True
    )
    os.close(follower)
    shown, seen = "", 0
    while True:
        try:
            shown += os.read(leader, 65536).decode()
        except OSError:
            break
        while answers and (at := shown.find(answers[0][0], seen)) >= 0:
            seen = at + len(answers[0][0])
            os.write(leader, answers.pop(0)[1].encode() + b"\n")
    os.close(leader)
    process.wait()
    assert answers == [], shown
    return shown


def test_the_first_sign_in_asks_for_a_password_of_ones_own(
    doughy: Program, database: Database
) -> None:
    new = database.add("new@example.com", must_change=True)
    screen = converse(
        doughy,
        ("login", new.email, "--database-url", url(new)),
        [
            ("Password of new@example.com", new.password),
            ("New password", "short"),
            ("New password", "a longer password"),
            ("Once more", "another password"),
            ("New password", "a longer password"),
            ("Once more", "a longer password"),
        ],
    )
    assert "This is a one-time password: choose your own." in screen
    assert "too short" in screen
    assert "These two differ." in screen
    assert new.password not in screen
    assert "a longer password" not in screen
    assert list(kept(doughy).values()) == ["a longer password"]
    assert doughy("whoami", "--verify").code == 0


def test_after_signing_out_the_password_is_what_is_missing(doughy: Program, ann: Person) -> None:
    login(doughy, ann)
    doughy("logout")
    done = doughy("leads", "list")
    assert done.code == 4
    assert "No password is kept for ann@example.com." in done.err
