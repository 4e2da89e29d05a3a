"""E-mails, phones and addresses as they are compared."""

from __future__ import annotations

from collections.abc import Mapping

from doughy_cli.leads.duplicates.text import words

_GOOGLE = frozenset(("gmail.com", "googlemail.com"))
_STREETS = {
    "street": "st", "avenue": "ave", "av": "ave", "road": "rd", "drive": "dr", "lane": "ln",
    "court": "ct", "boulevard": "blvd", "place": "pl", "square": "sq", "terrace": "ter",
    "circle": "cir", "highway": "hwy", "parkway": "pkwy", "north": "n", "south": "s",
    "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw", "apartment": "apt", "suite": "ste", "unit": "apt",
}  # fmt: skip


def mailbox(email: str) -> str:
    """Return the mailbox that an e-mail (trimmed, in lower case) is delivered to.

    What follows a plus is the owner's own filing. Google ignores dots, and has two domains.
    """
    local, _, domain = email.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _GOOGLE:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def number(phone: str) -> tuple[str, str]:
    """Return a stored phone's number and its extension, which may be empty."""
    base, _, extension = phone.partition(";ext=")
    return base, extension


def address_key(address: Mapping[str, str]) -> str:
    """Return the words of an address: street, unit, and the zip code or else the city.

    Empty without a street: a town is shared by too many to say anything.
    """
    line = words(address.get("address_line_1") or "")
    if not line:
        return ""
    line += words(address.get("address_line_2") or "")
    # 95814-1234 is within 95814.
    town = words(address.get("zip") or "")[:1] or words(address.get("city") or "")
    return " ".join(_STREETS.get(each, each) for each in (*line, *town))
