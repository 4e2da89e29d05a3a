"""The types of documents as people write them."""

from __future__ import annotations

import difflib
import re
from datetime import timedelta
from urllib.parse import urlsplit

from doughy_cli.errors import Usage, quoted
from doughy_cli.papers import LEAD_TYPES, PHASES, PROPERTY_TYPES, Phase, Tier
from doughy_cli.texts import checked_text

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST_URL = 4000
TYPES = tuple(dict.fromkeys((*PROPERTY_TYPES, *LEAD_TYPES)))
# Types of which people think in other words.
_ALSO = {"drivers_license": "id", "death_certificate": "death_cert", "power_of_attorney": "poa"}


def read_type(text: str) -> str:
    """Read a type of document, in any case, with `-` or a blank for `_`. Raises Usage."""
    word = text.strip().lower().replace("-", "_").replace(" ", "_")
    word = _ALSO.get(word, word)
    if word in TYPES:
        return word
    near = difflib.get_close_matches(word, TYPES, n=1)
    hint = f"Did you mean {near[0]}?" if near else _known()
    raise Usage(f"{quoted(text)} is no type of document.", hint)


def tier_of(kind: str, *, of_lead: bool) -> Tier:
    """Return the tier of a new document of this type. Raises Usage if it is not one of sellers'
    (`of_lead`) or, without a lead, only one of sellers'."""
    if of_lead:
        if kind not in LEAD_TYPES:
            raise Usage(
                f"A seller has no document of type {kind}.",
                f"Of a lead there are: {', '.join(LEAD_TYPES)}. For the others give --property "
                "or --deal.",
            )
        return Tier.seller
    if kind not in PROPERTY_TYPES:
        raise Usage(f"A document of type {kind} is a seller's.", "Say whose it is: --lead ID.")
    return Tier.property


def phase_of(kind: str, tier: Tier) -> Phase:
    """Return the phase of a type; what is of sellers is of no other phase."""
    if tier is Tier.seller:
        return Phase.other
    return next(phase for phase, types in PHASES.items() if kind in types)


def _known() -> str:
    phases = (f"{phase}: {', '.join(types)}" for phase, types in PHASES.items())
    return f"There are, {'; '.join(phases)}; of sellers: {', '.join(LEAD_TYPES)}."


_EXPIRY = re.compile(r"([0-9]{1,6})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LONGEST_EXPIRY = timedelta(days=7)  # S3 signs for no longer


def read_expiry(text: str) -> timedelta:
    """Read how long a URL is to work: `30m`, `2h`, `7d`. Raises Usage."""
    found = _EXPIRY.fullmatch(text.strip().lower())
    if found is None:
        raise Usage(f"{quoted(text)} is not how long something takes.", "Such as 30m, 2h or 7d.")
    length = timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    if not timedelta(0) < length <= LONGEST_EXPIRY:
        raise Usage("A URL works for a second at least, and for 7 days at most.")
    return length


def checked_url(url: str) -> str:
    """Return the URL of a link, if it can be noted. Raises Usage."""
    try:
        parts = urlsplit(url)
        fine = bool(parts.hostname) and len(url) <= _LONGEST_URL
    except ValueError:
        fine = False
    if not fine or CONTROL.search(url) or " " in url:
        raise Usage(f"{quoted(url)} is no URL that can be noted.")
    if "@" in parts.netloc:  # whoever sees the document would see the password
        raise Usage(f"The URL of {parts.hostname} has a name or a password in it; leave those out.")
    return checked_text(url, "The URL")
