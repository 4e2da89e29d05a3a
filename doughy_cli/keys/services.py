"""The services: how their keys look, and which variables programs look for them in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from doughy_cli.errors import Usage, quoted
from doughy_cli.hidden import Secret

LONGEST_KEY = 10_000  # characters
_NAME = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
# With these a stored key would decide what is run, or as whom doughy works.
_NOT_VARIABLES = re.compile(
    r"(?i)PATH|HOME|USER|SHELL|IFS|ENV|BASH_ENV|PS4|TERM|PAGER|EDITOR|NODE_OPTIONS|PERL5OPT|RUBYOPT"
    r"|(LD|DYLD|DOUGHY|GIT)_\w*|PYTHON\w*"
)
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Service:
    """A service that doughy knows: its variables, and how its keys begin."""

    variables: tuple[str, ...]
    begins: tuple[str, ...]


KNOWN: Mapping[str, Service] = {
    "openai": Service(("OPENAI_API_KEY",), ("sk-",)),
    "stripe": Service(("STRIPE_API_KEY",), ("sk_", "rk_")),
    # One key of two parts: SID:TOKEN.
    "twilio": Service(("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"), ("AC",)),
    "sendgrid": Service(("SENDGRID_API_KEY",), ("SG.",)),
}


def service_name(text: str) -> str:
    """Return a service's name as it is stored. Raises Usage for what is none."""
    name = text.strip().lower()
    if not _NAME.fullmatch(name):
        raise Usage(
            f"{quoted(text)} is not a service's name.",
            f"Letters, digits, dots, dashes and underscores; known are {', '.join(KNOWN)}.",
        )
    return name


def chosen_variable(service: str, variable: str | None) -> str | None:
    """Return the variable that the person has chosen for a service of their own.

    Raises Usage for a name that no variable has, one that would change what programs do, and
    for a service whose variables are known.
    """
    if variable is None:
        return None
    if service in KNOWN:
        usual = " and ".join(KNOWN[service].variables)
        raise Usage(f"The variables of {service} are known: {usual}.", "Leave --variable out.")
    if not _VARIABLE.fullmatch(variable) or _NOT_VARIABLES.fullmatch(variable):
        raise Usage(
            f"{quoted(variable)} cannot be the variable of a key.",
            "Letters, digits and underscores, and none that programs are steered by.",
        )
    return variable


def variables(service: str, variable: str | None) -> list[str]:
    """Return the names of the variables that a service's key goes into: the known ones, the
    chosen one, or one made of the service's name."""
    if service in KNOWN:
        return list(KNOWN[service].variables)
    made = re.sub(r"[^A-Z0-9]", "_", service.upper())
    return [variable or f"{made}_API_KEY"]


def values(service: str, key: Secret, variable: str | None) -> dict[str, Secret]:
    """Return what a program's environment is given of a key, by variable. Raises Usage for a key
    that has not the parts of its service."""
    names = variables(service, variable)
    if len(names) == 1:
        return {names[0]: key}
    parts = key.reveal().split(_SEPARATOR, len(names) - 1)
    if len(parts) != len(names) or not all(parts):
        raise Usage(
            f"The stored key for {service} has not its parts: {' and '.join(names)}.",
            f"Store it again: doughy keys set {service}",
        )
    return {name: Secret(part) for name, part in zip(names, parts, strict=True)}


def checked_key(service: str, lines: list[str]) -> Secret:
    """Return the key that was given as lines of text, as it is stored.

    Space around it is left out. Raises Usage, which never repeats it, for what is empty, is more
    than one line (two for a key of two parts), holds control characters, or is too long; and
    for a known service's key with space in it.
    """
    given = [line.strip() for line in lines]
    while given and not given[-1]:
        given.pop()
    parts = len(KNOWN[service].variables) if service in KNOWN else 1
    if not any(given):
        raise Usage(f"The key for {service} is empty.", code="empty_key")
    if len(given) not in (1, parts) or not all(given):
        raise Usage(
            f"The key for {service} has {len(given)} lines; it must be one line"
            + (", or its two parts, a line each." if parts > 1 else "."),
            code="bad_key",
        )
    key = _SEPARATOR.join(given)
    if len(key) > LONGEST_KEY:
        raise Usage(f"The key for {service} is longer than {LONGEST_KEY:,} characters.")
    if not key.isprintable() or (service in KNOWN and (not key.isascii() or " " in key)):
        raise Usage(
            f"The key for {service} holds space or characters that no key has.", code="bad_key"
        )
    return _fitting(service, Secret(key))


def oddity(service: str, key: Secret) -> str | None:
    """Return why a key may be the wrong one, going by its beginning; None if it looks right."""
    known = KNOWN.get(service)
    if known is None or key.reveal().startswith(known.begins):
        return None
    return f"Keys of {service} begin with {' or '.join(known.begins)}; this one does not."


def _fitting(service: str, key: Secret) -> Secret:
    if service == "twilio":
        from doughy_cli.providers.twilio_account import Account, BadKey

        try:
            Account.of(key)
        except BadKey as error:
            raise Usage(error.message, error.hint, code=error.code) from None
    return key
