"""The tree of commands: what is built for one command is what the whole tree has."""

from __future__ import annotations

from typing import Any

import pytest

from docs.generate import commands
from doughy_cli import tree
from doughy_cli.command_index import GROUPS
from doughy_cli.command_roots import COMMANDS, SECTIONS
from doughy_cli.manual import groups


def test_the_index_is_current() -> None:
    current = commands.FILE.read_text(encoding="utf-8") == commands.render()
    assert current, "write it anew: python -m docs.generate.commands"


def test_summaries_are_the_commands_own() -> None:
    for name, (_, summary) in COMMANDS.items():
        assert (tree.command((name,)).help or "").split("\n")[0] == summary, name


@pytest.mark.parametrize("columns", [80, 44])
def test_a_groups_help_has_its_commands_each_in_a_line(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = {name for names in SECTIONS.values() for name in names}
    assert shown == COMMANDS.keys()
    for path, (about, commands_) in {"": ("", COMMANDS), **GROUPS}.items():
        lines = groups.page(path).splitlines()
        assert max(map(len, lines)) < columns
        assert groups.asked([*path.split(), "--help"]) == groups.page(path)
        for name, (_, summary) in commands_.items() if columns == 80 else ():
            assert [line.split() for line in lines].count([name, *summary.split()]) == 1, path
        assert about in groups.page(path) or columns < 80


def test_a_command_is_built_from_its_own_module_and_is_the_same() -> None:
    for path, (_, summaries) in GROUPS.items():
        names = path.split()
        whole = tree.whole_group(names[0])
        for name in names[1:]:
            whole = whole.commands[name]
        assert list(whole.commands) == list(summaries)
        for name in summaries:
            own = tree.command((*names, name))
            if isinstance(own, tree.Group):
                continue
            assert type(own).__name__ == type(whole.commands[name]).__name__
            assert _help(own, name) == _help(whole.commands[name], name)


def test_a_command_that_the_index_does_not_know_yet_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    about, commands_ = GROUPS["logs"]
    older = {name: each for name, each in commands_.items() if name != "tail"}
    monkeypatch.setitem(GROUPS, "logs", (about, older))
    tree.command.cache_clear()
    assert tree.command(("logs", "tail")).name == "tail"
    assert tree.command(("logs", "tale")) is None
    tree.command.cache_clear()


def _help(command: Any, name: str) -> str:
    context = command.make_context(
        name, [], resilient_parsing=True, help_option_names=["--help", "-h"]
    )
    said: str = command.get_help(context)
    return said
