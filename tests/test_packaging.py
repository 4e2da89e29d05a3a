"""What an install brings: few packages, and each extra what it is for."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from doughy_cli import __version__

ROOT = Path(__file__).parent.parent


def brings(*extras: str) -> set[str]:
    """Return the packages that `doughy` with these extras needs here, itself among them."""
    found: set[tuple[str, str]] = set()
    left = [("doughy", each) for each in ("", *extras)]
    while left:
        name, extra = left.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for text in metadata.requires(name) or []:
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": extra}):
                its = canonicalize_name(needed.name)
                left += [(its, ""), *((its, each) for each in needed.extras)]
    return {name for name, _ in found}


def test_an_install_has_few_packages_and_an_extra_what_it_is_for() -> None:
    base = brings()
    assert 30 < len(base) < 60
    assert brings("s3") - base == {
        "boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3",
    }  # fmt: skip
    assert brings("ai") - base == {"pypdf", "python-docx", "lxml"}
    assert brings("dev") >= brings("ai", "s3")


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "doughy_cli/__init__.py"
    assert metadata.version("doughy") == __version__
    said = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    texts = [ROOT / "pyproject.toml", ROOT / "README.md", *(ROOT / "doughy_cli").rglob("*.py")]
    assert [each.name for each in texts if said.search(each.read_text("utf-8"))] == ["__init__.py"]
