"""The scripts: that they are current, and what a person sees who presses Tab in a real shell."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.generate.completion import __main__ as completion
from docs.generate.completion.words import words
from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Program

ONE, OTHER = "1f2e3d4c-0000-4000-8000-000000000001", "1f2e9999-0000-4000-8000-000000000002"
PROMPT = "READY>"
START_UP = {
    "bash": (".bashrc", "PS1='READY> '\n"),
    "zsh": (".zshrc", "PS1='READY> '\n"),
    "fish": (
        ".config/fish/config.fish",
        "set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n"
        "function fish_prompt; echo -n 'READY> '; end\n",
    ),
}
# What is typed, a Tab, and the line that is there then.
LINES = [
    ("doughy prof", "doughy profiles"),
    ("doughy leads unm", "doughy leads unmerge"),
    ("doughy leads views sa", "doughy leads views save"),
    ("doughy leads list --opt-s", "doughy leads list --opt-status"),
    ("doughy leads list --status qu", "doughy leads list --status qualified"),
    ("doughy leads list --json --status=qu", "doughy leads list --json --status=qualified"),
    ("doughy deals move 12345678 off", "doughy deals move 12345678 offer_sent"),
    ("doughy docs list --type hu", "doughy docs list --type hud1"),
    ("doughy leads list --fields name,ema", "doughy leads list --fields name,email"),
    ("doughy leads list --sort -upd", "doughy leads list --sort -updated_at"),
    ("doughy leads import some", "doughy leads import 'some file.csv'"),
    ("doughy leads list --view ho", "doughy leads list --view hot"),
    ("doughy leads show 1f2e3", "doughy leads show 1f2e3d4c"),
    ("doughy leads rm --yes 1f2e3d4c-", f"doughy leads rm --yes {ONE}"),
    ("doughy leads text maria@ex", "doughy leads text maria@example.com"),
    ("doughy contacts list --lead=maria", "doughy contacts list --lead=maria@example.com"),
]


def test_the_scripts_are_current() -> None:
    for name, script in completion.render().items():
        current = (completion.FOLDER / name).read_text(encoding="utf-8") == script
        assert current, "write them anew: python -m docs.generate.completion"


def test_every_id_has_a_list_that_it_is_from() -> None:
    found = words()
    assert found.arguments["contacts link"] == ["listed contacts", "listed leads", "none"]
    assert found.arguments["leads messages show"] == ["listed messages"]
    assert found.arguments["users rm"] == ["listed users", "none"]
    assert found.kinds["docs link", "--property"] == "listed properties"
    assert found.kinds["deals edit", "--where-lead"] == "listed leads"
    assert found.kinds["properties offer", "--comp"] == "listed docs"
    assert found.kinds["deals events", "--type"] == "any"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_real_shell_completes(shell: str, doughy: Program, tmp_path: Path) -> None:
    path = shutil.which(shell)
    if path is None and "CI" not in os.environ:
        pytest.skip(f"{shell} is not installed")
    assert path, f"the project's check installs {shell}"
    environment = _installed(shell, doughy, tmp_path)
    _keep(doughy)
    with PseudoTerminal(
        doughy, program=["/usr/bin/env", "-C", str(tmp_path), path, "-i"], env=environment
    ) as terminal:
        terminal.wait(lambda: terminal.text.strip().endswith(PROMPT), "the prompt")
        for typed, wanted in LINES:
            terminal.type(f"{typed}\t")
            _wait(terminal, *(f"{PROMPT} {each}" for each in _as_written(wanted)))
            terminal.type("\x15")
            _wait(terminal, PROMPT)
        # Which of several it is, is said beside.
        terminal.type("doughy leads show \t\t\t")
        terminal.wait_for("1f2e3d4c", "Maria Lopez", "1f2e9999", "Zoë Ünal")


def _installed(shell: str, doughy: Program, home: Path) -> dict[str, str]:
    """Install the script as a person does; return the environment for the shell."""
    (home / "some file.csv").touch()
    name, content = START_UP[shell]
    start_up = home / name
    start_up.parent.mkdir(parents=True, exist_ok=True)
    start_up.write_text(content)
    if shell == "fish":
        # Else it makes completions of all the system's manuals, long after the test has ended.
        (home / ".local/share/fish/generated_completions").mkdir(parents=True)
    environment = {"HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = doughy("completion", shell, "--install", "--yes", env=environment)
    assert (done.code, done.out) == (0, ""), done.err
    if shell == "bash" and "doughy" not in start_up.read_text():
        # Where the package bash-completion would load it, if it were set up here.
        start_up.write_text(f"{content}. ~/.local/share/bash-completion/completions/doughy\n")
    tools = Path(sys.executable).parent
    return environment | {"PATH": f"{tools}:{os.environ['PATH']}", "HISTFILE": ""}


def _keep(doughy: Program) -> None:
    folder = doughy.home / "cache" / "listed"
    folder.mkdir(mode=0o700, parents=True)
    leads = [("=", ONE, "Maria Lopez"), ("+", "maria@example.com", "Maria Lopez")]
    leads += [("=", OTHER, "Zoë Ünal")]
    text = "".join(f"{mark}{name}\t{said}\n" for mark, name, said in leads)
    (folder / "leads").write_text(text, encoding="utf-8")
    (folder / "views").write_text("=hot\t\n=warm\t\n")


def _as_written(line: str) -> list[str]:
    """Return the ways in which shells write a name with a blank in it."""
    return [line, line.replace("'some file.csv'", r"some\ file.csv")]


def _wait(terminal: PseudoTerminal, *lines: str) -> None:
    terminal.wait(lambda: _line(terminal) in lines, f"one of {lines}")


def _line(terminal: PseudoTerminal) -> str:
    """Return the last line with the prompt: what was typed so far."""
    prompts = [each for each in terminal.text.splitlines() if each.startswith(PROMPT)]
    return prompts[-1].rstrip() if prompts else ""
