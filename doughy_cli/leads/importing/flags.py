"""The flags that say how a file is to be understood, and what an import makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from doughy_cli.flagset import Flag
from doughy_cli.leads.importing.rows import Matching, OnDuplicate
from doughy_cli.leads.values import LeadStatus


def _list_maps(context: typer.Context, name: str | None) -> str | None:
    if name == "help":
        from doughy_cli.leads.importing.saved_maps import map_files

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
    region: Annotated[
        str | None, Flag("Where phones without a country code are dialled.", metavar="US")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFlags(SheetFlags):
    """How a file is to be imported."""

    status: Annotated[LeadStatus | None, Flag("The status of all leads.", case_sensitive=False)] = (
        None
    )
    source: Annotated[str | None, Flag("The source of all leads.")] = None
    tag: Annotated[list[str] | None, Flag("A tag for all leads; repeat it.")] = None
    on_duplicate: Annotated[
        OnDuplicate,
        Flag("What to do with a row whose e-mail or phone a lead of yours has already."),
    ] = OnDuplicate.skip
    with_properties: Annotated[
        bool,
        Flag(
            "Each row is an owner and a property: leads, their properties, and what joins them "
            "(docs/import.md)."
        ),
    ] = False
    match: Annotated[
        Matching,
        Flag(
            "Which rows are duplicates: those of the same e-mail or phone, or also those that "
            "likely are the same person (doughy leads dupes --file FILE shows them)."
        ),
    ] = Matching.exact
