"""`doughy completion`: printed, installed, and told to the shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.generate.completion.__main__ import FOLDER
from doughy_cli.completion import places

if TYPE_CHECKING:
    from tests.harness import Program

FILES = {
    "bash": ("doughy.bash", ".local/share/bash-completion/completions/doughy"),
    "zsh": ("_doughy", ".local/share/zsh/site-functions/_doughy"),
    "fish": ("doughy.fish", ".config/fish/completions/doughy.fish"),
    "powershell": ("doughy.ps1", ".config/powershell/doughy.ps1"),
}


def test_a_script_is_printed_and_installed(doughy: Program, tmp_path: Path) -> None:
    for shell, (name, place) in FILES.items():
        script = (FOLDER / name).read_text("utf-8")
        assert doughy("completion", shell).out == script
        env = {"HOME": str(tmp_path)}
        for _ in range(2):  # over what was written before
            assert doughy("completion", shell, "--install", env=env).code == 0
            assert (tmp_path / place).read_text("utf-8") == script
    assert {each.name for each in tmp_path.iterdir()} == {".local", ".config"}
    wrong = doughy("completion", "tcsh")
    assert (wrong.code, wrong.out) == (2, "")


def test_the_shell_is_told_once_and_only_if_that_is_wanted(
    doughy: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_BASH_COMPLETION", ())
    env = {"HOME": str(tmp_path / "a b"), "XDG_DATA_HOME": str(tmp_path / "data")}
    (tmp_path / "a b").mkdir()
    start_up = tmp_path / "a b" / ".bashrc"
    start_up.write_text("alias ll='ls -l'")  # no line's end
    line = f". {tmp_path / 'data'}/bash-completion/completions/doughy"

    said = doughy("completion", "bash", "--install", env=env)
    assert line in said.err and str(start_up) in said.err
    assert "doughy" not in start_up.read_text()

    for _ in range(2):
        assert doughy("completion", "bash", "--install", "--yes", env=env).code == 0
    assert start_up.read_text() == f"alias ll='ls -l'\n# doughy's completion\n{line}\n"

    monkeypatch.setattr(places, "_BASH_COMPLETION", (start_up,))
    assert str(start_up) not in doughy("completion", "bash", "--install", env=env).err


def test_what_is_not_doughys_stays(doughy: Program, tmp_path: Path) -> None:
    own = tmp_path / FILES["fish"][1]
    own.parent.mkdir(parents=True)
    own.write_text("complete -c doughy -a mine\n")
    refused = doughy("completion", "fish", "--install", env={"HOME": str(tmp_path)})
    assert refused.code == 5 and str(own) in refused.err
    assert own.read_text() == "complete -c doughy -a mine\n"

    (tmp_path / ".local").touch()  # no folder can be made there
    failed = doughy("completion", "zsh", "--install", env={"HOME": str(tmp_path)})
    assert failed.code == 1 and "doughy completion" in failed.err
