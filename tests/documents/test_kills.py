"""kill -9 in the middle of `docs add` and `docs rm`: no document without its file, and at most one
orphan."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from subprocess import Popen
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.documents.conftest import Docs, File, Kept
    from tests.harness import Person, Program

_PATIENCE = 60.0  # seconds that a command may take to come to its moment


def killed(process: Popen[bytes], moment: Callable[[], bool], pause: float) -> bool:
    """Kill a command `pause` seconds after `moment` has come; return whether it was killed before
    it ended."""
    end = time.monotonic() + _PATIENCE
    with process:
        while process.poll() is None and time.monotonic() < end:
            if moment():
                time.sleep(pause)
                break
            time.sleep(0.002)
        process.kill()
        process.communicate()
    return process.returncode == -signal.SIGKILL


def test_kills(
    docs: Docs,
    file: File,
    ann: Person,
    kept: Kept,
    aged: Callable[[], None],
    doughy: Program,
) -> None:
    many, adds, rms = (12, 4, 3) if kept.env else (200, 12, 8)
    files = [file(f"{each}.txt", b"%d of many" % each) for each in range(many)]
    docs("add", files[0], "--type", "photo")  # the store is made, what is heavy is loaded
    docs("rm", *docs("list", "--fields", "id", "-o", "tsv").out.split(), "--yes")
    kills = 0
    as_ann: dict[str, Any] = {"person": ann, "env": kept.env}

    def sound(command: str, at: int) -> None:
        verified = docs("verify")
        assert verified.code == 0, (command, at, verified.err)
        orphans = docs("gc", "--dry-run", "--json").json
        assert len(orphans) <= 1, (command, at, orphans)
        if command == "rm":
            pointed = ann.sql("SELECT file_url FROM re_documents")
            assert len(kept.urls()) - len(pointed) <= 1, at

    # Before the first file, among them, and around the commit after the last.
    among = [(many * each // (adds // 2), 0.0) for each in range(adds // 2)]
    for at, pause in among + [(many, each / 500) for each in range(adds // 2)]:
        run = doughy.start("docs", "add", *files, "--type", "photo", **as_ann)
        kills += killed(run, lambda at=at: len(kept.urls()) >= at, pause)  # type: ignore[misc]
        sound("add", at)
        ann.sql("DELETE FROM re_documents")
        sweep(docs, aged)
        assert kept.urls() == []
    assert kills >= adds // 2
    assert docs("add", *files, "--type", "photo", "-q").code == 0
    for at in range(rms):
        ids = docs("list", "--fields", "id", "-o", "tsv").out.split()
        end = len(kept.urls()) - at % 3
        run = doughy.start("docs", "rm", *ids, "--yes", **as_ann)
        assert killed(run, lambda end=end: len(kept.urls()) <= end, at / 2000)  # type: ignore[misc]
        sound("rm", at)
        sweep(docs, aged)
    assert kept.urls()


def sweep(docs: Docs, aged: Callable[[], None]) -> None:
    """Sweep all that no document points at, however young."""
    from doughy_cli.docs import checking

    usual = checking.YOUNGEST
    aged()
    docs("gc", "-q")
    checking.YOUNGEST = usual
