"""Profiles: which database and person, and who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Person, Program


def names(doughy: Program) -> list[tuple[str, bool]]:
    return [(row["name"], row["in_use"]) for row in doughy("profiles", "list", "--json").json]


def test_profiles_are_added_used_and_removed(doughy: Program) -> None:
    assert names(doughy) == []
    assert doughy("profiles", "add", "team", "--database-url", "postgresql://h/d").code == 0
    assert doughy("profiles", "add", "team").code == 5
    assert doughy("profiles", "add", "home", "--email", "Me@Example.com").code == 0
    assert doughy("profiles", "use", "team").code == 0
    assert names(doughy) == [("home", False), ("team", True)]
    assert doughy("profiles", "use", "none").code == 3
    assert doughy("profiles", "rm", "team").code == 0
    assert doughy("profiles", "rm", "team").code == 3
    assert names(doughy) == [("home", False)]


def test_a_profile_keeps_no_secret(doughy: Program) -> None:
    doughy("profiles", "add", "team", "--database-url", "postgresql://me:secret@h/d")
    assert "secret" not in (doughy.home / "config/config.toml").read_text()
    assert "secret" not in doughy("profiles", "list", "--json").out


def test_an_unknown_profile_is_refused(doughy: Program) -> None:
    done = doughy("leads", "list", "--profile", "none", "--json")
    assert done.code == 2
    assert done.error["code"] == "no_such_profile"


def test_two_people_on_one_machine(doughy: Program, ann: Person, ben: Person) -> None:
    for person in (ann, ben):
        url = person.database.cluster.url(person.database.name)
        done = doughy(
            *("login", person.email, "--profile", person.email[:3], "--database-url", url),
            "--password-stdin",
            stdin=person.password + "\n",
        )
        assert done.code == 0, done.err
    doughy("leads", "add", "--name", "Hers", "--profile", "ann")
    assert len(doughy("leads", "list", "--json", "--profile", "ann").json) == 1
    assert doughy("leads", "list", "--json", "--profile", "ben").json == []
    assert doughy("leads", "list", "--json", env={"DOUGHY_PROFILE": "ben"}).json == []
    assert len(doughy("leads", "list", "--json").json) == 1  # the first one is in use


def test_a_damaged_configuration_is_named(doughy: Program) -> None:
    file = doughy.home / "config/config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("profile = [")
    done = doughy("whoami")
    assert done.code == 2
    assert str(file) in done.err


def test_profiles_added_at_once_are_all_kept(doughy: Program) -> None:
    running = [doughy.start("profiles", "add", f"p{number}") for number in range(6)]
    assert [process.wait() for process in running] == [0] * 6
    assert len(names(doughy)) == 6


def test_a_name_that_cannot_be_typed_is_refused(doughy: Program) -> None:
    for name in ("", "../x", "a b", "a\nb", "-x"):
        assert doughy("profiles", "add", "--", name).code == 2
    assert names(doughy) == []


def test_a_url_that_is_none_is_not_repeated(doughy: Program) -> None:
    for url in ("mysql://u:geheim@x/y", "postgresql://u:geheim@[::1/x"):
        for command in (("profiles", "add", "s"), ("login", "x@example.com"), ("init",)):
            done = doughy(*command, "--database-url", url, "--no-input")
            assert done.code == 2, (command, done)
            assert "geheim" not in done.err
