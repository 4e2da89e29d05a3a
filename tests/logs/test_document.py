"""docs/logs.md: its commands work as they are written, but for following, which never ends."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.harness import Person, Program
    from tests.logs.conftest import Logs

DOCUMENT = Path(__file__).parents[2] / "docs" / "logs.md"


def test_the_commands(
    logs: Logs, doughy: Program, admin: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    added = doughy("leads", "add", "--name", "Ada", "--phone", "9375550171", person=admin)
    assert added.code == 0, added.err
    block = re.search(r"```sh\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    lines = [shlex.split(line, comments=True) for line in block[1].splitlines()]
    assert len(lines) == 10
    for _, _, *arguments in lines:
        done = logs(*(each for each in arguments if each != "-f"))
        assert done.code == 0, (arguments, done.err)
