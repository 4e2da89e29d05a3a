"""The pages of the root and of groups, made from the index alone: neither Typer nor a domain is
loaded to show what commands there are."""

from __future__ import annotations

from doughy_cli.command_index import GROUPS
from doughy_cli.command_roots import ABOUT, COMMANDS, PROGRAM, SECTIONS, TOPICS
from doughy_cli.manual.layout import paragraph, section, table, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_HELP = ("--help", "-h")
TEXTS = TOPICS.keys() - {"fields", "errors"}  # topics that are one page, and need no command


def asked(arguments: Sequence[str]) -> str | None:
    """Return the page that a command line asks for, if it is that of a group, or of a topic for
    which no command has to be loaded."""
    words = list(arguments)
    if words and words[-1] in _HELP:
        words.pop()
    elif words[:1] == ["help"]:
        del words[0]
        if len(words) == 1 and words[0] in TEXTS:
            from doughy_cli.manual.topics import topic

            return topic(words[0])
    path = " ".join(words)
    return page(path) if not path or path in GROUPS else None


def page(path: str) -> str:
    """Return the page of the group at `path`; '' is the root."""
    return _root(width()) if not path else _group(path, width())


def _root(columns: int) -> str:
    parts = [_text(f"Usage: {PROGRAM} COMMAND [ARGUMENTS] [FLAGS]", columns), _text(ABOUT, columns)]
    longest = max(map(len, (*COMMANDS, *TOPICS)))
    for heading, names in SECTIONS.items():
        rows = [(f"{name:{longest}}", COMMANDS[name][1]) for name in names]
        parts.append(section(heading, table(rows, columns)))
    topics = [(f"{name:{longest}}", said) for name, said in TOPICS.items()]
    parts.append(section(f"Topics of `{PROGRAM} help`", table(topics, columns)))
    flags = [("-V, --version", "The version."), ("-h, --help", "This page, or a command's.")]
    parts.append(section("Flags", table(flags, columns)))
    last = "First time here? `doughy quickstart`. `doughy COMMAND --help` has examples."
    return "\n\n".join([*parts, _text(last, columns)])


def _group(path: str, columns: int) -> str:
    about, commands = GROUPS[path]
    rows = [(name, summary) for name, (_, summary) in commands.items()]
    last = f"`{PROGRAM} {path} COMMAND --help` has a command's flags, examples and exit codes."
    return "\n\n".join(
        [
            _text(f"Usage: {PROGRAM} {path} COMMAND [ARGUMENTS] [FLAGS]", columns),
            _text(about, columns),
            section("Commands", table(rows, columns)),
            _text(last, columns),
        ]
    )


def _text(text: str, columns: int) -> str:
    return "\n".join(paragraph(text, columns, 0))
