"""What is said of a word that is neither a command nor a topic: the nearest ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from doughy_cli.command_roots import PROGRAM, TOPICS
from doughy_cli.errors import Usage


def unknown(path: Sequence[str], word: str, commands: Iterable[str]) -> Usage:
    """Return the error for a `word` that stands after the commands `path`."""
    known = [*commands, *(() if path else TOPICS)]
    what = "command" if path else "command or topic"
    seen = " ".join([PROGRAM, "help", *path])
    return Usage(f"There is no {what} {word!r}.{nearest(word, known)}", f"See `{seen}`.")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the question whether what is nearest to a word is meant; '' if nothing is near."""
    near = get_close_matches(word, known)
    return f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
