"""Which column of a file feeds which field: by what columns are usually called, or as told."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from doughy_cli.errors import Usage


@dataclass(frozen=True)
class Field:
    """Something that an import can take.

    `aliases` are the usual names of its column, the best first. A field takes one column;
    a further match goes to the field named by `overflow`, or, with `many`, is taken too.
    """

    name: str
    aliases: tuple[str, ...] = ()
    many: bool = False
    overflow: str | None = None


class HeaderMatch:
    """Which field each header feeds: `by_header`, where None is a header without one."""

    def __init__(self, fields: Sequence[Field], explicit: Mapping[str, str]) -> None:
        self._fields = {field.name: field for field in fields}
        self._ranks = {
            normalised(alias): (rank, field)
            for field in fields
            for rank, alias in enumerate((field.name, *field.aliases))
        }
        self._taken = {field for field in explicit.values() if not self._fields[field].many}
        self.by_header: dict[str, str | None] = dict(explicit)

    @property
    def columns(self) -> dict[str, str]:
        """The headers that have a field, and which."""
        return {header: field for header, field in self.by_header.items() if field is not None}

    @property
    def unmatched(self) -> list[str]:
        return [header for header, field in self.by_header.items() if field is None]

    def add(self, headers: Iterable[str]) -> None:
        """Match more headers (JSON may bring new keys late); those known stay as they are."""
        new = [header for header in dict.fromkeys(headers) if header not in self.by_header]
        # The best name first, so that `Phone` wins over `Mobile` wherever they stand.
        ranked = sorted(new, key=lambda header: self._ranks.get(normalised(header), (0,))[0])
        matched = {header: self._field_for(header) for header in ranked}
        self.by_header.update((header, matched[header]) for header in new)

    def _field_for(self, header: str) -> str | None:
        if (found := self._ranks.get(normalised(header))) is None:
            return None
        field: Field | None = found[1]
        while field and not field.many and field.name in self._taken:
            field = self._fields[field.overflow] if field.overflow else None
        if field is None:
            return None
        self._taken.add(field.name)
        return field.name


def normalised(header: str) -> str:
    """What two spellings of a header have in common: `E-mail Address` and `email_address`.

    Accents are left out: people do, and a file may have them as characters of their own.
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", header.casefold())))


def match_headers(
    headers: Sequence[str], fields: Sequence[Field], maps: Mapping[str, str] | None = None
) -> HeaderMatch:
    """Match a file's headers to fields; `maps` (header → field) goes before the aliases.

    Raises Usage if `maps` names a header that the file lacks, a field that does not exist,
    or one field for two columns, and suggests the nearest name.
    """
    names = [field.name for field in fields]
    single = {field.name for field in fields if not field.many}
    explicit: dict[str, str] = {}
    for typed_header, typed_field in (maps or {}).items():
        header = _known(typed_header, headers, "column of the file")
        field = _known(typed_field, names, "field")
        if field in single and field in explicit.values():
            raise Usage(f'two columns are mapped to "{field}"', "map only one of them to it")
        explicit[header] = field
    match = HeaderMatch(fields, explicit)
    match.add(headers)
    return match


def parse_maps(entries: Iterable[str]) -> dict[str, str]:
    """Read `Their Header=field` entries, as given to `--map`. Raises Usage."""
    maps: dict[str, str] = {}
    for entry in entries:
        # A header may have an equals sign in it, a field's name has none.
        header, equals, field = entry.rpartition("=")
        if not (equals and header.strip() and field.strip()):
            raise Usage(f'"{entry}" is not a map', 'write it as --map "Their Header=field"')
        if header.strip() in maps:
            raise Usage(f'"{header.strip()}" is mapped twice', "keep one --map for it")
        maps[header.strip()] = field.strip()
    return maps


def _known(typed: str, names: Sequence[str], what: str) -> str:
    if typed in names:
        return typed
    by_form = {normalised(name): name for name in reversed(names)}
    if found := by_form.get(normalised(typed)):
        return found
    near = difflib.get_close_matches(normalised(typed), by_form, n=1)
    hint = f'did you mean "{by_form[near[0]]}"? ' if near else ""
    raise Usage(f'"{typed}" is not a {what}', f"{hint}there are: {', '.join(names)}")
