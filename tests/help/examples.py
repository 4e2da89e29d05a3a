"""The examples of the help, as lines that can be run in this process."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any, NamedTuple

from doughy_cli import tree
from doughy_cli.manual.said import Said, said

_WITHIN = re.compile(r"\$\((doughy [^)]*)\)")
_NEXT = {"|", "&&", "||", ";"}
_FIRST, _LAST = ("add", "save", "set", "import"), ("rm", "purge")


class Line(NamedTuple):
    """One run of doughy in an example: its arguments, the file that is its stdin, and whether it
    reads what the run before it writes."""

    arguments: list[str]
    stdin: str | None = None
    piped: bool = False


def commands() -> Iterator[tuple[str, Any, Said]]:
    """Yield every command by its path, with what its docstring says; what makes a record before
    what uses it, and what takes it away last."""
    yield from _commands((), tree.tree())


def _commands(path: tuple[str, ...], group: Any) -> Iterator[tuple[str, Any, Said]]:
    names = sorted(group.commands, key=lambda name: (name in _LAST, name not in _FIRST))
    for name in names:
        each = tree.command((*path, name))
        if isinstance(each, tree.Group):
            yield from _commands((*path, name), each)
        else:
            yield " ".join((*path, name)), each, said(each.help or "")


def lines(example: str) -> list[Line]:
    """Return the runs of doughy in a line of a shell; of other programs' nothing."""
    if example.startswith("#"):
        return []
    found = [line for each in _WITHIN.findall(example) for line in lines(each)]
    lexer = shlex.shlex(_WITHIN.sub("X", example), posix=True, punctuation_chars="|&<>;")
    lexer.whitespace_split = True
    words: list[str] = []
    stdin, piped, to = None, False, ""
    for word in [*lexer, ";"]:
        if to:
            stdin, to = (word if to == "<" else stdin), ""
        elif word in ("<", ">"):
            to = word
        elif word in _NEXT:
            if words[:1] == ["doughy"]:
                found.append(Line(words[1:], stdin, piped))
            piped = word == "|" and words[:1] == ["doughy"]
            words, stdin = [], None
        else:
            words.append(word)
    return found
