"""The vault secrets that a worker is given: without one it opens nobody's keys."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from doughy_cli.config import Settings
from doughy_cli.errors import Usage
from doughy_cli.vault import secret


def given_secrets(settings: Settings, mine: bool, file: str | None) -> dict[str, str]:
    """Return vault secrets by their owners' e-mails: that of the signed-in person, and those in
    a file.

    Raises Usage for a file that others can read or that holds anything else, NoVaultSecret
    where this computer keeps none.
    """
    found = _read(Path(file)) if file else {}
    if mine:
        kept = secret.candidates(settings)
        if not kept or settings.email is None:
            raise secret.NoVaultSecret(
                "This computer keeps no vault secret to give to the worker.",
                "Here: doughy keys vault set",
            )
        found[settings.email] = kept[0].reveal()
    return found


def _read(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as opened:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise Usage(
                f"{path} can be read by others (mode {mode:o}).",
                f"chmod 600 {path}",
                code="secrets_exposed",
            )
        text = opened.read()
    try:
        content = json.loads(text)
    except ValueError:
        content = None  # without its cause: that repeats a part of the text
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise Usage(f'{path} must hold a JSON object: {{"you@example.com": "vault secret"}}.')
    return {email.strip().lower(): each for email, each in content.items()}
