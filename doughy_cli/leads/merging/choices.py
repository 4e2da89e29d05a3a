"""`--take FIELD=SOURCE` and `--keep FIELD`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from doughy_cli.errors import Usage, quoted
from doughy_cli.leads.merging.rules import CHOICES, Choice

_ALSO = {"next_action_due": "next_action", "workspace_id": "workspace"}


def choice_from_flags(
    take: Iterable[str],
    keep: Iterable[str],
    find: Callable[[str], UUID],
    target: UUID,
    sources: Iterable[UUID],
) -> Choice:
    """Return what the flags ask for; `find` returns the lead that a text names.

    Raises Usage for what is no field, a lead that is not merged here, and contradictions.
    """
    stays = {_field(each) for each in keep}
    taken: dict[str, UUID] = {}
    known = set(sources)
    for each in take:
        name, separator, text = each.partition("=")
        if not separator or not text.strip():
            raise Usage(f"--take {quoted(each)} is not FIELD=SOURCE.", "For example: name=1a2b3c4d")
        field, lead = _field(name), find(text)
        if field in stays or taken.get(field, lead) != lead:
            raise Usage(f"{field} cannot be taken from two leads.", "Give it once.")
        if lead == target:
            stays.add(field)
        elif lead in known:
            taken[field] = lead
        else:
            raise Usage(
                f"--take {quoted(each)}: that lead is not one of the sources.",
                "Name it as a source, too.",
            )
    return Choice(taken, frozenset(stays))


def _field(text: str) -> str:
    name = text.strip().lower().replace("-", "_")
    name = _ALSO.get(name, name)
    if name not in CHOICES:
        raise Usage(f"{quoted(text)} cannot be chosen.", f"There are: {', '.join(CHOICES)}.")
    return name
