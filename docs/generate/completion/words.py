"""What can be typed where: the commands, their flags, and what kind of value each one takes.

A kind of value is written as the scripts read it, its parts joined by `;`:

    ''                  no value: the flag stands alone
    any                 a value of which nothing is known
    words a b           one of these words
    comma a b           some of these words, with commas between them
    sort a b            one of these words, or one with a - before it
    listed leads        the name of one of the leads that were last listed
    file, program       a file; a program with its arguments
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import distribution
from typing import Any

from doughy_cli import listed, tree
from doughy_cli.command_roots import COMMANDS, TOPICS
from doughy_cli.docs.values import TYPES
from doughy_cli.keys.services import KNOWN
from doughy_cli.options import Format, field_names
from doughy_cli.permissions.verbs import VERBS
from doughy_cli.stages import STAGES

Path = tuple[str, ...]

_WORD = re.compile(r"[A-Za-z0-9_.-]+")
_LONGEST_ABOUT = 72  # characters


@dataclass(frozen=True)
class Words:
    """What can be typed: everything by the path of a command, `leads list`."""

    commands: dict[str, dict[str, str]] = field(default_factory=dict)  # of a group: its summaries
    flags: dict[str, list[str]] = field(default_factory=dict)  # in the order of the help
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)  # by path and flag
    about: dict[tuple[str, str], str] = field(default_factory=dict)  # by path and flag
    arguments: dict[str, list[str]] = field(default_factory=dict)  # kinds; the last one repeats


def words() -> Words:
    """Return what can be typed."""
    found = Words()
    _add(found, (), tree.tree())
    return found


def by_flag(values: dict[tuple[str, str], str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return each value with the commands' flags that have it (`leads list --status`), and apart
    from those, by flag alone, the value that most commands have."""
    of_flag: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, flag), value in values.items():
        of_flag[flag][value] += 1
    usual = {flag: counted.most_common(1)[0][0] for flag, counted in of_flag.items()}
    own: dict[str, list[str]] = defaultdict(list)
    for (path, flag), value in values.items():
        if value != usual[flag]:
            own[value].append(f"{path} {flag}")
    return dict(own), usual


def turned(values: dict[str, str]) -> dict[str, list[str]]:
    """Return each value with the keys that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in values.items():
        found[value].append(key)
    return dict(found)


def _add(found: Words, path: Path, command: Any) -> None:
    name = " ".join(path)
    context = command.make_context(
        name, [], resilient_parsing=True, help_option_names=["--help", "-h"]
    )
    parameters = command.get_params(context)
    found.flags[name] = []
    for each in (each for each in parameters if each.param_type_name == "option"):
        flags = [*each.opts, *each.secondary_opts]
        if "--help" in flags:
            flags.sort()  # Typer keeps these in no order
        found.flags[name] += [flag for flag in flags if flag.startswith("--")]
        for flag in flags:
            found.kinds[name, flag] = _checked(
                _kind_of_option(path, command, each, flag), name, flag
            )
            found.about[name, flag] = about(each.help or "")
    if isinstance(command, tree.Group):
        found.commands[name] = {
            each: about(stub.get_short_help_str(10_000)) for each, stub in command.commands.items()
        }
        for each in command.commands:
            _add(found, (*path, each), tree.command((*path, each)))
        return
    found.arguments[name] = list(_arguments(name, path, parameters))


def about(text: str) -> str:
    """Return the first sentence of a help, no longer than a line of a menu."""
    first = re.split(r"(?<=[^.])[.;] |\.$|\n", text.strip(), maxsplit=1)[0]
    short = first if len(first) <= _LONGEST_ABOUT else first[: _LONGEST_ABOUT - 1].rstrip() + "…"
    return short.replace("\t", " ")


def _arguments(name: str, path: Path, parameters: Iterable[Any]) -> Iterator[str]:
    """Yield the kinds of a command's arguments; one that repeats is the last."""
    for each in parameters:
        if each.param_type_name == "argument":
            yield _checked(_kind_of_argument(path, each), name, each.name)
            if each.nargs == -1:
                return
    else:
        yield "none"


def _kind_of_option(path: Path, command: Any, option: Any, flag: str) -> str:
    if option.is_flag or option.count or flag == "--help":
        return ""
    metavar = option.metavar or ""
    if known := _choices(option):
        return known
    bare = flag.removeprefix("--").removeprefix("where-")
    record = getattr(command, "record", None)
    match bare, metavar:
        case "output" | "o", _:
            return _one_of(Format)
        case "fields", _ if record:
            return f"comma {' '.join(('help', *field_names(record)))}"
        case "sort", _ if record:
            return f"sort {' '.join(field_names(record))}"
        case (("profile" | "view" | "template"), "NAME"):
            return f"listed {bare}s"
        case (("lead" | "deal"), "ID"):
            return f"listed {bare}s"
        case "property", "ID":
            return "listed properties"
        case _, "DOC-ID":
            return "listed docs"
        case _, "ID":
            raise LookupError(f"whose ids does {flag} take?")
    return _of_metavar(path, metavar, _function(option))


def _kind_of_argument(path: Path, argument: Any) -> str:
    if known := _choices(argument):
        return known
    metavar = (argument.metavar or argument.name.upper()).strip("[]")
    noun = path[1] if path[:2] == ("leads", "messages") else path[0]
    match path, metavar:
        case ("can",), "VERB":
            return _one_of(dict.fromkeys(verb for verbs in VERBS.values() for verb in verbs))
        case ("can",), "NOUN":
            return _one_of(VERBS)
        case ("can",), "ID":
            return "any"  # of whose noun the word before says
        case ("deals", "move"), _:
            return f"listed deals;{_one_of(STAGES)}"
        case ("leads", "views", "rm"), _:
            return "listed views"
        case ("leads", "templates", "show" | "rm"), "NAME":
            return "listed templates"
        case ("profiles", "use" | "rm"), _:
            return "listed profiles"
        case ("users", "add"), _:
            return "any"
        case ("users" | "plans", *_), "USER" | "EMAIL" | "PERSON":
            return "listed users"
        case ("keys", "run"), _:
            return "program"
        case ("help",), _:
            return _one_of((*TOPICS, *COMMANDS))
        case _, "LEAD" | "CONTACT":
            return f"listed {metavar.lower()}s"
        case ("leads", *_), "SOURCE..." | "TARGET" | "SOURCE|TARGET":
            return "listed leads"
    kinds = [] if "ID" not in re.split(r"\W+", metavar) else [f"listed {noun}"]
    if (other := _of_metavar(path, metavar, "")) != "any":
        kinds.append(other)
    return ";".join(kinds) or "any"


def _of_metavar(path: Path, metavar: str, function: str) -> str:
    parts = re.split(r"\W+", metavar)
    if "FILE" in parts or "FOLDER" in parts:
        return "file"
    if metavar == "STAGE":
        return _one_of(STAGES)
    if metavar == "TYPE" and function == "read_type":
        return _one_of(TYPES)
    if metavar == "TYPE" and path[0] == "jobs":
        return _one_of(job_types())
    if metavar.rstrip(".") == "SERVICE":
        return _one_of(KNOWN)
    return "any"


def _choices(parameter: Any) -> str:
    """Return the words of a choice, or of a metavar that lists them: `<phone|email>`, `in|out`."""
    if choices := getattr(parameter.type, "choices", None):
        return _one_of(map(str, choices))
    listed_there = (parameter.metavar or "").strip("<>[]")
    if re.fullmatch(r"[a-z0-9_-]+(\|[a-z0-9_-]+)+", listed_there):
        return _one_of(listed_there.split("|"))
    return ""


def _function(option: Any) -> str:
    """Return the name of the function that reads a value, if it is not one of Click's types."""
    return getattr(getattr(option.type, "func", None), "__name__", "")


def job_types() -> list[str]:
    """Return doughy's own types of jobs: those of other packages differ by machine."""
    entries = distribution("doughy").entry_points
    return sorted(each.name for each in entries if each.group == "doughy.jobs")


def _one_of(values: Iterable[str]) -> str:
    return f"words {' '.join(values)}"


def _checked(kind: str, path: str, name: str) -> str:
    """Return a kind in which nothing means anything to a shell, and whose lists there are."""
    for part in filter(None, kind.split(";")):
        first, *rest = part.split(" ")
        if not all(_WORD.fullmatch(word) for word in rest):
            raise ValueError(f"{path} {name} has a word that a shell would change: {part}")
        if first == "listed" and rest[0] not in listed.KINDS:
            raise LookupError(f"{path} {name} names {rest[0]}, of which no list is kept")
    return kind
