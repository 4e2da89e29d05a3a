"""What each command may load. A person waits for every import, two hundred times a day."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.cli import COMMANDS

if TYPE_CHECKING:
    from tests.harness import Person, Program

HEAVY = {
    "sqlmodel", "sqlalchemy", "psycopg", "alembic", "rich", "keyring", "cryptography", "pydantic",
    "phonenumbers", "charset_normalizer", "platformdirs", "tomli_w", "markdown_it", "pygments",
    "rapidfuzz", "httpx",
}  # fmt: skip

# Runs a command as the console script does, and tells what was imported by the end of it.
_PROBE = """
import atexit, json, os, sys
atexit.register(lambda: os.write(2, ("\\n" + json.dumps(sorted(sys.modules))).encode()))
sys.argv = ["doughy", *sys.argv[1:]]
from doughy_cli.__main__ import main
main()
"""


def loaded(*arguments: str, env: dict[str, str]) -> set[str]:
    """Return the modules that a fresh interpreter holds after the command."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *arguments], env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def tops(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


def test_version_loads_nothing_but_its_number(doughy: Program) -> None:
    modules = loaded("--version", env=doughy.environment(None))
    assert {name for name in modules if name.startswith("doughy_cli")} == {
        "doughy_cli",
        "doughy_cli.__main__",
    }
    assert "typer" not in modules


def test_help_loads_no_domain(doughy: Program) -> None:
    modules = loaded("--help", env=doughy.environment(None))
    assert not tops(modules) & HEAVY
    assert not any(name.endswith("commands") for name in modules if name.startswith("doughy_cli"))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_loads_its_own_room_only(name: str, doughy: Program) -> None:
    modules = loaded(name, "--help", env=doughy.environment(None))
    assert not tops(modules) & HEAVY
    assert not {"doughy_cli.db.session", "doughy_cli.db.tables"} & modules
    rooms = {each.split(".")[1] for each in modules if each.startswith("doughy_cli.")}
    domains = {
        *(
            "accounts",
            "contacts",
            "deals",
            "docs",
            "jobs",
            "keys",
            "leads",
            "logs",
            "permissions",
            "plans",
            "properties",
            "database",
        ),
    }
    assert rooms & domains == {COMMANDS[name][0].split(".")[1]}


def test_a_list_as_json_loads_what_it_needs(doughy: Program, ann: Person, tmp_path: Path) -> None:
    modules = loaded("leads", "list", "--json", env=doughy.environment(ann))
    assert not tops(modules) & {
        "rich", "alembic", "keyring", "cryptography", "phonenumbers", "charset_normalizer",
        "tomli_w", "platformdirs",
    }  # fmt: skip


def test_summaries_are_the_commands_own() -> None:
    import typer

    from doughy_cli.cli import tree

    for name, (_, summary) in COMMANDS.items():
        command = tree().get_command(None, name)
        own = (command.help or "").split("\n")[0]
        assert own == summary, name
        assert isinstance(command, typer.core.TyperGroup | typer.core.TyperCommand)


def test_every_module_of_queries_is_held_to_the_contract() -> None:
    folder = Path(__file__).parent.parent
    contracts = (folder / "pyproject.toml").read_text()
    for file in (folder / "doughy_cli").rglob("*queries.py"):
        name = ".".join(file.relative_to(folder).with_suffix("").parts)
        assert f'"{name}"' in contracts, f"{name} is missing from the import contract"
