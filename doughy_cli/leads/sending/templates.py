"""Where templates are kept: `templates/NAME.toml` in the configuration folder.

A file holds `text`, and for mails `subject`, with their fields as they were typed.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from doughy_cli.config import Folders, replace_file
from doughy_cli.errors import NotFound, Usage
from doughy_cli.leads.sending.pattern import FIELDS, read_pattern
from doughy_cli.leads.sending.rows import TemplateRow

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


def save_template(folders: Folders, name: str, text: str, subject: str | None) -> TemplateRow:
    """Keep a text under `name`, in place of what was there. Raises Usage for fields that there
    are none of, and for a name that no file can have."""
    import tomli_w

    row = _row(name, text, subject)
    values = {"subject": subject, "text": text} if subject is not None else {"text": text}
    content = tomli_w.dumps(values, multiline_strings=True)
    # A line of Windows stays one: TOML would read its end as the end of a line of its own.
    if tomllib.loads(content) != values:
        content = tomli_w.dumps(values)
    replace_file(_path(folders, name), content.encode())
    return row


def load_template(folders: Folders, name: str) -> TemplateRow:
    """Return a template. Raises NotFound if there is none, Usage for a file that is none."""
    path = _path(folders, name)
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        hint = "See `doughy leads templates list`."
        raise NotFound(f"There is no template {name!r}.", hint) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path} is not valid TOML: {error}", "Mend the file, or remove it.") from error
    text, subject = values.get("text"), values.get("subject")
    usable = all(isinstance(each, str) and each.strip() for each in (text, subject or "-"))
    if not usable:
        raise Usage(f"{path} has no text.", 'It needs text = "…", and for mails subject = "…".')
    try:
        return _row(name, str(text), subject)
    except Usage as error:
        raise Usage(f"{path}: {error.message}", error.hint, code=error.code) from error


def remove_template(folders: Folders, name: str) -> TemplateRow:
    """Remove a template; return it as it was. Raises NotFound if there is none."""
    gone = load_template(folders, name)
    _path(folders, name).unlink(missing_ok=True)
    return gone


def templates(folders: Folders) -> list[TemplateRow]:
    """Return all templates, by name."""
    return [load_template(folders, path.stem) for path in sorted(_folder(folders).glob("*.toml"))]


def _row(name: str, text: str, subject: str | None) -> TemplateRow:
    named = read_pattern(text).fields | (read_pattern(subject).fields if subject else frozenset())
    return TemplateRow(name, subject, text, [each for each in FIELDS if each in named])


def _folder(folders: Folders) -> Path:
    return folders.config / "templates"


def _path(folders: Folders, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise Usage(f"{name!r} cannot be a template's name.", "Use letters, digits, - and _.")
    return _folder(folders) / f"{name}.toml"
