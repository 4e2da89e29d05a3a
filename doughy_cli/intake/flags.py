"""The flags that say how a file is to be understood: those of every import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from doughy_cli.flagset import Flag


class OnDuplicate(StrEnum):
    """What becomes of a row whose record is there already."""

    skip = "skip"
    update = "update"
    error = "error"


def _list_maps(context: typer.Context, name: str | None) -> str | None:
    if name == "help":
        from doughy_cli.intake.saved_maps import map_files

        for file in map_files(context.obj.folders):
            typer.echo(f"{file.stem}\t{file}")
        raise typer.Exit
    return name


class SheetFormat(StrEnum):
    """The formats that are read; otherwise the extension or the content decides."""

    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFlags:
    """How a file is to be read; what is not said is found out."""

    map: Annotated[
        list[str] | None,
        Flag("Which field a column is for; repeat it.", metavar='"Their Header=FIELD"'),
    ] = None
    use_map: Annotated[
        str | None,
        Flag(
            "Use a saved map; help lists them and their files.",
            metavar="NAME",
            callback=_list_maps,
            is_eager=True,
        ),
    ] = None
    save_map: Annotated[
        str | None, Flag("Save --map and --use-map under this name.", metavar="NAME")
    ] = None
    format: Annotated[SheetFormat | None, Flag("The format of the file.")] = None
    encoding: Annotated[str | None, Flag("Its encoding.", metavar="NAME")] = None
    delimiter: Annotated[str | None, Flag("What separates its values.", metavar="CHAR")] = None
