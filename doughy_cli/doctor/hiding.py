"""Leaves out of a text what is somebody's: people, hosts, folders, secrets."""

from __future__ import annotations

import getpass
import os
import re
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli.config import EMBEDDED_DATABASE
from doughy_cli.errors import DoughyError

if TYPE_CHECKING:
    from doughy_cli.context import App

_EMAIL = re.compile(r"[^\s/@'\"<>=(]+@[\w.-]+\.\w+")
_QUOTED = re.compile(r'"[^"]*"')
_SHORTEST = 3  # letters: of a shorter name too many words have a part
_SECRETS = ("DOUGHY_PASSWORD", "DOUGHY_VAULT_SECRET", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY")
_PLAIN = {EMBEDDED_DATABASE, "root", "localhost", "postgres"}


class Veil:
    """What is to be left out of one run's texts, and what stands in its place."""

    def __init__(self, app: App) -> None:
        self._names: dict[str, str] = {}
        for name in _SECRETS:
            self._leave_out(os.environ.get(name), "<secret>")
        with suppress(DoughyError):
            self._of_settings(app)
        with suppress(DoughyError):
            base = app.folders.config.parent
            self._leave_out(os.environ.get("DOUGHY_HOME") and str(base), "<home>")
        with suppress(RuntimeError):
            self._leave_out(str(Path.home()), "~")
        with suppress(OSError, KeyError, ImportError):
            self._leave_out(getpass.getuser(), "<user>")
        self._leave_out(socket.gethostname(), "<host>")

    def _of_settings(self, app: App) -> None:
        from doughy_cli.db.address import parse_url

        settings = app.settings
        self._leave_out(settings.email, "<person>")
        self._leave_out(settings.administrator, "<administrator>")
        if settings.documents and settings.documents != "local":
            self._leave_out(settings.documents.partition("://")[2], "<bucket>")
        if settings.database_url is None:
            return
        address = parse_url(settings.database_url)
        self._leave_out(address.label, "<server>")
        for key, instead in (
            *(("password", "<secret>"), ("user", "<user>"), ("dbname", "<database>")),
            *(("host", "<host>"), ("hostaddr", "<host>")),
        ):
            for each in str(address.keywords.get(key) or "").split(","):
                self._leave_out(each, instead)

    def _leave_out(self, text: str | None, instead: str) -> None:
        if text and len(text) >= _SHORTEST and text not in _PLAIN and text != "/":
            self._names.setdefault(text, instead)

    def hide(self, line: str) -> str:
        """Return a line without any of it."""
        for name in sorted(self._names, key=len, reverse=True):
            line = re.sub(
                rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", self._names[name], line
            )
        # Of what a server's log quotes, nobody knows what it is.
        return _EMAIL.sub("<person>", _QUOTED.sub('"…"', line))
