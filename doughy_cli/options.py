"""The flags that many commands share, declared once.

A command says with `cls=` what kind it is, and gets that kind's flags: their values are in
`App.flags`, not among the body's parameters. `Listing.of(LeadRow)` also says which record
the command shows, so that `--fields` is checked before anything is done.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

import typer
from typer.core import TyperCommand, TyperOption

from doughy_cli.manual.headings import ALWAYS, CONNECTION, OUTPUT, SAFETY

LARGEST = 2**31 - 1  # rows; more than any list has


class Format(StrEnum):
    """How data is written to stdout."""

    table = "table"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


@dataclass(slots=True)
class Flags:
    """The shared flags' values in this run.

    `record` is the dataclass that is shown, where a flag asks for another than the command's;
    `listing` whether this is a command that lists.
    """

    json: bool = False
    output: Format | None = None
    fields: tuple[str, ...] | None = None
    limit: int | None = None
    all: bool = False
    sort: str | None = None
    record: type | None = None
    listing: bool = False
    yes: bool = False
    no_input: bool = False
    dry_run: bool = False
    profile: str | None = None
    database_url: str | None = None
    quiet: bool = False
    no_color: bool = False
    verbose: bool = False


def _keep(context: Any, parameter: Any, value: Any) -> Any:
    if value is not None:
        setattr(context.obj.flags, parameter.name, value)
    return value


def _keep_format(context: Any, parameter: Any, value: Any) -> Any:
    if value and context.obj.flags.json and value not in ("json", "jsonl"):
        raise typer.BadParameter(f"--json and {value} exclude each other", param=parameter)
    return _keep(context, parameter, value and Format(value))


def _keep_limit(context: Any, parameter: Any, value: Any) -> Any:
    if value is not None and value < 0:
        raise typer.BadParameter("must be 0 or more", param=parameter)
    return _keep(context, parameter, value if value is None else min(value, LARGEST))


def field_names(record: type) -> tuple[str, ...]:
    """Return the record's field names, in the order in which they are shown."""
    return tuple(each.name for each in dataclasses.fields(record))


def _keep_fields(context: Any, parameter: Any, value: Any) -> Any:
    if value is None:
        return None
    known = field_names(context.obj.flags.record or context.command.record)
    wanted = tuple(name.strip() for name in value.split(",") if name.strip())
    if wanted == ("help",):
        typer.echo("\n".join(known))
        raise typer.Exit
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        raise typer.BadParameter(
            f"no field {', '.join(unknown) or value!r}; --fields help lists them", param=parameter
        )
    return _keep(context, parameter, wanted)


def _flag(
    *names: str, help: str, heading: str, callback: Callable[..., Any] = _keep
) -> TyperOption:
    return TyperOption(
        param_decls=list(names),
        rich_help_panel=heading,
        is_flag=True,
        default=None,
        expose_value=False,
        callback=callback,
        help=help,
    )


def _value(
    *names: str,
    help: str,
    metavar: str,
    heading: str,
    type: Any = str,
    callback: Callable[..., Any] = _keep,
    envvar: str | None = None,
) -> TyperOption:
    return TyperOption(
        param_decls=list(names),
        rich_help_panel=heading,
        type=type,
        metavar=metavar,
        default=None,
        expose_value=False,
        callback=callback,
        help=help,
        envvar=envvar,
    )


def _common() -> list[TyperOption]:
    return [
        _value(
            "--profile",
            metavar="NAME",
            heading=CONNECTION,
            help="The database and person to use.",
        ),
        _value(
            "--database-url",
            metavar="URL",
            heading=CONNECTION,
            help="The database to use (no password in it).",
        ),
        _flag("--no-input", heading=ALWAYS, help="Never ask; a missing answer is an error."),
        _flag("--quiet", "-q", heading=ALWAYS, help="No messages but errors."),
        _flag("--no-color", heading=ALWAYS, help="No colour."),
        _flag("--verbose", "-v", heading=ALWAYS, help="Say more when something fails."),
    ]


def _output() -> list[TyperOption]:
    return [
        _flag("--json", heading=OUTPUT, help="The full record(s) as JSON."),
        _value(
            "--output",
            "-o",
            metavar="FORMAT",
            heading=OUTPUT,
            help="table (on a terminal), tsv (in a pipe), json, jsonl or csv.",
            callback=_keep_format,
            type=_choice(Format),
        ),
        _value(
            "--fields",
            metavar="A,B",
            heading=OUTPUT,
            help="Only these; `--fields help` lists them.",
            callback=_keep_fields,
        ),
    ]


def _choice(values: type[StrEnum]) -> Any:
    """Return the parameter type that Typer makes for an enum."""

    def convert(text: str) -> str:
        if text not in {each.value for each in values}:
            raise typer.BadParameter(f"{text!r} is not one of {', '.join(values)}")
        return text

    return convert


def _limit(heading: str) -> TyperOption:
    return _value(
        "--limit",
        metavar="N",
        type=int,
        heading=heading,
        callback=_keep_limit,
        help="At most N rows.",
    )


def _dry_run() -> TyperOption:
    return _flag("--dry-run", heading=SAFETY, help="Do it, report, and roll it back.")


def _yes() -> TyperOption:
    return _flag("--yes", "-y", heading=SAFETY, help="Answer confirmations with yes.")


def _listing() -> list[TyperOption]:
    return [
        _limit(OUTPUT),
        _flag("--all", heading=OUTPUT, help="All rows; a table shows 50."),
        _value(
            "--sort",
            metavar="FIELD",
            heading=OUTPUT,
            help="Order by FIELD; -FIELD for descending.",
        ),
    ]


class Command(TyperCommand):
    """A command with the flags that every command has.

    `record` is the dataclass that it shows; `exits` are exit codes of this kind of command, beside
    those that every command has (see `manual.exits`).
    """

    record: ClassVar[type | None] = None
    exits: ClassVar[tuple[int, ...]] = (4, 7)

    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.params.extend(self.shared())

    @classmethod
    def of(cls, record: type) -> type[Self]:
        """Return this kind of command for one that shows `record`, a dataclass."""
        return type(cls.__name__, (cls,), {"record": record})

    def shared(self) -> list[TyperOption]:
        """Return the shared options of this kind."""
        return _common()

    def get_help(self, ctx: Any) -> str:
        """Return the page that --help shows."""
        from doughy_cli.manual.commands import page

        return page(self, ctx)


class Showing(Command):
    """A command that shows one record."""

    def shared(self) -> list[TyperOption]:
        return [*_output(), *_common()]


class Listing(Command):
    """A command that lists records."""

    def shared(self) -> list[TyperOption]:
        return [*_listing(), *_output(), *_common()]

    def invoke(self, ctx: Any) -> Any:
        ctx.obj.flags.listing = True
        return super().invoke(ctx)


class Writing(Command):
    """A command that changes records and shows what is stored then."""

    exits: ClassVar[tuple[int, ...]] = (4, 5, 7, 8)

    def shared(self) -> list[TyperOption]:
        return [_dry_run(), _yes(), *_output(), *_common()]


class Sending(Writing):
    """A command that sends something to many, or to as many as `--limit` says."""

    def shared(self) -> list[TyperOption]:
        return [_limit(SAFETY), *super().shared()]


class Asking(Command):
    """A command that shows no record and may ask for a confirmation."""

    def shared(self) -> list[TyperOption]:
        return [_yes(), *_common()]


class Working(Command):
    """A command that works through records one by one, and asks for no confirmation."""

    exits: ClassVar[tuple[int, ...]] = (4, 5, 7, 8)

    def shared(self) -> list[TyperOption]:
        return [_limit(SAFETY), _dry_run(), *_output(), *_common()]
