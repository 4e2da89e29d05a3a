"""docs/reference/: every command with its flags, examples, exit codes and the fields of its JSON.

It is what `--help` and `doughy help` say, from the same sources (`doughy_cli/manual`): docstrings
and signatures of commands, and the records' dataclasses. A page for each noun, and one for the
commands that have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docs.generate.schema.markdown import anchor, code, grid
from doughy_cli import tree
from doughy_cli.command_roots import COMMANDS, PROGRAM, SECTIONS, TOPICS
from doughy_cli.manual import commands, exits, fields
from doughy_cli.manual.headings import SHARED
from doughy_cli.manual.said import said
from doughy_cli.manual.topics import ENVIRONMENT

_HEAD = "<!-- Generated from the commands: python -m docs.generate -->\n\n"
_PROGRAM_PAGE = "program"
_ONE_LINE = 10_000  # columns: Markdown wraps its lines itself


class Command(NamedTuple):
    """A command: its words after the program's name, and what Typer knows of it."""

    path: str
    command: Any
    context: Any


def render() -> dict[str, str]:
    """Return the pages as they should be, by their names in docs/."""
    found = list(_commands((), tree.tree()))
    nouns = {each.path.split()[0] for each in found if " " in each.path}
    pages = {name: [each for each in found if _page_of(each.path) == name] for name in COMMANDS}
    pages = {name: own for name, own in pages.items() if own and name in nouns}
    pages[_PROGRAM_PAGE] = [each for each in found if " " not in each.path]
    texts = {name: _page(name, own) for name, own in pages.items()}
    return {
        f"reference/{name}.md": text for name, text in {**texts, "README": _index(found)}.items()
    }


def _page_of(path: str) -> str:
    first, *more = path.split()
    return first if more else _PROGRAM_PAGE


def _commands(path: tuple[str, ...], group: Any) -> Iterator[Command]:
    for name in group.commands:
        words = (*path, name)
        found = tree.command(words)
        if isinstance(found, tree.Group):
            yield from _commands(words, found)
        else:
            context = found.make_context(
                f"{PROGRAM} {' '.join(words)}",
                [],
                resilient_parsing=True,
                help_option_names=["--help", "-h"],
            )
            yield Command(" ".join(words), found, context)


def _index(found: list[Command]) -> str:
    """Return the first page: all commands, and what is the same for all of them."""
    parts = [
        f"{_HEAD}# Reference\n",
        "What `--help` of each command says, and the fields of what it writes as JSON. "
        "`doughy help` has the same in a terminal.\n",
    ]
    paths = {name: [each for each in found if each.path.split()[0] == name] for name in COMMANDS}
    for heading, names in SECTIONS.items():
        rows = [
            (f"[{each.path}]({_page_of(each.path)}.md#{_anchor(each.path)})", _summary(each))
            for name in names
            for each in paths[name]
        ]
        parts.append(f"## {heading}\n\n{grid(('Command', 'What it does'), rows)}\n")
    parts.append(f"## Flags of many commands\n\n{_shared_flags(found)}\n")
    codes = [(str(number), meaning) for number, meaning in exits.MEANINGS.items()]
    parts.append(f"## Exit codes\n\n{grid(('Code', 'What it means'), codes)}\n")
    rows = [(code(name), about) for name, about in ENVIRONMENT]
    parts.append(f"## Environment\n\n{grid(('Variable', 'What it is for'), rows)}\n")
    rows = [(code(f"{PROGRAM} help {name}"), about) for name, about in TOPICS.items()]
    parts.append(f"## Topics of `{PROGRAM} help`\n\n{grid(('Command', 'About'), rows)}\n")
    return "\n".join(parts)


def _shared_flags(found: list[Command]) -> str:
    """Return the flags that are the same wherever they are, each once."""
    rows = {
        (each.heading, each.name.strip()): each.about
        for one in found
        for each in commands.entries(one.command, one.context)
        if each.heading in SHARED
    }
    ordered = sorted(rows, key=lambda key: SHARED.index(str(key[0])))
    return grid(
        ("Heading", "Flag", "What it does"),
        [(str(heading), code(name), rows[heading, name]) for heading, name in ordered],
    )


def _page(name: str, own: list[Command]) -> str:
    title = f"{PROGRAM} {name}" if name in COMMANDS else "Commands without a noun"
    about = COMMANDS[name][1] if name in COMMANDS else "Beginning, signing in, and help."
    links = "\n".join(f"- [{each.path}](#{_anchor(each.path)}): {_summary(each)}" for each in own)
    parts = [f"{_HEAD}# {title}\n\n{about} [All commands](README.md).\n\n{links}\n"]
    parts += [_command(each) for each in own]
    if records := list(dict.fromkeys(filter(None, map(_record, own)))):
        parts.append("# Fields\n")
        parts += [_fields(each) for each in records]
    return "\n".join(parts)


def _command(each: Command) -> str:
    told = said(each.command.help or "")
    usage = commands.usage(each.command, each.context, _ONE_LINE)
    parts = [f"## {PROGRAM} {each.path}", told.summary, *map(_paragraph, told.text)]
    parts.append(f"```\n{usage.removeprefix('Usage: ')}\n```")
    if told.examples:
        parts.append("```sh\n" + "\n".join(told.examples) + "\n```")
    headings: dict[str, list[tuple[str, str]]] = {}
    for entry in commands.entries(each.command, each.context):
        if entry.heading not in SHARED:
            row = (code(entry.name.strip()), entry.about)
            headings.setdefault(entry.heading or "Arguments", []).append(row)
    parts += [grid((heading, ""), rows) for heading, rows in headings.items()]
    parts.append(_shared(each))
    codes = exits.exits(each.command, told)
    meant = "".join(f"\n- {number}: {words}" for number, words in sorted(told.exits.items()))
    parts.append(f"[Exit codes](README.md#exit-codes): {', '.join(map(str, codes))}.{meant}")
    if record := _record(each):
        name = _title(record)
        parts.append(f"As JSON: [{name}](#{anchor(name)}).")
    return "\n\n".join(parts) + "\n"


def _shared(each: Command) -> str:
    """Return which of the flags that many commands have this one has."""
    found = [
        code(_long(entry.name))
        for entry in commands.entries(each.command, each.context)
        if entry.heading in SHARED
    ]
    return f"[Flags of many commands](README.md#flags-of-many-commands): {', '.join(found)}."


def _long(name: str) -> str:
    """Return the long form of a flag as the help has it: `--output` of `-o, --output FORMAT`."""
    return next(word.strip(",") for word in name.split() if word.startswith("--"))


def _record(each: Command) -> type | None:
    record: type | None = getattr(each.command, "record", None)
    return record


def _fields(record: type) -> str:
    """Return the fields of a record, and of the records in it."""
    parts = [f"## {_title(record)}", fields.about(record), _table(record)]
    for name, inner in fields.parts(record):
        parts += [f"`{name}`: {fields.about(inner)}", _table(inner)]
    return "\n\n".join(parts) + "\n"


def _table(record: type) -> str:
    return grid(
        ("Field", "Type", "What it means"),
        [(code(each.name), each.kind, each.about) for each in fields.fields_of(record)],
    )


def _title(record: type) -> str:
    return record.__name__.removesuffix("Row")


def _paragraph(text: str) -> str:
    return " ".join(text.split())


def _summary(each: Command) -> str:
    return str(each.command.get_short_help_str(_ONE_LINE))


def _anchor(path: str) -> str:
    return anchor(f"{PROGRAM} {path}")
