"""An import put together from its file, its flags and the saved maps."""

from __future__ import annotations

from doughy_cli.config import Folders
from doughy_cli.intake.headers import match_headers, parse_maps
from doughy_cli.intake.saved_maps import load_map, save_map
from doughy_cli.intake.sheet import Sheet
from doughy_cli.properties.fields import checked
from doughy_cli.properties.importing.fields import FIELDS
from doughy_cli.properties.importing.flags import ReadingFlags
from doughy_cli.properties.importing.reader import PropertyReader
from doughy_cli.properties.importing.run import Import


def plan(sheet: Sheet, reading: ReadingFlags, folders: Folders) -> Import:
    """Return the import of `sheet` that the flags ask for; save the map that they name.

    Raises Usage for flags that do not fit the file, NotFound for a map that was never saved.
    """
    maps = load_map(folders, reading.use_map, sheet.headers) if reading.use_map else {}
    maps |= parse_maps(reading.map or [])
    match = match_headers(sheet.headers, FIELDS, maps)
    status = checked({"status": reading.status})["status"] if reading.status is not None else None
    reader = PropertyReader(match, sheet.headers, status=status)
    if reading.save_map:
        save_map(folders, reading.save_map, maps)
    return Import(sheet, match, reader, reading.on_duplicate)
