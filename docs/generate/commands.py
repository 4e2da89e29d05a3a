"""The index of the commands: `python -m docs.generate.commands` writes it.

With it a command line loads the module of its own command alone, and a group's help none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.core import TyperGroup

from doughy_cli import tree
from doughy_cli.command_roots import COMMANDS

FILE = Path(tree.__file__).with_name("command_index.py")
_HEAD = '''"""The groups: path → (help, name → (module, summary)). Generated; to write it anew:

    python -m docs.generate.commands
"""

from __future__ import annotations

GROUPS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
'''
_LONGEST = 10_000  # characters: no summary is cut here


def render() -> str:
    """Return the index as it should be."""
    groups = (each for name in COMMANDS for each in _groups((name,), tree.whole_group(name)))
    return _HEAD + "".join(_group(" ".join(path), group) for path, group in groups) + "}\n"


def _groups(path: tuple[str, ...], group: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if path[-1] in group.commands:
        return  # a command of the root, in an app with others
    yield path, group
    for name, each in group.commands.items():
        if isinstance(each, TyperGroup):
            yield from _groups((*path, name), each)


def _group(path: str, group: Any) -> str:
    lines = [f"    {_text(path)}: (", f"        {_text(group.help)},", "        {"]
    for name, each in group.commands.items():
        if each.hidden:
            continue
        module = "" if isinstance(each, TyperGroup) else each.callback.__module__
        summary = each.get_short_help_str(_LONGEST)
        lines.append(f"            {_text(name)}: ({_text(module)}, {_text(summary)}),")
    return "\n".join([*lines, "        },", "    ),"]) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
    sys.stderr.write(f"{FILE} was written\n")
