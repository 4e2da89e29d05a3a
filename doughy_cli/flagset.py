"""Flags that belong together: declared once as a dataclass, taken by several commands.

`doughy leads list --status new` and `doughy leads edit --where-status new …` narrow by the
same fields. Each field of the dataclass is a flag, and the command's body is given the
whole as one value:

    @takes(LeadFilter, into="where", prefix="where-")
    def edit(context: typer.Context, *, where: LeadFilter) -> None: ...
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

import typer

from doughy_cli.errors import Usage

Body = TypeVar("Body", bound=Callable[..., None])

WHEN = "WHEN"  # the metavar of dates and times
# The headings beneath which flags stand in the help, by what they are taken into. A dataclass whose
# flags are about something else has a HEADING of its own.
_HEADINGS = {
    "where": "Which ones",
    "flags": "Fields",
    "changes": "Changes",
    "reading": "Reading the file",
}
ABOUT_WHEN = (
    "WHEN is 2026-01-31, 1/31/2026, today, friday (the next one; where a flag looks back, the "
    "last one), -7d (seven days ago), 2h (in two hours), or a full time."
)


class Flag:
    """What a field's annotation says of its flag: the help, and details of `typer.Option`."""

    def __init__(self, help: str, **details: Any) -> None:
        self.details = {"help": help, **details}


def takes(flags: type, *, into: str, prefix: str = "") -> Callable[[Body], Body]:
    """Give a command's body the flags of the dataclass `flags` as its parameter `into`.

    `prefix` goes before each flag's name: `where-` makes `--where-status` of `status`.
    A command that takes dates says in its help how they are written.
    """
    parameters = {prefix.replace("-", "_") + each.name: each for each in dataclasses.fields(flags)}
    found = get_type_hints(flags, include_extras=True)
    hints = {each.name: found[each.name] for each in parameters.values()}
    heading = getattr(flags, "HEADING", _HEADINGS[into])

    def decorate(body: Body) -> Body:
        @functools.wraps(body)
        def command(**values: Any) -> None:
            own = {each.name: values.pop(name) for name, each in parameters.items()}
            body(**values, **{into: flags(**own)})

        added = [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=_default(each),
                annotation=_option(hints[each.name], flag_name(each.name, prefix), heading),
            )
            for name, each in parameters.items()
        ]
        signature = inspect.signature(body, eval_str=True)
        own = [each for each in signature.parameters.values() if each.name != into]
        command.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in [*own, *added]}
        if any(_flag(hint).details.get("metavar") == WHEN for hint in hints.values()):
            command.__doc__ = _with_dates(inspect.getdoc(body) or "")
        return command  # type: ignore[return-value]

    return decorate


def given(flags: Any) -> dict[str, Any]:
    """Return the flags that were given, by field."""
    values = {each.name: getattr(flags, each.name) for each in dataclasses.fields(flags)}
    # Not `in (None, False, [])`: a score of 0 is a value, and equals False.
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False and value != []
    }


def flag_name(field: str, prefix: str = "") -> str:
    """Return the flag of a field: `--opt-status` of `opt_status`, `--from` of `from_`."""
    return f"--{prefix}{field.rstrip('_').replace('_', '-')}"


def _default(field: dataclasses.Field[Any]) -> Any:
    """Return what the flag is if it is not given; of a field without a default, that it must be."""
    missing = field.default is dataclasses.MISSING
    return inspect.Parameter.empty if missing else field.default


def _option(hint: Any, name: str, heading: str) -> Any:
    details = {"rich_help_panel": heading, **_flag(hint).details}
    if "parser" in details:
        details["parser"] = _naming(name, details["parser"])
    return Annotated[get_args(hint)[0], typer.Option(name, **details)]


def _naming(name: str, parser: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return the parser with the flag's name in what it raises."""

    @functools.wraps(parser)
    def parse(text: str) -> Any:
        try:
            return parser(text)
        except Usage as error:
            raise Usage(f"{name}: {error.message}", error.hint, code=error.code) from None

    return parse


def _flag(hint: Any) -> Flag:
    flag: Flag = get_args(hint)[1]
    return flag


def _with_dates(help: str) -> str:
    return help if ABOUT_WHEN in help else f"{help}\n\n{ABOUT_WHEN}"
