"""`python -m docs.generate.completion` writes the scripts of `completions/`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from docs.generate.completion import fish, posix, powershell
from docs.generate.completion.words import Words, words

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent.parent.parent / "completions"
SCRIPTS: dict[str, tuple[str, Callable[[Words], str]]] = {
    "doughy.bash": ("frame.bash", posix.tables),
    "_doughy": ("frame.zsh", posix.with_descriptions),
    "doughy.fish": ("frame.fish", fish.tables),
    "doughy.ps1": ("frame.ps1", powershell.tables),
}


def render() -> dict[str, str]:
    """Return each script as it should be, by its file's name."""
    found = words()
    return {
        name: (HERE / frame).read_text("utf-8").replace("@TABLES@\n", tables(found))
        for name, (frame, tables) in SCRIPTS.items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, script in render().items():
        (FOLDER / name).write_text(script, encoding="utf-8")
        sys.stderr.write(f"{FOLDER / name} was written\n")
