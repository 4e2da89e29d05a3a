"""`doughy leads export`."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import signal
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.leads.detail_rows import LinkedContactRow
from doughy_cli.leads.rows import LeadRow

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads

NAME = 'Ada "Byron",\t[red]'


@pytest.fixture
def ada(add: Add, ann: Person) -> dict[str, Any]:
    row = add(NAME, "--tag", "a", "--tag", "b", "--note", "One, two\nthree", "--score", 7)
    ann.sql(
        "INSERT INTO lead_events (lead_id, event_type, metadata) VALUES (%s, 'imported', %s)",
        *(row["id"], '{"extra": {"Website": "example.com"}}'),
    )
    for name, relation in (("Sam", "spouse"), ("Gone", "heir")):
        [(contact_id,)] = ann.sql(
            "INSERT INTO contacts (first_name, phones, is_deleted) VALUES (%s, %s, %s)"
            " RETURNING id",
            *(name, '["+18158908301"]', name == "Gone"),
        )
        ann.sql(
            "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, %s)",
            *(row["id"], contact_id, relation),
        )
    return row


def test_a_record_is_complete(leads: Leads, ada: dict[str, Any]) -> None:
    [row] = leads("export", "-o", "json").json
    assert {name: row[name] for name in ada} == ada
    [contact] = row["contacts"]
    assert (contact["first_name"], contact["relation"]) == ("Sam", "spouse")
    assert contact["phones"] == ["+18158908301"]
    assert list(contact) == [each.name for each in dataclasses.fields(LinkedContactRow)]
    [note] = row["notes"]
    assert note["text"] == "One, two\nthree"
    assert note["at"].endswith("Z")
    assert row["extra"] == [{"extra": {"Website": "example.com"}}]


def test_a_folder_is_said_to_be_one(leads: Leads, tmp_path: Path) -> None:
    for flags in ((), ("-o", "csv")):
        done = leads("export", tmp_path, *flags)
        assert done.code == 2
        assert f"{tmp_path} is a folder." in done.err
        assert f"{tmp_path}/FILE.csv" in done.err


@pytest.mark.parametrize("extension", ["json", "jsonl", "csv", "tsv"])
def test_the_format_is_the_files(
    leads: Leads, ada: dict[str, Any], tmp_path: Path, extension: str
) -> None:
    file = tmp_path / f"leads.{extension}"
    done = leads("export", file)
    assert (done.code, done.out) == (0, ""), done.err
    assert done.err == f"1 lead written to {file}.\n"
    text = file.read_text("utf-8")
    if extension in ("json", "jsonl"):
        content = json.loads(text)
        row = content[0] if extension == "json" else content
        assert (row["name"], row["tags"]) == (NAME, ["a", "b"])
    else:
        delimiter = "," if extension == "csv" else "\t"
        [row] = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        assert (row["name"], json.loads(row["tags"])) == (NAME, ["a", "b"])
        assert json.loads(row["notes"])[0]["text"] == "One, two\nthree"
        assert (row["email"], row["is_deleted"], row["score"]) == ("", "false", "7")
    assert list(tmp_path.glob("*leads*")) == [file]


def test_to_stdout_it_is_csv_unless_said(leads: Leads, ada: dict[str, Any]) -> None:
    assert leads("export").out == leads("export", "-", "-o", "csv").out
    assert leads("export").out.startswith("id,name,")
    assert leads("export", "--json").json[0]["id"] == ada["id"]
    assert leads("export", "-o", "jsonl", "--fields", "name").json == {"name": NAME}


def test_the_filters_are_those_of_list(leads: Leads, add: Add) -> None:
    add("Ada", "--status", "active")
    leads("rm", add("Bob")["id"])
    assert [row["name"] for row in leads("export", "--json").json] == ["Ada"]
    assert leads("export", "--status", "new", "--json").json == []
    assert [row["name"] for row in leads("export", "--deleted", "--json").json] == ["Bob"]
    rows = leads("export", "--with-deleted", "--sort", "name", "--limit", 1, "--json").json
    assert [row["name"] for row in rows] == ["Ada"]


def test_a_file_is_not_replaced_without_a_word(leads: Leads, add: Add, tmp_path: Path) -> None:
    add("Ada")
    file = tmp_path / "leads.csv"
    file.write_text("precious")
    done = leads("export", file)
    assert done.code == 2
    assert "--yes" in done.err
    assert file.read_text() == "precious"
    assert leads("export", file, "--yes").code == 0
    assert "Ada" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["leads.xlsx"], "does not say in which format"),
        (["leads"], "does not say in which format"),
        (["-o", "table"], "A table cannot be exported."),
        (["-o", "csv", "."], "is a folder"),
        (["no/such/folder.csv"], "cannot be written: No such file or directory"),
    ],
)
def test_where_it_cannot_be_written(leads: Leads, arguments: list[str], said: str) -> None:
    done = leads("export", *arguments)
    assert done.code in (1, 2)
    assert said in done.err


def test_a_device_is_written_to_as_it_is(leads: Leads, add: Add) -> None:
    add("Ada")
    assert leads("export", "/dev/null", "-o", "csv").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_link_stays_a_link(leads: Leads, add: Add, tmp_path: Path) -> None:
    add("Ada")
    (tmp_path / "to.csv").symlink_to(tmp_path / "real.csv")
    assert leads("export", tmp_path / "to.csv").code == 0
    assert (tmp_path / "to.csv").is_symlink()
    assert "Ada" in (tmp_path / "real.csv").read_text()


def test_an_interrupted_export_leaves_no_file(doughy: Program, ann: Person, tmp_path: Path) -> None:
    ann.database.fill(
        "INSERT INTO leads (user_id, name)"
        " SELECT %s, repeat('n', 200) FROM generate_series(1, 20000)",
        ann.id,
    )
    file = tmp_path / "leads.csv"
    for end, left in ((signal.SIGINT, 0), (signal.SIGKILL, 1)):
        with doughy.start("leads", "export", file, person=ann, fresh=True) as process:
            while not any(tmp_path.glob(".leads.csv.*")) and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(end)
            process.communicate()
        assert process.returncode in (130, -signal.SIGKILL)
        assert not file.exists()
        assert len(list(tmp_path.glob("*leads*"))) == left  # what a kill leaves is no leads.csv


def test_memory_does_not_grow_with_the_list(doughy: Program, ann: Person, tmp_path: Path) -> None:
    used: list[int] = []
    counts: list[int] = []
    for count in (1_000, 20_000):
        ann.database.fill(
            "INSERT INTO leads (user_id, name)"
            " SELECT %s, repeat('n', 250) || i FROM generate_series(1, %s) i",
            *(ann.id, count - sum(counts)),
        )
        counts.append(count)
        file = tmp_path / f"{count}.jsonl"
        with doughy.start("leads", "export", file, person=ann, fresh=True) as process:
            process.stdin.close()  # type: ignore[union-attr]
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        assert sum(1 for _ in file.open()) == count
        used.append(usage.ru_maxrss)
    assert used[1] - used[0] < 5_000  # KiB; the file has 15 MiB


def test_a_private_file_stays_private(leads: Leads, add: Add, tmp_path: Path) -> None:
    add("Ada")
    file = tmp_path / "leads.csv"
    file.touch()
    file.chmod(0o600)
    assert leads("export", file, "--yes").code == 0
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_the_database_writes_is_what_a_list_writes(leads: Leads, ann: Person) -> None:
    """Byte by byte, in the formats that both have; the fields are all that a list knows."""
    nasty = 'Ada "B\\",\t[red]\r\n\x7f \u009b\u0085 \u2028 é 🏠 \x01\x02 %s \\. ;'
    for number, tags in enumerate((["a b", '"', ",", nasty], [], None)):
        ann.sql(
            "INSERT INTO leads (name, company, source, tags, score, next_action, next_action_due)"
            " VALUES (%s, %s, '', %s, %s, %s, %s)",
            *(nasty, None if number else "\\.", tags, number or None, " blank "),
            ("2026-01-31 23:00:00+02", "2026-01-31 23:00:00.5+00", None)[number],
        )
    fields = ",".join(each.name for each in dataclasses.fields(LeadRow))
    for output in ("jsonl", "json", "csv"):
        flags = ("-o", output, "--fields", fields)
        assert leads("export", *flags).out == leads("list", *flags).out
    row = leads("export", "-o", "jsonl", "--fields", "tags,name", "--min-score", "2").out[:-1]
    assert row == json.dumps({"tags": [], "name": nasty}, ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    ).replace("\u009b\u0085", "\\u009b\\u0085")
