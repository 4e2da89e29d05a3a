"""Texts with fields: `Hi {first_name}`, and `{first_name|there}` where one may be missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from doughy_cli.errors import Usage, quoted

FIELDS = {
    "first_name": "the lead's first name",
    "last_name": "the lead's last name",
    "name": "the lead's whole name",
    "company": "the lead's company",
    "phone": "the lead's phone",
    "email": "the lead's e-mail",
    "address": "the property's street",
    "city": "the property's city",
    "state": "the property's state",
    "zip": "the property's ZIP code",
    "property": "the property's whole address",
    "my_name": "your name",
    "my_email": "the address that you send from",
    "my_phone": "the number that you send from",
}
_PARTS = re.compile(r"\{\{|\}\}|\{\s*([A-Za-z0-9_]*)\s*(?:\|([^{}]*))?\}|[{}]")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with fields, checked: `text` as it was typed."""

    text: str

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it names."""
        return frozenset(each[1] for each in _PARTS.finditer(self.text) if each[1])

    def filled(self, values: Mapping[str, str | None]) -> tuple[str, list[str]]:
        """Return the text with `values`, and the fields that are empty and have no other word."""
        missing: list[str] = []

        def fill(part: re.Match[str]) -> str:
            if part[0] in ("{{", "}}"):
                return part[0][0]
            value = (values.get(part[1]) or "").strip() or (part[2] or "").strip()
            if not value and part[2] is None:
                missing.append(part[1])
            return value

        return _PARTS.sub(fill, self.text), list(dict.fromkeys(missing))


def read_pattern(text: str) -> Pattern:
    """Return `text` as a pattern. Raises Usage for a field that there is none of, and for a
    brace alone."""
    for part in _PARTS.finditer(text):
        if part[0] in ("{", "}"):
            raise Usage(
                f"{quoted(_around(text, part.start()))}: this brace is part of no field.",
                "Write {{ or }} for a brace.",
                code="bad_template",
            )
        if part[1] is not None and part[1] not in FIELDS:
            raise Usage(
                f"There is no field {{{part[1]}}}.",
                f"There are: {', '.join(FIELDS)}. Write {{{{ for a brace.",
                code="bad_template",
            )
    return Pattern(text)


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 12) : at + 13].split())


def literal(text: str) -> Pattern:
    """Return `text` as a pattern that has no fields."""
    return Pattern(text.replace("{", "{{").replace("}", "}}"))
