"""Files that cannot be documents, and disks that cannot take them: one line, nothing half done."""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.documents.conftest import PDF, kept_files

if TYPE_CHECKING:
    from tests.documents.conftest import Add, Docs, File
    from tests.harness import Person, Program


def test_what_is_no_file(docs: Docs, file: File, tmp_path: Path, doughy: Program) -> None:
    good = file()
    fifo, large, empty = tmp_path / "fifo", tmp_path / "large", file("empty", b"")
    os.mkfifo(fifo)
    with large.open("wb") as sparse:
        sparse.truncate(2**31)
    within, outside = good.with_name("within"), good.with_name("outside")
    within.symlink_to(good.name)
    secret = tmp_path / "secret"
    secret.write_bytes(b"not yours")
    outside.symlink_to("../secret")
    loop = good.with_name("loop")
    loop.symlink_to("loop")
    local = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's path is short
        listening.bind("s")
        os.chdir(here)
    for path, words in (
        (fifo, "is a pipe"),
        (local, "is a socket"),
        (Path("/dev/zero"), "is a device"),
        (tmp_path, "is a folder"),
        (large, "2,147,483,648 bytes, and a document has 2,147,483,647 at most"),
        (empty, "is empty"),
        (outside, "is a link out of its folder"),
        (loop, "a link to itself"),
        (tmp_path / "nothing", "there is no such file"),
    ):
        done = docs("add", good, path, "--type", "deed")
        assert (done.code, words in done.err, "Nothing was added" in done.err) == (2, True, True)
        assert done.err.count("\n") == 2
    assert docs("list", "--json").json == []
    assert kept_files(doughy) == []
    assert docs("add", within, outside, "--type", "deed", "--follow").code == 0
    if os.geteuid():
        good.chmod(0)
        assert "permission denied" in docs("add", good, "--type", "deed").err.lower()


def test_a_store_that_others_can_read(
    docs: Docs, add: Add, file: File, doughy: Program, ann: Person
) -> None:
    add(file())
    root = doughy.home / "data" / "documents"
    root.chmod(0o755)
    done = docs("add", file("b.pdf"), "--type", "deed")
    assert (done.code, "can be read by others" in done.err) == (1, True)
    root.chmod(0o700)


@contextmanager
def full_at(size: int) -> Iterator[None]:
    """No file can have more bytes than this, as on a disk that is full half-way."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk(docs: Docs, add: Add, file: File, doughy: Program, tmp_path: Path) -> None:
    large = file("large.bin", os.urandom(300_000))
    first = add(file())  # so that the store is made
    with full_at(150_000):
        done = docs("add", file("small.pdf", b"small"), large, "--type", "deed")
    assert (done.code, "The disk is full" in done.err) == (1, True)
    assert (done.err.count("\n"), "Nothing was added." in done.err) == (2, True)
    assert [each.read_bytes() for each in kept_files(doughy)] == [PDF]
    assert [each["id"] for each in docs("list", "--json").json] == [first["id"]]
    assert docs("gc").err.startswith("Nothing lies there")
    row = add(large)
    out = tmp_path / "out.bin"
    with full_at(150_000):
        got = docs("get", row["id"], "--to", out)
    assert (got.code, "The disk is full" in got.err) == (1, True)
    assert not out.exists()
    [part] = tmp_path.glob(".*.part")
    assert part.stat().st_size == 150_000
    assert docs("get", row["id"], "--to", out).code == 0
    assert out.read_bytes() == large.read_bytes()
    assert not part.exists()


@pytest.mark.parametrize("when", ["read", "kept"])
def test_a_file_that_changes(
    docs: Docs, file: File, doughy: Program, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    from doughy_cli.docs import files
    from doughy_cli.docs.stores import local

    path = file("growing.bin", b"x" * 100)
    if when == "read":
        monkeypatch.setattr(files, "content_type", lambda *_: "text/plain")
        real = os.fstat

        def grown(descriptor: int) -> os.stat_result:
            found = real(descriptor)
            if found.st_size == 100:
                path.write_bytes(b"y" * 101)
            return found

        monkeypatch.setattr(files.os, "fstat", grown)
    else:
        real_copy = local._copy

        def copy(source: object, *rest: object) -> None:
            path.write_bytes(b"z" * 100)
            real_copy(source, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(local, "_copy", copy)
    done = docs("add", path, "--type", "deed")
    assert (done.code, "changed while it was read" in done.err) == (1, True)
    assert kept_files(doughy) == []
    assert docs("list", "--json").json == []


def test_what_is_not_given(docs: Docs, file: File, doughy: Program) -> None:
    untyped = docs("add", file())
    assert (untyped.code, "Missing option '--type'" in untyped.err) == (2, True), untyped.err
    told = docs("add", "--help")
    assert (told.code, "MISSING" in told.out) == (0, False), told.out
    empty = docs("add", "", "--type", "deed")
    assert (empty.code, "An empty name is no file's." in empty.err) == (2, True), empty.err
    lines = docs("add", "no\nsuch", "--type", "deed")
    assert (lines.code, "no\\nsuch: there is no such file." in lines.err) == (2, True), lines.err
    known = docs("add", "https://ada:hush@example.com/a.pdf", "--type", "deed")
    assert (known.code, "hush" in known.err, "leave those out" in known.err) == (2, False, True)
    assert kept_files(doughy) == []
