"""The profiles in the configuration file: listed, chosen, added, removed."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from doughy_cli import config, credentials
from doughy_cli.accounts.rows import ProfileRow
from doughy_cli.config import Folders
from doughy_cli.db.address import account, parse_url, without_secrets
from doughy_cli.errors import SignIn, Usage

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# What says where the folders are; nothing else of the environment is the profile's own.
_PLACES = ("DOUGHY_HOME", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")


def list_profiles(folders: Folders) -> list[ProfileRow]:
    """Return the profiles by name."""
    content = config.read_config(folders)
    in_use = config.in_use(folders)
    return [
        ProfileRow(
            name=name,
            in_use=name == in_use,
            email=own.get("email"),
            database=parse_url(own["database_url"]).label
            if own.get("database_url")
            else f"embedded:{folders.server}",
        )
        for name, own in sorted(config.profiles(content).items())
    ]


def use_profile(folders: Folders, name: str) -> bool:
    """Make `name` the profile in use; return False if there is none."""
    with config.alone(folders):
        content = config.read_config(folders)
        if name not in config.profiles(content):
            return False
        config.write_config(folders, {**content, "profile": name})
        return True


def add_profile(folders: Folders, name: str, database_url: str | None, email: str | None) -> bool:
    """Add a profile; return False if there is one of that name. Raises Usage for a name that
    could not be typed again."""
    if not _NAME.fullmatch(name):
        raise Usage(
            f"{name!r} cannot be a profile's name.", "Letters, digits, dot, dash and underscore."
        )
    own = {
        "database_url": without_secrets(database_url) if database_url else None,
        "email": email.strip().lower() if email else None,
    }
    with config.alone(folders):
        content = config.read_config(folders)
        if name in config.profiles(content):
            return False
        kept = {key: value for key, value in own.items() if value}
        content.setdefault("profiles", {})[name] = kept
        config.write_config(folders, content)
        return True


def remove_profile(folders: Folders, name: str) -> bool:
    """Remove a profile and its password; return False if there is none."""
    if name not in config.profiles(config.read_config(folders)):
        return False
    kept = {key: os.environ[key] for key in _PLACES if key in os.environ}
    settings = config.settle(name, environ=kept)
    with suppress(SignIn):  # where the profile names nobody, no password is kept for it
        credentials.forget(settings, account(settings))
    with config.alone(folders):
        content = config.read_config(folders)
        config.profiles(content).pop(name, None)
        if content.get("profile") == name:
            del content["profile"]
        config.write_config(folders, content)
        return True
