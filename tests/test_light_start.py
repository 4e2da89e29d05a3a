"""What each command may load. A person waits for every import, two hundred times a day."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.command_roots import COMMANDS

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


def rooms(modules: set[str]) -> set[str]:
    """Return the domains that are among the modules."""
    found = {name.split(".")[1] for name in modules if name.startswith("doughy_cli.")}
    return found & {module.split(".")[1] for module, _ in COMMANDS.values()}


_EACH = """
import json, sys
from importlib import import_module
import doughy_cli.cli
from doughy_cli.command_index import GROUPS
from doughy_cli.command_roots import COMMANDS
heavy, rooms = map(set, json.loads(sys.argv[1]))
told = {}
of = {module for module, _ in COMMANDS.values()}
of |= {module for _, commands in GROUPS.values() for module, _ in commands.values() if module}
for module in sorted(of):
    own = module.split(".")[1]
    for name in list(sys.modules):
        if name.startswith("doughy_cli.") and name.split(".")[1] in rooms - {own}:
            del sys.modules[name]
    import_module(module)
    found = {name.split(".")[1] for name in sys.modules if name.startswith("doughy_cli.")} & rooms
    told[module] = [sorted(found), sorted({name.split(".")[0] for name in sys.modules} & heavy)]
print(json.dumps(told))
"""


def imports_of_commands() -> dict[str, tuple[list[str], list[str]]]:
    """Return, for each module of commands, the domains and the heavy packages that it loads."""
    asked = json.dumps([sorted(HEAVY), sorted(rooms({m for m, _ in COMMANDS.values()}))])
    done = subprocess.run(
        [sys.executable, "-c", _EACH, asked], capture_output=True, text=True, check=True
    )
    told: dict[str, tuple[list[str], list[str]]] = json.loads(done.stdout)
    return told


def test_version_loads_nothing_but_its_number(doughy: Program) -> None:
    modules = loaded("--version", env=doughy.environment(None))
    assert {name for name in modules if name.startswith("doughy_cli")} == {
        "doughy_cli",
        "doughy_cli.__main__",
    }
    assert "typer" not in modules


def test_a_shell_that_completes_waits_for_next_to_nothing(doughy: Program) -> None:
    modules = loaded("__complete", "leads", "1f", env=doughy.environment(None))
    assert {name for name in modules if name.startswith("doughy_cli")} == {
        "doughy_cli",
        "doughy_cli.__main__",
        "doughy_cli.cached",
        "doughy_cli.listed",
    }
    assert not modules & {"typer", "pathlib", "dataclasses", "typing", "inspect"}


def test_help_loads_no_domain(doughy: Program) -> None:
    modules = loaded("--help", env=doughy.environment(None))
    assert not tops(modules) & {*HEAVY, "typer"}
    assert not any(name.endswith("commands") for name in modules if name.startswith("doughy_cli"))


@pytest.mark.parametrize("name", ["leads", "leads views", "login"])
def test_help_of_a_group_loads_no_room_and_of_a_command_its_own(name: str, doughy: Program) -> None:
    modules = loaded(*name.split(), "--help", env=doughy.environment(None))
    assert not tops(modules) & HEAVY
    assert not {"doughy_cli.db.session", "doughy_cli.db.tables"} & modules
    assert rooms(modules) == ({"accounts"} if name == "login" else set())


def test_no_module_of_commands_loads_what_is_heavy_or_another_room() -> None:
    for module, (found, heavy) in imports_of_commands().items():
        assert set(found) <= {module.split(".")[1]}, module
        assert not heavy, module


def test_a_list_as_json_loads_what_it_needs(doughy: Program, ann: Person, tmp_path: Path) -> None:
    modules = loaded("leads", "list", "--json", env=doughy.environment(ann))
    assert not tops(modules) & {
        "rich", "alembic", "keyring", "cryptography", "phonenumbers", "charset_normalizer",
        "tomli_w", "platformdirs",
    }  # fmt: skip


def test_every_module_of_queries_is_held_to_the_contract() -> None:
    folder = Path(__file__).parent.parent
    contracts = (folder / "pyproject.toml").read_text()
    for file in (folder / "doughy_cli").rglob("*queries.py"):
        name = ".".join(file.relative_to(folder).with_suffix("").parts)
        assert f'"{name}"' in contracts, f"{name} is missing from the import contract"
