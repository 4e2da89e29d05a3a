"""Messages fitted to a terminal: broken between words, where they are too long for a line."""

from __future__ import annotations

import os
import re
from typing import TextIO

# What is to be copied stays whole: a command in backquotes, and one that ends a line.
_WORDS = re.compile(r"(?:`[^`]*`|[^\s`])+|`")
_ONE_COMMAND = re.compile(r"[^:]{1,40}: \S*doughy ")
_COLUMNS = re.compile(r"\S {2,}\S")


def wrapped(text: str, stream: TextIO) -> str:
    """Return `text` with its lines broken between words to the width of the terminal that
    `stream` is; as it is where that is none, or its width is not known."""
    width = _width(stream)
    if not width:
        return text
    return "\n".join(_broken(line, width) for line in text.split("\n"))


def _width(stream: TextIO) -> int:
    try:
        if not stream.isatty():
            return 0
        return int(os.environ.get("COLUMNS") or os.get_terminal_size(stream.fileno()).columns)
    except (ValueError, OSError):
        return 0


def _broken(line: str, width: int) -> str:
    """Return one line broken; a lone command and columns are left as they are."""
    if len(line) <= width and line.isascii():
        return line
    from rich.cells import cell_len

    if cell_len(line) <= width or _ONE_COMMAND.match(line) or _COLUMNS.search(line):
        return line
    indent = " " * (len(line) - len(line.lstrip(" ")))
    lines: list[str] = []
    for word in _WORDS.findall(line):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{indent}{word}")
    return "\n".join(lines)
