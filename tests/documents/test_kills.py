"""kill -9 in the middle of `docs add` and `docs rm`: no document without its file, and at most one
orphan.

The suite kills each once, with a few files. What is promised is shown by

    DOUGHY_KILLS=20 .venv/bin/pytest -n 0 -s tests/documents/test_kills.py

which kills each command, with 200 files, at twenty random moments in each store, and says what
it came upon.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from tests.sessions import idle

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from subprocess import Popen

    from tests.documents.conftest import Docs, File, Kept
    from tests.harness import Person, Program

KILLS = int(os.environ.get("DOUGHY_KILLS", "1"))  # of each command, in each store
FILES = 10 * KILLS


def killed(process: Popen[bytes], kept: Kept, person: Person) -> bool:
    """Kill a command at a random moment: when it has kept or removed so many files, or up to a
    quarter of a second before the first or after the last. Return whether it had not ended."""
    moment = random.uniform(-0.25, 1.25)  # noqa: S311 (it is no secret)
    before = kept.count()
    with process:
        while process.poll() is None and abs(kept.count() - before) < min(moment, 1) * FILES:
            time.sleep(0.002)
        pause = random.uniform(0, 0.02)  # noqa: S311
        time.sleep(pause - min(0, moment) + max(0, moment - 1))
        process.kill()
    others = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND pid <> ALL(%s)"
    ours = idle(person.database.name)
    while person.database.sql(others, person.role, ours) != [(0,)]:
        time.sleep(0.002)  # a COMMIT may have been on its way
    return process.returncode == -signal.SIGKILL


def test_kills(
    docs: Docs, file: File, ann: Person, kept: Kept, aged: Callable[[], None], doughy: Program
) -> None:
    aged()
    files = [file(f"{each}.txt", b"%d of many" % each) for each in range(FILES)]
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)

    def start(*arguments: str) -> Popen[bytes]:
        return doughy.start("docs", *arguments, person=ann, env=kept.env, **quiet)

    def add(there: Collection[str] = ()) -> list[str]:
        missing = [str(each) for each in files if each.stem not in there]
        return ["add", "--type", "photo", "-q", *missing]

    def rm() -> list[str]:
        there = dict(ann.sql("SELECT title, id::text FROM re_documents"))
        if len(there) < FILES:
            assert docs(*add(there)).code == 0
        return ["rm", "--yes", *(each for (each,) in ann.sql("SELECT id::text FROM re_documents"))]

    for name in ("add", "rm"):
        left: list[tuple[int, int]] = []
        runs = 0
        while len(left) < KILLS:
            if name == "add" and ann.sql("DELETE FROM re_documents RETURNING 1"):
                assert docs("gc", "-q").code == 0
            asked = add() if name == "add" else rm()
            if killed(start(*asked), kept, ann):
                left.append(checked(docs, ann, kept))
            runs += 1
            assert runs < 20 * KILLS, "it ends before it is killed"
        if name == "rm":
            assert all(files <= 1 for _, files in left), left
        told = (
            f"{name}, {FILES} files, {type(kept).__name__}, {runs} runs: documents, and files of "
        )
        sys.stdout.write(f"{told}none: {sorted(left)}\n")


def checked(docs: Docs, ann: Person, kept: Kept) -> tuple[int, int]:
    """Return how many documents a command that was killed has left, and how many files that are
    of none; these are one orphan at most, and go. Every document is whole."""
    [(rows,)] = ann.sql("SELECT count(*) FROM re_documents")
    files = kept.count() - rows
    verified = docs("verify")
    assert verified.code == 0, (rows, files, verified.err)
    orphans = docs("gc", "--json").json
    assert [each["files"] for each in orphans] == ([files] if files else []), (rows, orphans)
    assert len(kept.urls()) == rows
    return rows, files
