"""`doughy docs get|open|verify|gc`: the bytes come out as they went in, or are said not to."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.documents.conftest import PDF, kept_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.conftest import Add, Docs, File, Kept
    from tests.harness import Person, Program


def test_get(docs: Docs, add: Add, file: File, tmp_path: Path, kept: Kept) -> None:
    content = PDF + os.urandom(3_000_000)
    row = add(file("plan.pdf", content))
    out = tmp_path / "out"
    out.mkdir()
    got = docs("get", row["id"], "--to", out, "--json")
    assert got.code == 0, got.err
    assert got.json == {
        "id": row["id"],
        "path": str(out / "plan.pdf"),
        "size": len(content),
        "sha256": row["sha256"],
        "verified": True,
    }
    assert (out / "plan.pdf").read_bytes() == content
    assert (out / "plan.pdf").stat().st_mode & 0o777 == 0o600
    # It is not written again; what else is in its place, is not replaced.
    there = (out / "plan.pdf").stat()
    assert docs("get", row["id"], "--to", out, "--json").json == got.json
    assert (out / "plan.pdf").stat() == there
    (out / "plan.pdf").write_bytes(b"x" * len(content))
    again = docs("get", row["id"], "--to", out)
    assert (again.code, "is there already" in again.err) == (5, True)
    # What an earlier run has left is gone on with; what is no beginning of it is not kept.
    part = out / f".{row['id']}.part"
    part.write_bytes(content[:1_000_000])
    assert docs("get", row["id"], "--to", out / "plan.pdf", "--force").code == 0
    assert (out / "plan.pdf").read_bytes() == content
    (out / "plan.pdf").unlink()
    part.write_bytes(b"something else")
    with part.open("rb") as file_of_another:
        fcntl.flock(file_of_another, fcntl.LOCK_EX)
        busy = docs("get", row["id"], "--to", out)
    assert (busy.code, "Another command is writing" in busy.err) == (5, True)
    assert docs("get", row["id"], "--to", out).code == 0
    assert ((out / "plan.pdf").read_bytes(), part.exists()) == (content, False)
    (out / "plan.pdf").unlink()
    part.symlink_to(tmp_path / "victim")
    assert docs("get", row["id"], "--to", out, "--force").code == 1
    assert not (tmp_path / "victim").exists()
    part.unlink()
    assert docs("get", row["id"], "--to", "/dev/null", "--force").code == 2
    assert docs("get", row["id"], "--to", tmp_path / "no" / "such").code == 1
    other = add(file("plan.pdf", PDF))
    both = docs("get", row["id"], other["id"], "--to", out, "--force", "--json").json
    assert [Path(each["path"]).read_bytes() for each in both] == [content, PDF]
    assert docs("get", row["id"], other["id"], "--to", "-").code == 2
    # What cannot be had does not keep the others, and leaves nothing behind.
    link = docs("add", "https://example.com/a.pdf", "--type", "deed", "--json").json
    kept.remove(next(each for each in kept.urls() if kept.read(each) == PDF))
    ids = [other["id"], link["id"], row["id"]]
    partly = docs("get", *ids, "--to", tmp_path, "--json")
    assert (partly.code, [each["id"] for each in partly.json]) == (6, [row["id"]])
    told = partly.error["message"].splitlines()
    assert told[0] == "1 of 3 documents there; then:"
    assert told[1].startswith(f"plan ({other['id'][:8]}): Its file is gone from")
    assert told[2] == f"a ({link['id'][:8]}): It is a link, and its file is not kept by doughy."
    assert not list(tmp_path.glob(".*.part"))


def test_a_name_is_a_name_and_nothing_else(
    docs: Docs, add: Add, file: File, ann: Person, tmp_path: Path
) -> None:
    row = add(file())
    out = tmp_path / "out"
    out.mkdir()
    for bad, good in (
        ("../../evil", "_._.._evil"),
        ("/etc/passwd", "_etc_passwd"),
        (".bashrc", "_bashrc"),
        ("..", "_."),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("n" * 300 + ".pdf", "n" * 251 + ".pdf"),
        ("漢" * 83 + ".txt", "漢" * 83 + ".txt"),
    ):
        ann.sql(
            "UPDATE re_documents SET metadata = jsonb_set(metadata, '{name}', to_jsonb(%s::text))",
            bad,
        )
        got = docs("get", row["id"], "--to", out, "--json").json
        assert Path(got["path"]) == out / good
        assert Path(got["path"]).read_bytes() == PDF
    assert len(list(out.iterdir())) == 7
    # Nor do any two documents come into one file.
    others = [add(file(f"{each}.pdf"))["id"] for each in "abc"]
    one, two = ids = sorted([row["id"], others[0]])
    ann.sql(
        "UPDATE re_documents SET metadata = jsonb_set(metadata, '{name}', to_jsonb(%s::text))",
        "漢" * 83 + ".txt",
    )
    several = docs("get", *ids, *others[1:], "--to", tmp_path, "--json").json
    assert len({Path(each["path"]) for each in several}) == 4
    assert Path(several[1]["path"]).name.startswith(f"{two[:8]}-漢")
    ann.sql(
        "UPDATE re_documents SET metadata = metadata || jsonb_build_object('name', CASE"
        " WHEN id = %s THEN %s ELSE 'B.TXT' END) WHERE id = ANY(%s)",
        *(one, f"{two[:8]}-b.txt", ids),
    )
    ann.sql(
        'UPDATE re_documents SET metadata = metadata || \'{"name": "b.txt"}\' WHERE id = %s',
        others[1],
    )
    crossed = docs("get", one, others[1], two, "--to", tmp_path, "--json").json
    assert Path(crossed[2]["path"]).name == f"{two}-1-B.TXT"


def test_open_shows_a_copy(docs: Docs, add: Add, file: File, doughy: Program) -> None:
    row = add(file())
    shown = docs("open", row["id"], "--json")
    path = Path(shown.json["path"])
    assert "no desktop" in shown.err
    assert (path.name, path.read_bytes(), path.stat().st_mode & 0o777) == ("deed.pdf", PDF, 0o400)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert docs("open", row["id"]).code == 0
    ran = doughy.home / "ran"
    opener = doughy.home / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {ran}.tmp && mv {ran}.tmp {ran}\n')
    opener.chmod(0o755)
    found = {"DISPLAY": ":0", "PATH": f"{opener.parent}:{os.environ['PATH']}"}
    assert docs("open", row["id"], env=found).code == 0
    for _ in range(100):
        if ran.exists():
            break
        time.sleep(0.02)
    assert ran.read_text() == str(path)
    _age(path.parent)
    assert docs("gc").code == 0
    assert not path.exists()


def test_verify_and_gc(
    docs: Docs, add: Add, file: File, ann: Person, kept: Kept, aged: Callable[[], None]
) -> None:
    rows = [add(file(f"{each}.bin", each.encode() * 10)) for each in "abcd"]
    fine = docs("verify")
    assert (fine.code, "4 documents checked: there, whole and unchanged" in fine.err) == (0, True)
    assert docs("verify", "--json").json == []
    there = {kept.read(each)[:1].decode(): each for each in kept.urls()}
    kept.write(there["a"], b"A" * 10)
    kept.write(there["b"], b"b")
    kept.remove(there["c"])
    wrong = docs("verify", "--json")
    assert wrong.code == 1
    states = {each["title"]: each["state"] for each in wrong.json}
    assert states == {"a": "hash", "b": "size", "c": "missing"}
    assert list(wrong.json[0]) == ["id", "title", "state", "problem", "file_url"]
    assert "3 documents not as added; 1 checked and fine." in wrong.err
    assert docs("verify", rows[3]["id"]).code == 0
    assert docs("verify", "--search", "d", "--whole", "--json").json[0]["state"] == "ok"
    damaged = docs("get", rows[0]["id"], "--to", "-")
    assert (damaged.code, "is damaged" in damaged.err) == (1, True)
    gone = docs("get", rows[2]["id"], "--to", "-", "--json")
    assert (gone.code, gone.error["code"]) == (1, "missing")
    # A file that no document points at: not touched before it is a day old.
    ann.sql("DELETE FROM re_documents WHERE title = 'd'")
    young = docs("gc", "--json")
    assert [(each["files"], each["size"], each["removed"]) for each in young.json] == [
        (1, 10, False)
    ]
    # Nor is one lost of which nobody knows any more where it is.
    ann.sql("UPDATE re_documents SET file_url = '' WHERE title = 'b'")
    for flags in (("--dry-run",), ("--yes",)):
        told = docs("rm", rows[1]["id"], *flags)
        assert (told.code, told.err.count("b: its file is not within reach")) == (0, 1)
    assert list(young.json[0]) == ["store", "batch", "files", "size", "modified", "removed"]
    aged()
    dry = docs("gc", "--dry-run", "--json")
    assert [(each["files"], each["removed"]) for each in dry.json] == [(1, True)] * 2
    assert "Dry run: would remove 2 files" in dry.err
    assert sorted(kept.urls()) == sorted([there["a"], there["b"], there["d"]])
    assert [each["removed"] for each in docs("gc", "--json").json] == [True] * 2
    assert kept.urls() == [there["a"]]
    assert docs("gc", "--json").json == []


def test_gc_goes_by_the_day(docs: Docs, add: Add, file: File, ann: Person, doughy: Program) -> None:
    """By the clock of the file system: what an add has left, and a file of no document."""
    row = add(file())
    [whole] = kept_files(doughy)
    store = whole.parent.parent
    (store / "notes.txt").write_text("not doughy's")
    (whole.parent / "notes.txt").write_text("not doughy's")
    part = store / ("a" * 32) / f".part-{'b' * 64}"
    part.parent.mkdir(mode=0o700)
    part.write_bytes(b"half")
    ann.sql("DELETE FROM re_documents")
    _age(part.parent)
    swept = docs("gc", "--json").json
    assert {each["batch"]: each["removed"] for each in swept} == {
        whole.parent.name: False,
        "a" * 32: True,
    }
    assert not part.parent.exists()
    _age(whole)
    assert docs("gc", "-q").code == 0
    assert not whole.exists()
    assert len(list(store.rglob("notes.txt"))) == 2
    assert docs("show", row["id"]).code == 3


def test_a_home_that_was_moved(tmp_path: Path) -> None:
    """Its documents are found; those of a database elsewhere are never taken for them."""
    from doughy_cli.docs.stores.base import Elsewhere, Missing
    from doughy_cli.docs.stores.local import find_store, make_store, own_stores

    root, ann = tmp_path / "documents", uuid4()
    before = make_store(root, "embedded:/before/server", ann)
    for database, person, found in (
        ("embedded:/after/server", ann, [before.root]),
        ("embedded:/after/server", uuid4(), []),
        ("host=db.example.com dbname=team", ann, []),
    ):
        assert [each.root for each in own_stores(root, database, person)] == found
    elsewhere = make_store(root, "host=db.example.com dbname=team", ann)
    assert elsewhere.root != before.root == make_store(root, "embedded:/after/server", ann).root
    # A folder that is not here: a team's may be on another computer, one's own is gone.
    gone = f"doughy-local://{'0' * 32}/{uuid4().hex}/{'0' * 64}"
    with pytest.raises(Elsewhere, match="of another computer"):
        find_store(root, gone, ann, "host=db.example.com dbname=team")
    with pytest.raises(Missing, match="was kept in is gone"):
        find_store(root, gone, ann, "embedded:/after/server")


def _age(path: Path) -> None:
    old = time.time() - 90_000
    for each in (path, *path.rglob("*")):
        os.utime(each, (old, old), follow_symlinks=False)
