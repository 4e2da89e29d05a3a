"""What can be asked about: the one table of VERB NOUN pairs, without the database's libraries.

`trials.py` has the statement of each pair; a test holds the two to each other.
"""

from __future__ import annotations

from doughy_cli.errors import Usage, quoted

VERBS: dict[str, tuple[str, ...]] = {
    "leads": ("show", "edit", "note", "convert", "rm", "restore", "purge"),
    "contacts": ("show", "edit", "rm", "restore"),
    "properties": ("show", "edit", "rm"),
    "deals": ("show", "edit", "move", "win", "lose", "archive", "reopen", "note"),
    "docs": ("show", "edit", "rm"),
    "keys": ("show", "edit", "rm"),
    "jobs": ("show", "cancel", "retry"),
    "users": ("show", "edit", "set-role"),
}
# A noun of one record is the same noun.
_SINGULAR = {"properties": "property", **{noun: noun[:-1] for noun in VERBS if noun[-3:] != "ies"}}


def checked_pair(verb: str, noun: str) -> tuple[str, str]:
    """Return the verb and the noun as the table has them: `deal` and `DEALS` are `deals`.

    Raises Usage for a pair that is not in the table, with those that are.
    """
    wanted, what = verb.strip().lower(), noun.strip().lower()
    known = next((each for each in VERBS if what in (each, _SINGULAR[each])), None)
    if known is None:
        raise Usage(
            f"{quoted(noun)} is no noun of `doughy can`.", f"There are: {', '.join(VERBS)}."
        )
    if wanted not in VERBS[known]:
        hint = f"There are: {', '.join(VERBS[known])}."
        raise Usage(f"{quoted(verb)} is not something to do with {known}.", hint)
    return wanted, known
