"""The scripts, where each shell looks for its own, and the line with which it is told of it."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from doughy_cli.config import replace_file
from doughy_cli.errors import Conflict, Failed

_FILES = {
    "bash": "doughy.bash",
    "zsh": "_doughy",
    "fish": "doughy.fish",
    "powershell": "doughy.ps1",
}
_OURS = "# Completion of doughy's command lines in "
# With this package bash loads what it completes when it is first needed.
_BASH_COMPLETION = tuple(
    Path(prefix) / name
    for prefix in ("/usr", "/usr/local", "/opt/homebrew", "/opt/local")
    for name in ("share/bash-completion/bash_completion", "etc/profile.d/bash_completion.sh")
)


@dataclass(frozen=True, slots=True)
class StartUp:
    """A shell's start-up file, and the line that it needs."""

    file: Path
    line: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a script is written; `start_up` where the shell does not find it there by itself."""

    script: Path
    start_up: StartUp | None = None


def script_of(shell: str) -> str:
    """Return the script of a shell: from the installed package, or from the checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "completions", package.parent / "completions"):
        if (script := folder / _FILES[shell]).is_file():
            return script.read_text("utf-8")
    raise Failed(
        "The completion scripts are missing from this installation.",
        "Install doughy again; the folder 'completions' belongs inside the package.",
    )


def place_of(shell: str) -> Place:
    """Return where the script of a shell belongs. Raises Failed for a person without a home."""
    match shell:
        case "bash":
            own = os.environ.get("BASH_COMPLETION_USER_DIR")
            folder = Path(own) if own else _folder("XDG_DATA_HOME", ".local/share/bash-completion")
            script = folder / "completions" / "doughy"
            if any(each.exists() for each in _BASH_COMPLETION):
                return Place(script)
            return Place(script, StartUp(_home() / ".bashrc", f". {shlex.quote(str(script))}"))
        case "zsh":
            folder = _folder("XDG_DATA_HOME", ".local/share/zsh") / "site-functions"
            line = (
                f"fpath+=({shlex.quote(str(folder))}); (( $+functions[compdef] )) || "
                "{ autoload -Uz compinit && compinit; }; "
                "autoload -Uz _doughy; compdef _doughy doughy"
            )
            start_up = Path(os.environ.get("ZDOTDIR") or _home()) / ".zshrc"
            return Place(folder / "_doughy", StartUp(start_up, line))
        case "fish":
            return Place(_folder("XDG_CONFIG_HOME", ".config/fish") / "completions" / "doughy.fish")
        case _:
            folder = _folder("XDG_CONFIG_HOME", ".config/powershell")
            script = folder / "doughy.ps1"
            quoted = "'" + str(script).replace("'", "''") + "'"
            start_up = folder / "Microsoft.PowerShell_profile.ps1"
            return Place(script, StartUp(start_up, f". {quoted}"))


def write(place: Place, script: str) -> None:
    """Write a script to its place, or over one that doughy has written there before.

    Raises Conflict for another's file, Failed where nothing can be written.
    """
    path = place.script
    if path.is_file() and _OURS not in path.read_text("utf-8", "replace"):
        raise Conflict(f"{path} is there already, and is not doughy's.", "Move it away.")
    try:
        replace_file(path, script.encode())
    except Failed as error:
        raise Failed(
            error.message, "Put what `doughy completion` prints to where your shell looks."
        ) from error


def has_line(start_up: StartUp) -> bool:
    """Whether the start-up file of the shell has the line."""
    try:
        return start_up.line in start_up.file.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return False


def put_line(start_up: StartUp) -> None:
    """Put the line at the end of the shell's start-up file."""
    start_up.file.parent.mkdir(parents=True, exist_ok=True)
    with start_up.file.open("a+", encoding="utf-8") as file:
        file.seek(0)
        ended = file.read()[-1:] in ("", "\n")
        file.write(f"{'' if ended else chr(10)}# doughy's completion\n{start_up.line}\n")


def _folder(variable: str, usual: str) -> Path:
    """Return a folder of the kind that `variable` names, `usual` from the home folder if none."""
    base = os.environ.get(variable, "")
    if not base.startswith("/"):
        return _home() / usual
    return Path(base) / Path(usual).name


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise Failed(
            "No home folder was found for this user.",
            "Put what `doughy completion` prints to where your shell looks.",
            code="no_home",
        ) from error
