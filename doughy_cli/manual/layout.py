"""How a page of help is laid out: headings, paragraphs, and lists of what is what.

Help is asked for while somebody waits, so nothing is loaded for it but the interpreter's own.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDEST = 80  # columns; more make lines that nobody reads
_NARROWEST = 40
_INDENT = 2
_WIDEST_NAME = 26  # of a list; after a longer one what is said begins in the next line


def width() -> int:
    """Return for how many columns a page is written: those of the terminal, up to 80."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(1).columns
        except OSError:
            columns = 0
    return max(min(columns or WIDEST, WIDEST), _NARROWEST)


def section(heading: str, lines: Iterable[str]) -> str:
    """Return a part of a page: its heading, and its lines beneath."""
    return "\n".join([f"{heading}:", *lines])


def paragraph(text: str, columns: int, indent: int = _INDENT) -> list[str]:
    """Return the lines of a text, wrapped. Lines that are indented stay as they are."""
    lines: list[str] = []
    words: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line and not line.startswith(" "):
            words += line.split()
            continue
        lines += [" " * indent + each for each in wrapped(words, columns - 1 - indent)]
        words = []
        if line:
            lines.append(" " * indent + line)
    return lines


def table(rows: Sequence[tuple[str, str]], columns: int) -> list[str]:
    """Return the lines of a list: names, and beside each what is said of it."""
    names = [len(name) for name, _ in rows if len(name) <= _WIDEST_NAME]
    start = _INDENT + max(names, default=0) + 2
    lines: list[str] = []
    for name, said in rows:
        first, *more = list(wrapped(said.split(), columns - 1 - start)) or [""]
        if len(name) <= _WIDEST_NAME:
            lines.append(f"{' ' * _INDENT}{name:{start - _INDENT}}{first}".rstrip())
        else:
            lines += [f"{' ' * _INDENT}{name}", f"{' ' * start}{first}".rstrip()]
        lines += [" " * start + each for each in more]
    return lines


def wrapped(words: Iterable[str], room: int) -> Iterator[str]:
    """Yield lines of as many words as fit into `room` columns; a longer word has its own."""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line
