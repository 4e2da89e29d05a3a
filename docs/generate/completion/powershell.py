"""The tables of PowerShell: one variable that holds them all."""

from __future__ import annotations

from collections.abc import Mapping

from docs.generate.completion.words import Words, by_flag


def quote(text: str) -> str:
    """Return `text` as one string of PowerShell, in which nothing means anything."""
    return "'" + text.replace("'", "''") + "'"


def tables(words: Words) -> str:
    """Return the variable."""
    commands = {
        path: "[ordered]" + _table({name: quote(said) for name, said in of.items()}, 3)
        for path, of in words.commands.items()
    }
    flags = {path: quote(" ".join(of)) for path, of in words.flags.items()}
    arguments = {path: f"@({', '.join(map(quote, of))})" for path, of in words.arguments.items()}
    parts = {
        "commands": _table(commands, 2),
        "flags": _table(flags, 2),
        "kinds": _by_flag(words.kinds),
        "about": _by_flag(words.about),
        "arguments": _table(arguments, 2),
    }
    return f"$global:__DoughyTables = {_table(parts, 1)}\n\n"


def _by_flag(values: Mapping[tuple[str, str], str]) -> str:
    own, usual = by_flag(dict(values))
    by_key = {key: quote(value) for value, keys in own.items() for key in keys}
    found = {flag: quote(value) for flag, value in usual.items()}
    return _table({"own": _case_sensitive(by_key), "usual": _case_sensitive(found)}, 2)


def _case_sensitive(values: Mapping[str, str]) -> str:
    """Return a table in which -v and -V are two keys."""
    lines = "".join(f"            $it[{quote(key)}] = {value}\n" for key, value in values.items())
    return (
        "& {\n            $it = [hashtable]::new([StringComparer]::Ordinal)\n"
        f"{lines}            $it\n        }}"
    )


def _table(values: Mapping[str, str], depth: int) -> str:
    lines = "".join(f"{'    ' * depth}{quote(key)} = {value}\n" for key, value in values.items())
    return f"@{{\n{lines}{'    ' * (depth - 1)}}}"
