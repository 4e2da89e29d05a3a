"""What was last listed: kept for a person, told to a shell, trusted only if it is one's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli import config, listed
from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Person, Program

NAMED = ("leads", ("id", "email"), ("name",))


@dataclass
class Row:
    id: str
    email: str | None
    name: str


ROWS = [
    Row("1f2e3d4c-0000-4000-8000-000000000001", "maria@example.com", "Maria \x1b[31m Lopez"),
    Row("1f2e3d4c-0000-4000-8000-000000000002", None, "Zoë\tÜnal"),
    Row("abcdabcd-0000-4000-8000-000000000003", "$(id)@example.com", "Bob " * 100),
]


class Asking:
    """A home, and what a shell is told from it."""

    def __init__(
        self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.cache = home / "cache"
        self.file = self.cache / "listed" / "leads"
        self._capsys = capsys
        monkeypatch.setenv("DOUGHY_HOME", str(home))

    def __call__(self, *arguments: str) -> list[str]:
        listed.show(arguments)
        return self._capsys.readouterr().out.splitlines()


@pytest.fixture
def asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Asking:
    return Asking(tmp_path / "home", monkeypatch, capsys)


def test_ids_are_as_tables_show_them_unless_that_is_not_enough(asking: Asking) -> None:
    listed.keep(asking.cache, NAMED, ROWS)
    names = [each.split("\t")[0] for each in asking("leads", "")]
    assert names == [ROWS[0].id, ROWS[1].id, "abcdabcd"]
    assert [each.split("\t")[0] for each in asking("leads", "abcdabcd-")] == [ROWS[2].id]
    assert asking("leads", "mar") == ["maria@example.com\tMaria  [31m Lopez"]
    assert asking("leads", "$") == []  # a shell would run it
    said = asking("leads", "a")[0].split("\t")[1]
    assert said.startswith("Bob Bob") and len(said) <= 60
    assert asking("leads", "zz") == asking("deals", "") == asking("../leads", "") == asking() == []
    assert asking.file.stat().st_mode & 0o777 == 0o600

    listed.keep(asking.cache, NAMED, [])  # nothing was found: what was listed before is of use
    assert asking("leads", "")
    listed.keep(asking.cache, NAMED, ROWS * 100)
    assert len(asking.file.read_text().splitlines()) <= 2 * listed.MOST
    listed.forget(asking.cache)
    assert asking("leads", "") == [] and not asking.file.exists()


def test_what_somebody_else_could_have_written_is_not_told(asking: Asking, tmp_path: Path) -> None:
    listed.keep(asking.cache, NAMED, ROWS)
    for path, mode in ((asking.file, 0o600), (asking.file.parent, 0o700)):
        path.chmod(mode | 0o022)
        assert asking("leads", "") == []
        path.chmod(mode)
        assert len(asking("leads", "")) == 3
    if os.geteuid() == 0:
        os.chown(asking.file, 1, 1)
        assert asking("leads", "") == []
        os.chown(asking.file, 0, 0)
    real = tmp_path / "elsewhere"
    asking.file.rename(real)
    asking.file.symlink_to(real)
    assert asking("leads", "") == []
    asking.file.unlink()
    asking.file.write_bytes(b"=x\ty\n" * 100_000)
    assert asking("leads", "") == []
    asking.file.write_bytes(b"=\xff\xfe\n\n=abc")
    assert asking("leads", "a") == ["abc\t"]


def test_it_is_the_folder_that_commands_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DOUGHY_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in (
        ("HOME", tmp_path),
        ("XDG_CACHE_HOME", tmp_path / "c"),
        ("DOUGHY_HOME", "x"),
    ):
        monkeypatch.setenv(name, str(value))
        assert listed.folder(os.environ) == str(config.find_folders().cache)
    assert listed.folder({"XDG_CACHE_HOME": "not/absolute"}) is None


def test_a_list_is_kept_for_a_person_and_not_for_a_script(
    doughy: Program, ann: Person, asking: Asking
) -> None:
    file = doughy.home / "cache" / "listed" / "leads"
    for name in ("Maria Lopez", "Zed"):
        doughy("leads", "add", "--name", name, "--email", f"{name[:3]}@example.com", person=ann)
    assert len(doughy("leads", "list", "--json", person=ann).json) == 2
    assert not file.exists()

    with PseudoTerminal(doughy, "leads", "list", "--search", "maria", person=ann) as terminal:
        assert terminal.end() == 0
    kept = file.read_text().splitlines()
    assert [each[1:].split("\t")[1] for each in kept] == ["Maria Lopez"] * 2
    assert kept[1] == "+mar@example.com\tMaria Lopez"

    lead = kept[0][1:37]
    with PseudoTerminal(doughy, "leads", "score", lead, "--to", "70", person=ann) as terminal:
        assert terminal.end() == 0
    assert file.read_text().splitlines() == kept  # only lists are kept

    # A view is offered as soon as there is one, and need not be listed first.
    with PseudoTerminal(doughy, "leads", "views", "save", "hot", "--min-score", "70") as terminal:
        assert terminal.end() == 0
    assert (file.parent / "views").read_text() == "=hot\t\n"

    doughy("leads", "rm", lead, person=ann)
    assert doughy("leads", "purge", lead, "--yes", person=ann).code == 0
    assert not file.exists()
