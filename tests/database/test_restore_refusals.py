"""What is not a backup is refused before anything is touched."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from doughy_cli.database import backup_file
from doughy_cli.errors import Usage
from tests.database.conftest import Home, Source


def count(_: int) -> None:
    """Progress is of no interest here."""


def as_it_is(_: dict[str, Any]) -> None:
    """Leave the manifest as it is."""


def changed(source: Source, change: Callable[[dict[str, Any]], None], dump: bytes = b"") -> bytes:
    """Return the backup with another manifest, and another dump if one is given."""
    with zipfile.ZipFile(source.backup) as file:
        manifest = json.loads(file.read("people.json"))
        kept = dump or file.read("database.dump")
    change(manifest)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("people.json", json.dumps(manifest))
        file.writestr("database.dump", kept)
    return made.getvalue()


def refused(home: Home, content: bytes, path: Path) -> dict[str, Any]:
    """Restore `content`, from a file and from a pipe; return the error, which is of one line."""
    path.write_bytes(content)
    for arguments, stdin in (((path,), b""), (("-",), content)):
        done = home("db", "restore", *arguments, "--json", "--yes", stdin=stdin)
        assert done.code == 2, done.err
        assert done.out == ""
        assert done.err.count("\n") == 1
        assert "Nothing was changed." in done.error["message"]
        assert not home.folder.exists()
    return done.error


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00", b"name,phone\nAnn,1\n", b"PGDMP\x01\x0e\x00", b"PK\x05\x06" + bytes(18)],
    ids=["empty", "NUL", "CSV", "a bare dump", "an empty zip"],
)
def test_what_never_was_a_backup(home: Home, tmp_path: Path, content: bytes) -> None:
    assert refused(home, content, tmp_path / "b")["code"] == "not_a_backup"


def test_a_file_that_is_not_there(home: Home, tmp_path: Path) -> None:
    assert home("db", "restore", tmp_path / "b", "--yes").code == 2
    assert home("db", "restore", tmp_path, "--yes").code == 2
    assert not home.folder.exists()


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.99, 0.9999])
def test_cut_short(source: Source, home: Home, tmp_path: Path, part: float) -> None:
    content = source.backup.read_bytes()
    refused(home, content[: int(len(content) * part)], tmp_path / "b")


def test_any_flipped_byte_is_found_or_changes_nothing(source: Source) -> None:
    """In the content a checksum finds it; in the zip's own fields it may also mean nothing."""
    content = source.backup.read_bytes()
    whole = backup_file.read(io.BytesIO(content), "b", count)
    with whole.dump() as stream:
        dump = stream.read()
    edges = [*range(200), *range(len(content) - 300, len(content))]
    found = 0
    for place in [*edges, *range(0, len(content), len(content) // 300)]:
        bent = bytearray(content)
        bent[place] ^= 0x41
        try:
            read = backup_file.read(io.BytesIO(bytes(bent)), "b", count)
            with read.dump() as stream:
                assert (read.manifest, stream.read()) == (whole.manifest, dump), place
        except Usage as error:
            assert error.code == "not_a_backup"
            found += 1
    assert found > 500


def test_one_flipped_byte_from_the_command(source: Source, home: Home, tmp_path: Path) -> None:
    content = bytearray(source.backup.read_bytes())
    content[len(content) // 2] ^= 1
    assert refused(home, bytes(content), tmp_path / "b")["code"] == "not_a_backup"


def test_of_a_newer_doughy(source: Source, home: Home, tmp_path: Path) -> None:
    newer = changed(source, lambda m: m.update(format=2, doughy="9.0"))
    error = refused(home, newer, tmp_path / "b")
    assert error["code"] == "backup_too_new"
    assert "9.0" in error["message"]
    unknown = changed(source, lambda m: m.update(revision="20991231_later"))
    error = refused(home, unknown, tmp_path / "b")
    assert error["code"] == "backup_too_new"
    assert "20991231_later" in error["message"]


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("people"),
        lambda m: m.update(people={"a": 1}),
        lambda m: m.update(format="one"),
        lambda m: m.update(made_at="yesterday"),
        lambda m: m["people"][0].update(verifier="password"),
        lambda m: m["people"][0].update(verifier=["x"]),
    ],
)
def test_a_manifest_that_is_not_one(
    source: Source, home: Home, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    assert refused(home, changed(source, change), tmp_path / "b")["code"] == "not_a_backup"


def test_a_dump_that_pg_restore_cannot_read(source: Source, home: Home, tmp_path: Path) -> None:
    error = refused(home, changed(source, as_it_is, os.urandom(2000)), tmp_path / "b")
    assert error["code"] == "not_a_backup"


def test_a_dump_that_ends_early_leaves_the_old_database(
    source: Source, used: Home, tmp_path: Path
) -> None:
    """Whole as a zip, so that only pg_restore can find it, half-way through."""
    home = used
    before = home.everything()
    with zipfile.ZipFile(source.backup) as file:
        dump = file.read("database.dump")
    file = tmp_path / "b"
    file.write_bytes(changed(source, as_it_is, dump[:-3000]))
    done = home("db", "restore", file, "--yes")
    assert done.code == 1, done.err
    assert "What was there is intact." in done.err
    assert home.everything() == before


def test_a_disk_without_room_for_a_second_database(
    source: Source, used: Home, tmp_path: Path
) -> None:
    """A server whose disk runs full cannot start again: better not to begin."""
    home = used
    file = tmp_path / "b"
    file.write_bytes(changed(source, lambda m: m.update(size=1 << 50)))
    done = home("db", "restore", file, "--yes", "--json")
    assert done.code == 7
    assert done.error["code"] == "disk_full"
    assert len(home("leads", "list", "--json").json) == 40


def test_a_manifest_that_does_not_fit_the_dump(
    source: Source, homes: Callable[..., Home], tmp_path: Path
) -> None:
    home = homes()
    file = tmp_path / "b"
    file.write_bytes(changed(source, lambda m: m["people"].pop()))
    done = home("db", "restore", file)
    assert done.code == 1
    assert "is not what the backup says" in done.err
    assert home.everything("postgres")["databases"] == []
