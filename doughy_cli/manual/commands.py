"""The page of a command: what it does, with examples, its flags under headings, its exit codes."""

from __future__ import annotations

from typing import Any, NamedTuple

from doughy_cli.manual.exits import exits
from doughy_cli.manual.headings import ALWAYS, SHARED
from doughy_cli.manual.layout import paragraph, section, table, width
from doughy_cli.manual.said import said

_OWN = "Flags"
_ROOM = 24  # columns that a flag's name and its words may take; more words are said beside it
_WORDS = {"str": "TEXT", "text": "TEXT", "int": "N", "integer": "N", "float": "NUMBER"}
_UNLIMITED = 2**31 - 1  # a range up to this says nothing
_FIELD = ("clear", "without", "field")  # flags that take the name of a field


class Entry(NamedTuple):
    """A flag or an argument as it is shown; `heading` is None for an argument."""

    heading: str | None
    name: str
    about: str


def page(command: Any, context: Any) -> str:
    """Return the page of a command."""
    columns = width()
    told = said(command.help or "")
    parts = [usage(command, context, columns), "\n".join(paragraph(told.summary, columns))]
    parts += ["\n".join(paragraph(each, columns)) for each in told.text]
    if told.examples:
        parts.append(section("Examples", [f"  {each}" for each in told.examples]))
    headings: dict[str, list[tuple[str, str]]] = {}
    for each in entries(command, context):
        headings.setdefault(each.heading or "Arguments", []).append((each.name, each.about))
    parts += [section(heading, table(rows, columns)) for heading, rows in headings.items()]
    rows = [(str(code), words) for code, words in sorted(told.exits.items())]
    others = " ".join(str(code) for code in exits(command, told) if code not in told.exits)
    rest = f"{'And ' if rows else ''}{others}, which mean the same everywhere: "
    rest += "`doughy help exit-codes`."
    parts.append(section("Exit codes", [*table(rows, columns), *paragraph(rest, columns)]))
    return "\n\n".join(parts)


def usage(command: Any, context: Any, columns: int) -> str:
    """Return how the command is written."""
    arguments = [
        _argument(each)
        for each in command.get_params(context)
        if each.param_type_name == "argument" and not each.hidden
    ]
    # What comes after -- is another program's.
    first = ["[FLAGS]"] if any("-- " in each for each in arguments) else []
    last = [] if first else ["[FLAGS]"]
    words = ["Usage:", context.command_path, *first, *arguments, *last]
    return "\n       ".join(paragraph(" ".join(words), columns, 0))


def entries(command: Any, context: Any) -> list[Entry]:
    """Return a command's arguments and flags, those that stand beneath one heading together."""
    found = [
        _entry(each)
        for each in command.get_params(context)
        if not each.hidden and (each.param_type_name == "option" or each.help)
    ]
    order = list(dict.fromkeys(each.heading for each in found))
    # What is the command's own goes before what many commands have.
    order.sort(key=lambda heading: (heading is not None, heading in SHARED))
    return sorted(found, key=lambda each: order.index(each.heading))


def _entry(parameter: Any) -> Entry:
    about = [parameter.help or ""]
    if parameter.param_type_name == "argument":
        return Entry(None, _argument(parameter), _said(parameter, about))
    heading = parameter.rich_help_panel or (ALWAYS if "--help" in parameter.opts else _OWN)
    flags = sorted(parameter.opts, key=len)
    name = ", ".join(flags) if len(flags[0]) == 2 else f"{', '.join(flags)}"
    if parameter.secondary_opts:
        name += f" / {', '.join(parameter.secondary_opts)}"
    if not parameter.is_flag and not parameter.count:
        words = _choices(parameter)
        value = f"<{'|'.join(words)}>" if words else _value(parameter)
        if words and len(name) + len(value) + 1 > _ROOM:
            value = "FIELD" if parameter.opts[0].split("-")[-1] in _FIELD else _last(parameter)
            about.append(f"One of {', '.join(words)}.")
        name += f" {value}"
    if flags[0].startswith("--"):
        name = f"    {name}" if heading == ALWAYS else name
    return Entry(heading, name, _said(parameter, about))


def _said(parameter: Any, about: list[str]) -> str:
    """Return what is said of a parameter, with its range, its usual value, and if it is needed."""
    low, high = getattr(parameter.type, "min", None), getattr(parameter.type, "max", None)
    extra = []
    if parameter.metavar is None or not any(each.isdigit() for each in parameter.metavar):
        if low is not None and high is not None and high < _UNLIMITED and f"{high}" not in about[0]:
            extra.append(f"{low} to {high}")
        elif low:
            extra.append(f"{low} or more")
    if parameter.required and parameter.param_type_name == "option":
        extra.append("needed")
    usual = parameter.default
    if parameter.show_default and usual not in (None, False, "", ()) and not callable(usual):
        extra.append(f"usually {getattr(usual, 'value', usual)}")
    return " ".join([*about, f"({'; '.join(extra)})" if extra else ""]).strip()


def _argument(parameter: Any) -> str:
    """Return an argument as it stands in a command line: `ID...`, `[FILE]`."""
    words = _choices(parameter)
    name = parameter.metavar or ("|".join(words) if words else str(parameter.name).upper())
    if parameter.required or name.startswith("["):
        return str(name)
    return f"[{name}]"


def _choices(parameter: Any) -> list[str]:
    """Return the words of which a value is one, if there are any."""
    if choices := getattr(parameter.type, "choices", None):
        return [str(each) for each in choices] if not parameter.metavar else []
    metavar = parameter.metavar or ""
    if metavar.startswith("<") and "|" in metavar:
        return str(metavar).strip("<>").split("|")
    return []


def _value(parameter: Any) -> str:
    if parameter.metavar:
        return str(parameter.metavar)
    if getattr(parameter.type, "min", None) is not None:
        return "N"
    kind = getattr(parameter.type, "name", "") or ""
    return _WORDS.get(kind, _WORDS.get(kind.split(" ")[0], "TEXT"))


def _last(parameter: Any) -> str:
    """Return the last word of a flag, as what its value is called: STATUS of --where-status."""
    return str(parameter.opts[0].split("-")[-1].upper())
