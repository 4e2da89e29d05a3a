"""Company names as they are compared."""

from __future__ import annotations

from doughy_cli.leads.duplicates.text import words

# The legal form is left out as often as it is written, and written in many ways.
_LEGAL = frozenset(
    ("inc", "incorporated", "corp", "corporation", "co", "company", "llc", "lc", "ltd", "limited",
     "lp", "llp", "lllp", "pllc", "pc", "plc", "gmbh", "ag", "sa", "srl", "sarl", "bv", "nv", "pty",
     "spa", "cv", "sl")
)  # fmt: skip
_FILLERS = frozenset(("the", "and", "of", "y", "de"))
_SHORT = {
    "intl": "international", "mgmt": "management", "mgt": "management", "props": "properties",
    "prop": "property", "svcs": "services", "svc": "service", "assoc": "associates",
    "bros": "brothers", "mfg": "manufacturing", "natl": "national", "hldgs": "holdings",
    "invs": "investments", "invt": "investment", "dev": "development", "grp": "group",
}  # fmt: skip
# What makes a name one of no person. Shorter legal forms are people's initials as well.
_NO_PERSON = frozenset(
    ("inc", "incorporated", "corp", "corporation", "company", "llc", "ltd", "limited", "llp",
     "pllc", "gmbh", "trust", "estate", "properties", "holdings", "investments", "partners",
     "partnership", "realty", "homes", "ventures", "enterprises", "capital", "church", "bank",
     "foundation", "association", "hoa")
)  # fmt: skip


def company_key(text: str) -> str:
    """Return the words that tell a company from others; none is empty.

    Legal forms at the end and words such as "and" are left out, usual short forms written
    out. The key of a key is the same.
    """
    # U.S.A. and L.L.C. are words, not letters.
    parts = words(text.replace(".", "") if "." in text else text)
    kept = [_SHORT.get(each, each) for each in parts if each not in _FILLERS] or parts
    while len(kept) > 1 and kept[-1] in _LEGAL:
        kept.pop()
    return " ".join(kept)


def is_company(name: str) -> bool:
    """Whether a lead's name is a company's, a trust's or the like by its last words."""
    return not _NO_PERSON.isdisjoint(words(name.replace(".", ""))[-2:])
