"""Why two leads are likely one, in words."""

from __future__ import annotations

from collections.abc import Iterable

from doughy_cli.leads.duplicates.compare import Reason


def why(reasons: Iterable[Reason]) -> str:
    """Return what speaks for it, the strongest first: `phone, e-mail, abbreviated name`."""
    found = sorted((each for each in reasons if each.weight > 0), key=lambda each: -each.weight)
    return ", ".join(dict.fromkeys(each.how.removeprefix("same ") for each in found))


def sentences(reasons: Iterable[Reason]) -> list[str]:
    """Return what speaks for it, each piece once, with the value: `same phone +18158908301`."""
    found = sorted((each for each in reasons if each.weight > 0), key=lambda each: -each.weight)
    return list(
        dict.fromkeys(f"{each.how} {each.value}" if each.value else each.how for each in found)
    )
