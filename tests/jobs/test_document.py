"""docs/jobs.md says what is so: its flags, its exit codes, and its handler, which works."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.jobs import watching, work_flags
from doughy_cli.jobs.work_flags import WorkFlags
from tests.jobs.conftest import make_deal

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.jobs.conftest import Jobs

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "jobs.md").read_text("utf-8")


def test_its_flags_and_codes_are_those_that_there_are() -> None:
    names = {f"--{each.replace('_', '-')}" for each in WorkFlags.__slots__}
    table = PAGE.split("| flag |")[1].split("\n\n")[0]
    assert set(re.findall(r"`(--[a-z-]+)", table)) == names - {"--service"}
    for flag, default in (
        ("lease", work_flags.LEASE), ("poll", work_flags.POLL), ("grace", work_flags.GRACE),
    ):  # fmt: skip
        assert re.search(rf"`--{flag} SECONDS` \|.*\({default:g}\)", table), flag
        assert getattr(WorkFlags(), flag) == default
    codes = dict(re.findall(r"^\| (\d+) \| (?:was )?(\w+)", PAGE, re.MULTILINE))
    assert codes == {str(code): status.value for status, code in watching._CODES.items()}


def test_its_handler_works(
    jobs: Jobs, ann: Person, ben: Person, worker: Person, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """As a package that somebody else brings: a module, and an entry point."""
    code = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    [point] = re.findall(r"^(count_deals) = \"(.*)\"$", PAGE, re.MULTILINE)
    package = tmp_path / "my_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "count_deals.py").write_text(code[0])
    about = tmp_path / "my_package-2.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my_package\nVersion: 2.0\n")
    (about / "entry_points.txt").write_text(f"[doughy.jobs]\n{point[0]} = {point[1]}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    make_deal(ben)
    job = jobs("add", "count_deals", "--deal", make_deal(ann), "--json").json
    wrong: dict[str, Any] = jobs(
        "add", "count_deals", "--deal", make_deal(ann), "--input", '{"status": "old"}', "--json"
    ).json
    done = jobs("work", "--drain", "--types", "count_deals", "--poll", "0.05", person=worker)
    assert done.code == 0, done.err
    assert jobs("show", job["id"], "--json").json["output_data"] == {"deals": 2}
    refused = jobs("show", wrong["id"], "--json").json
    assert (refused["status"], refused["error_message"]) == (
        "failed", "There are no deals that are old.",
    )  # fmt: skip
    sys.modules.pop("my_package.count_deals", None)
