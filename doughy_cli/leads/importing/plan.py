"""An import put together from its file, its flags and the saved maps."""

from __future__ import annotations

from doughy_cli.config import Folders
from doughy_cli.intake.headers import HeaderMatch, match_headers, parse_maps
from doughy_cli.intake.saved_maps import load_map, save_map
from doughy_cli.intake.sheet import Sheet
from doughy_cli.leads.fields import checked_tags
from doughy_cli.leads.importing.fields import FIELDS
from doughy_cli.leads.importing.flags import ReadingFlags, SheetFlags
from doughy_cli.leads.importing.lead_reader import LeadReader
from doughy_cli.leads.importing.overrides import ForAllRows
from doughy_cli.leads.importing.property_fields import WITH_PROPERTIES
from doughy_cli.leads.importing.run import Import
from doughy_cli.phones import DEFAULT_REGION, check_region


def plan(sheet: Sheet, reading: ReadingFlags, folders: Folders, region: str) -> Import:
    """Return the import of `sheet` that the flags ask for; save the map that they name.

    `region` is the person's, for phones without a country code. Raises Usage for flags that
    do not fit the file, NotFound for a map that was never saved.
    """
    match, reader = understand(
        sheet, reading, folders, region, with_properties=reading.with_properties
    )
    for_all = ForAllRows(
        status=reading.status and reading.status.value,
        source=reading.source and reading.source.strip(),
        tags=tuple(checked_tags(reading.tag or [])),
    )
    return Import(
        sheet,
        match,
        reader,
        for_all,
        reading.on_duplicate,
        reading.match,
        with_properties=reading.with_properties,
    )


def understand(
    sheet: Sheet,
    reading: SheetFlags,
    folders: Folders,
    region: str,
    *,
    with_properties: bool = False,
) -> tuple[HeaderMatch, LeadReader]:
    """Return which column of `sheet` is what, and who reads its records as leads; see `plan`."""
    maps = load_map(folders, reading.use_map, sheet.headers) if reading.use_map else {}
    maps |= parse_maps(reading.map or [])
    match = match_headers(sheet.headers, WITH_PROPERTIES if with_properties else FIELDS, maps)
    wanted = reading.region or region
    # The list of all regions is slow to load; the usual one needs no check.
    known = wanted if wanted == DEFAULT_REGION else check_region(wanted)
    if reading.save_map:
        save_map(folders, reading.save_map, maps)
    return match, LeadReader(match, region=known, with_properties=with_properties)
