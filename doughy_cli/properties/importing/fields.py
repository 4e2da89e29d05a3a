"""What an import of properties takes, and what other programs call it.

The names in the first column are what `--map "Their Header=field"` accepts.
"""

from __future__ import annotations

import dataclasses

from doughy_cli.intake.headers import Field
from doughy_cli.property_lists.fields import ADDRESS, PROPERTY
from doughy_cli.property_lists.sales import SALE_DATES

# In a list of sales the price is what was paid.
_PAID = ("price", "sale price", "sold price", "sales price", "close price", "closing price",
         "sale amount", "sold for", "price paid")  # fmt: skip
_MORE = {"purchase_price": _PAID, "property_type": ("type", "style", "home type")}
_TAKEN = {*_PAID, *SALE_DATES}


def _here(field: Field) -> Field:
    """The field of a list of owners as a list of properties has it."""
    aliases = [alias for alias in field.aliases if field.name in _MORE or alias not in _TAKEN]
    return dataclasses.replace(field, aliases=(*aliases, *_MORE.get(field.name, ())))


FIELDS = (
    *ADDRESS,
    *map(_here, PROPERTY),
    Field("status", ("property status", "listing status", "mls status")),
    Field("sale_date", SALE_DATES),
    Field("notes", ("note", "comments", "comment", "remarks", "memo", "public remarks"), many=True),
    Field("id", ()),
    Field("lead_id", ()),
    Field("created_at", ()),
    Field("updated_at", ()),
    # Whose a property is, as our own export says: here it is whoever imports.
    Field("ignore", ("user id",), many=True),
)  # fmt: skip
# What our own export has and no other program's: then everything is taken as it stands.
OWN = frozenset({"id", "user_id", "address_line_1", "created_at", "updated_at"})
# Of a list of owners, what says that it is one.
_OWNERS = frozenset({"owner name", "owner 1 first name", "owner first name", "mailing address"})


def owner_headers(headers: list[str]) -> list[str]:
    """Return those headers that are of the owners of properties."""
    return [each for each in headers if each.strip().lower().replace("_", " ") in _OWNERS]
