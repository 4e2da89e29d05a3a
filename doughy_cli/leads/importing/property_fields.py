"""What an import takes with `--with-properties`, and what the providers of lists call it.

The address fields are the property's then, and the owner's own address is apart: `mailing_…`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from doughy_cli.intake.headers import Field, normalised
from doughy_cli.leads.importing.fields import ADDRESS_FIELDS, FIELDS
from doughy_cli.property_lists import fields

# A second address in a row is the owner's own.
_OVERFLOW = dict(
    zip(
        ADDRESS_FIELDS,
        ("mailing_address", "mailing_unit", "mailing_city", "mailing_state", "mailing_zip"),
        strict=True,
    )
)
_ADDRESS = tuple(
    dataclasses.replace(field, overflow=_OVERFLOW[field.name]) for field in fields.ADDRESS
)
_MAILING = (
    Field("mailing_address", ("mailing street address", "mailing street", "mailing address 1",
                              "mailing address line 1", "mail address", "mail street",
                              "mail street address", "owner address", "owner street",
                              "owner street address", "owner mailing address",
                              "owner address 1", "tax mailing address", "taxpayer address")),
    Field("mailing_unit", ("mailing unit number", "mailing address 2", "mailing address line 2",
                           "mail unit", "mail unit number", "owner address 2", "owner unit")),
    Field("mailing_city", ("mail city", "owner city", "owner mailing city", "tax mailing city",
                           "taxpayer city")),
    Field("mailing_state", ("mail state", "owner state", "owner mailing state",
                            "tax mailing state", "taxpayer state")),
    Field("mailing_zip", ("mailing zip code", "mailing postal code", "mailing zipcode",
                          "mailing zip 5", "mail zip", "mail zip code", "owner zip",
                          "owner zip code", "owner mailing zip", "tax mailing zip",
                          "taxpayer zip")),
)  # fmt: skip

MAILING_FIELDS = tuple(field.name for field in _MAILING)
WITH_PROPERTIES = (
    *(field for field in FIELDS if field.name not in ADDRESS_FIELDS),
    *_ADDRESS,
    *_MAILING,
    *fields.PROPERTY,
)
# Headers that say of an address that it is a property's.
_TELLING = frozenset(
    normalised(alias)
    for alias in _ADDRESS[0].aliases[: _ADDRESS[0].aliases.index("property full address") + 1]
)


def property_headers(headers: Iterable[str]) -> list[str]:
    """Return those headers that are of a property's address, whatever they were taken for."""
    return [header for header in headers if normalised(header) in _TELLING]
