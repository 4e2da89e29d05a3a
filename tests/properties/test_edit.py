"""`doughy properties edit` and `rm`: one, many, and what somebody else has done meanwhile."""

from __future__ import annotations

import json
import os
import pty
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.properties.conftest import PLACE, deal, document

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.properties.conftest import Add, Properties


def test_edits_change_what_is_named_and_no_more(
    properties: Properties, add: Add, lead: dict[str, Any]
) -> None:
    row = add("418 Maple Ave", "--arv", 5, "--notes", "Old", "--bedrooms", 3)
    done = properties(
        *("edit", "418 maple", "--arv", "$1,000", "--clear", "notes", "--clear", "bedrooms"),
        *("--lead", "ada@example.com", "--json"),
    )
    assert done.code == 0, done.err
    changed = {"arv": "1000.00", "notes": None, "bedrooms": None, "lead_id": lead["id"]}
    assert done.json == {**row, **changed, "updated_at": done.json["updated_at"]}
    again = properties("edit", row["id"], "--arv", "1000")
    assert "Nothing to change: 1 property was like that already." in again.err
    tried = properties("edit", row["id"], "--arv", 7, "--dry-run", "--json")
    assert tried.json["arv"] == "7.00"
    assert properties("show", row["id"], "--json").json["arv"] == "1000.00"
    bad: tuple[tuple[list[object], int], ...] = (
        ([row["id"]], 2),
        (["--arv", 1], 2),
        ([row["id"], "--arv", 1, "--clear", "arv"], 2),
        ([row["id"], "--clear", "city"], 2),
        ([row["id"], "--where-city", "Dayton", "--arv", 1], 2),
        (["-", "--arv", 1], 2),
        (["--where-city", "Toledo", "--arv", 1], 3),
        ([row["id"], "ffff", "--arv", 1], 3),
        ([row["id"], "--lead", "ffff"], 3),
    )
    for arguments, code in bad:
        assert properties("edit", *arguments).code == code, arguments
    assert properties("show", row["id"], "--json").json["arv"] == "1000.00"


def test_many_are_asked_about(properties: Properties, add: Add, ann: Person) -> None:
    ids = "".join(f"{add(f'{number} Elm St')['id']}\n" for number in range(1, 5))
    change = ("edit", "--where-city", "Dayton", "--status", "sold")
    asked = properties(*change)
    assert (asked.code, "Set status=sold in 4 properties?" in asked.err) == (2, True)
    assert properties("edit", "-", "--status", "sold", "--no-input", stdin=ids).code == 2
    assert ann.sql("SELECT 1 FROM re_properties WHERE status IS NOT NULL") == []
    assert len(properties(*change, "--yes", "--json").json) == 4
    assert len(properties("edit", "-", "--arv", 1, "-y", "--json", stdin=ids).json) == 4
    asked = properties("rm", "--where-status", "sold")
    assert (asked.code, "Remove 4 properties? This cannot be undone." in asked.err) == (2, True)
    assert len(properties("rm", "-", "-y", "--json", stdin=ids).json) == 4
    assert properties("list", "--json").json == []


def test_an_address_that_another_has_is_refused(properties: Properties, add: Add) -> None:
    add("1 Elm St"), add("2 Elm St")
    done = properties("edit", "2 elm st", "--address", "1 ELM STREET", "--json")
    assert (done.code, done.error["code"]) == (5, "duplicate")
    assert properties("edit", "2 elm st", "--address", "2 Elm Street").code == 0
    done = properties("edit", "2 elm st", "--address", "1 Elm", "--allow-duplicate", "--arv", 1)
    assert done.code == 0, done.err


def test_what_was_changed_since_is_told(
    properties: Properties, add: Add, tmp_path: Path, ann: Person
) -> None:
    row = add("418 Maple Ave", "--arv", 5)
    seen = tmp_path / "seen.json"
    seen.write_text(properties("show", row["id"], "--json").out)
    guarded = ("edit", row["id"], "--status", "active", "--json")
    assert properties(*guarded, "--if-unchanged", seen).code == 0
    properties("edit", row["id"], "--arv", 9, "--clear", "status", "--notes", "Mine")
    for flags in (["--if-unchanged", seen], ["--if-unchanged-since", row["updated_at"]]):
        done = properties(*guarded, *flags)
        assert (done.code, done.error["code"]) == (5, "stale")
    done = properties(*guarded, "--if-unchanged", seen)
    assert "arv: 5.00 → 9.00; notes: none → Mine" in done.error["message"]
    done = properties(*guarded, "--if-unchanged-since", row["updated_at"])
    assert "status is none" in done.error["message"]
    # Who has read one field alone is asked about that one alone.
    status = properties("show", row["id"], "--json", "--fields", "id,status").out
    assert properties(*guarded, "--if-unchanged", "-", stdin=status).code == 0
    assert ann.sql("SELECT status, arv::text, notes FROM re_properties") == [
        ("active", "9.00", "Mine")
    ]
    other = f'{{"id": "{row["user_id"]}"}}'
    for content in ("{}", "[1]", '{"id": 1}', "x", other):
        assert properties(*guarded, "--if-unchanged", "-", stdin=content).code == 2


def test_two_terminals(doughy: Program, add: Add, ann: Person) -> None:
    """While one asks, the other changes a property: the first is told, and runs over nothing."""
    rows = [add(f"{number} Elm St") for number in range(1, 5)]
    terminal, program = pty.openpty()
    with doughy.start(
        *("properties", "edit", "--where-city", "Dayton", "--arv", "100"),
        person=ann,
        stdin=program,
        stderr=program,
    ) as process:
        os.close(program)
        said = _read_until(terminal, b"[y/N]")
        assert b"Set arv=100.00 in 4 properties?" in said
        ann.sql("UPDATE re_properties SET arv = 7 WHERE id = %s", rows[2]["id"])
        os.write(terminal, b"y\n")
        said = _read_until(terminal, b"command again")
    os.close(terminal)
    assert process.returncode == 5
    assert b"(3 Elm St, Dayton, OH 45402) was changed since you read it" in said
    assert "arv: none → 7.00" in said.decode()
    assert ann.sql("SELECT arv::text FROM re_properties WHERE arv IS NOT NULL") == [("7.00",)]


def test_two_adding_at_once(doughy: Program, ann: Person) -> None:
    add = ["properties", "add", "--address", "418 Maple Ave", *PLACE]
    started = [doughy.start(*add, person=ann) for _ in range(3)]
    codes = []
    for process in started:
        process.communicate(b"")
        codes.append(process.returncode)
    assert sorted(codes) == [0, 5, 5]
    assert ann.sql("SELECT count(*) FROM re_properties") == [(1,)]


def test_removing_leaves_deals_and_documents(
    properties: Properties, add: Add, ann: Person, ben: Person, lead: dict[str, Any]
) -> None:
    row = add("418 Maple Ave", "--lead", lead["id"])
    about = deal(ann, row["id"], "Maple")
    own, shared = document(ann, "deed", "Deed", row["id"]), document(ann, "contract", "Package")
    ann.sql("INSERT INTO re_property_documents VALUES (%s, %s)", row["id"], shared)
    asked = properties("rm", row["id"])
    assert (asked.code, "Give --yes." in asked.err) == (2, True)
    assert "1 deal will stay, without it: " in asked.err
    assert f"{about[:8]} Maple" in asked.err
    assert "2 documents will stay, without it: Deed, Package." in asked.err
    assert "Remove 418 Maple Ave, Dayton, OH 45402? This cannot be undone." in asked.err
    assert properties("rm", row["id"], "-y", "--dry-run").code == 0
    assert properties("rm", row["id"], "-y", person=ben).code == 3
    done = properties("rm", row["id"], "--yes", "--json")
    assert (done.code, done.json) == (0, row)
    assert properties("show", row["id"]).code == 3
    assert ann.sql("SELECT property_id, title FROM deals") == [(None, "Maple")]
    assert ann.sql("SELECT property_id FROM re_documents") == [(None,), (None,)]
    assert ann.sql("SELECT 1 FROM re_property_documents") == []
    assert own
    # What was printed can be taken back.
    back = properties("import", "-", "--format", "json", stdin=json.dumps([done.json]))
    assert back.code == 0, back.err
    assert properties("show", row["id"], "--json", "--fields", "lead_id").json == {
        "lead_id": lead["id"]
    }


def _read_until(terminal: int, words: bytes) -> bytes:
    """Return what the terminal shows until `words` are there, or it ends."""
    said = b""
    deadline = time.monotonic() + 30
    while words not in said and time.monotonic() < deadline:
        try:
            said += os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
    return said
