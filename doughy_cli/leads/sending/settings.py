"""From whom texts and mails come: `[sending]` in the configuration file, or a profile's own.

[sending]
from_number = "+19375550100"    # a number of your Twilio account; or
messaging_service = "MG…"       # the id of a messaging service there
from_email = "you@example.com"  # a sender that SendGrid has verified
from_name = "Ann Example"
postal_address = "1 Main St, Dayton, OH 45402"   # ends each mail
rate = "1/s"                    # how many a second, minute (m) or hour (h)
require_opt_in = false          # true: only those who agreed
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from doughy_cli.config import Folders, Settings, alone, profiles, read_config, write_config
from doughy_cli.emails import normal_email
from doughy_cli.errors import Usage, quoted
from doughy_cli.texts import checked_text

SECTION = "sending"
_RATE = re.compile(r"([0-9]{1,4})\s*/\s*(s|m|h)")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_LONGEST_NAME = 200
HOW = "Set it: `doughy leads sender --{flag} …`, or give --from."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What is usual for one's own texts and mails; the phone in E.164."""

    from_number: str | None = None
    messaging_service: str | None = None
    from_email: str | None = None
    from_name: str | None = None
    postal_address: str | None = None
    rate: str = "1/s"
    require_opt_in: bool = False


NAMES = tuple(each.name for each in fields(Sender))


def read_sender(settings: Settings) -> Sender:
    """Return what the configuration says; what the profile says goes before `[sending]`.

    Raises Usage, naming file and key, for a key that does not exist or a value that cannot be.
    """
    config = read_config(settings.folders)
    own = profiles(config).get(settings.profile, {}).get(SECTION, {})
    sender = Sender()
    for given in (config.get(SECTION, {}), own):
        try:
            sender = replace(sender, **checked_sender(given, settings.region))
        except Usage as error:
            raise Usage(f"{settings.folders.config_file}: {error.message}", error.hint) from error
    return sender


def checked_sender(given: Any, region: str) -> dict[str, Any]:
    """Return the keys of `given` as they are used. Raises Usage."""
    if not isinstance(given, Mapping):
        raise Usage(f"[{SECTION}] must be a table.", f"Its keys are {', '.join(NAMES)}.")
    if unknown := [name for name in given if name not in NAMES]:
        raise Usage(f"[{SECTION}] has no key {unknown[0]!r}.", f"There are: {', '.join(NAMES)}.")
    return {name: _checked(name, value, region) for name, value in given.items()}


def keep_sender(settings: Settings, values: Mapping[str, Any]) -> None:
    """Keep checked `values` in the profile; None takes one out."""
    folders: Folders = settings.folders
    with alone(folders):
        config = read_config(folders)
        profile = config.setdefault("profiles", {}).setdefault(settings.profile, {})
        own = profile.setdefault(SECTION, {})
        own.update({name: value for name, value in values.items() if value is not None})
        for name in [name for name, value in values.items() if value is None]:
            own.pop(name, None)
        if not own:
            del profile[SECTION]
        write_config(folders, config)


def seconds_between(rate: str) -> float:
    """Return how long to wait from one message to the next; `2/s` is half a second. Raises
    Usage."""
    found = _RATE.fullmatch(rate.strip().lower())
    if found is None or not int(found[1]):
        raise Usage(f"{quoted(rate)} is no rate.", "Give 1/s, 30/m or 100/h.")
    return _SECONDS[found[2]] / int(found[1])


def _checked(name: str, value: Any, region: str) -> Any:
    if name == "require_opt_in":
        if not isinstance(value, bool):
            raise Usage(f"[{SECTION}] {name} must be true or false, not {quoted(value)}.")
        return value
    if not isinstance(value, str):
        raise Usage(f"[{SECTION}] {name} must be a text, not {quoted(value)}.")
    text = checked_text(value, name.replace("_", " "), _LONGEST_NAME)
    match name:
        case "from_number":
            return read_number(text, region)
        case "from_email":
            return read_address(text)
        case "messaging_service" if not _SERVICE.fullmatch(text):
            raise Usage(
                f"{quoted(text)} is no messaging service.", "Its id is MG and 32 hex digits."
            )
        case "rate":
            seconds_between(text)
    return " ".join(text.split())


def read_number(text: str, region: str) -> str:
    """Return a number to send from: E.164, or a short code of 5 or 6 digits. Raises Usage."""
    from doughy_cli.phones import normal_phone

    if re.fullmatch(r"[0-9]{5,6}", text):
        return text
    number = normal_phone(text, region)
    if number is None or ";" in number:
        raise Usage(f"{quoted(text)} cannot be a number to text from.", "Write +19375550100.")
    return number


def read_address(text: str) -> str:
    """Return an address to send from. Raises Usage."""
    address = normal_email(text)
    if address is None:
        raise Usage(f"{quoted(text)} cannot be an e-mail address.")
    return address
