"""`python -m docs.generate`: it writes, and it checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.generate.__main__ import DOCS, main


def test_it_writes_what_is_checked_in_and_finds_what_is_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"], tmp_path) == 1
    assert not list(tmp_path.iterdir())

    assert main([], tmp_path) == 0
    page = tmp_path / "schema.md"
    written = page.read_text(encoding="utf-8")
    assert written == (DOCS / "schema.md").read_text(encoding="utf-8")
    capsys.readouterr()

    assert main(["--check"], tmp_path) == 0
    assert capsys.readouterr().out == ""

    page.write_text(written.replace("## Enums", "## Lists"), encoding="utf-8")
    assert main(["--check"], tmp_path) == 1
    shown = capsys.readouterr()
    assert "-## Lists\n+## Enums\n" in shown.out
    assert "python -m docs.generate" in shown.err
    assert "## Lists" in page.read_text(encoding="utf-8")
