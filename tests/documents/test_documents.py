"""`doughy docs add|list|show|edit|link|unlink|rm`: both tiers as one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli import papers
from doughy_cli.db import tables
from tests.documents.conftest import PDF, kept_files, some_deal, some_lead, some_property

if TYPE_CHECKING:
    from tests.documents.conftest import Add, Docs, File, Kept
    from tests.harness import Person, Program

FIELDS = [
    "id",
    "tier",
    "title",
    "type",
    "phase",
    "about",
    "properties",
    "primary",
    "name",
    "size",
    "content_type",
    "sha256",
    "file_url",
    "property_id",
    "deal_id",
    "lead_id",
    "metadata",
    "user_id",
    "uploaded_by",
    "created_at",
    "updated_at",
]


def test_the_types_are_the_databases_own() -> None:
    assert sorted(papers.PROPERTY_TYPES) == sorted(tables.DocumentType)
    assert sorted(papers.LEAD_TYPES) == sorted(tables.LeadDocumentType)


def test_a_document_of_a_property(
    docs: Docs, add: Add, file: File, ann: Person, doughy: Program
) -> None:
    house = some_property(ann, "418 Maple Ave")
    deal = some_deal(ann, "Maple")
    path = file("Title Report.pdf")
    row = add(path, "--type", "title-search", "--property", "418 maple ave", "--deal", deal)
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert list(row) == FIELDS
    expected = {
        "tier": "property",
        "title": "Title Report",
        "type": "title_search",
        "phase": "research",
        "about": "418 Maple Ave, Dayton, OH 45402",
        "properties": 1,
        "primary": False,
        "name": "Title Report.pdf",
        "size": len(PDF),
        "content_type": "application/pdf",
        "sha256": sha256,
        "property_id": house,
        "deal_id": deal,
        "lead_id": None,
        "metadata": {"name": "Title Report.pdf", "size": len(PDF), "sha256": sha256},
        "user_id": str(ann.id),
        "uploaded_by": str(ann.id),
    }
    assert {name: row[name] for name in expected} == expected
    shown = docs("show", row["id"][:8], "--json").json
    assert {name: shown[name] for name in FIELDS} == row
    assert list(shown)[len(FIELDS) :] == ["deal_title", "lead_name", "linked_properties"]
    assert shown["deal_title"] == "Maple"
    assert shown["linked_properties"] == [
        {"id": house, "address": "418 Maple Ave, Dayton, OH 45402", "primary": False}
    ]
    [kept] = kept_files(doughy)
    assert kept.name == sha256
    assert kept.read_bytes() == PDF
    assert kept.stat().st_mode & 0o777 == 0o600
    for folder in (kept.parent, kept.parent.parent, kept.parent.parent.parent):
        assert folder.stat().st_mode & 0o777 == 0o700
    event = "SELECT description, metadata FROM deal_events WHERE event_type = 'document_uploaded'"
    assert ann.sql(event) == [
        (
            "Title Report",
            {"document_id": row["id"], "title": "Title Report", "type": "title_search"},
        )
    ]
    assert docs("edit", row["id"], "--title", "Title, clean", "--no-deal", "--json").json == {
        **(edited := docs("list", "--json").json[0]),
        "title": "Title, clean",
        "deal_id": None,
    }
    stale = docs("edit", row["id"], "--title", "x", "--if-unchanged-since", row["updated_at"])
    assert (stale.code, stale.err.count("was changed since you read it")) == (5, 1)
    assert docs("edit", row["id"], "--type", "w9").code == 2
    assert docs("edit", row["id"]).code == 2
    assert edited["about"] == row["about"]


def test_both_tiers_are_one_list(docs: Docs, add: Add, file: File, ann: Person) -> None:
    house, other = some_property(ann, "418 Maple Ave"), some_property(ann, "12 Elm St")
    lead = some_lead(ann, "Ada Quill", "ada@example.com")
    deal = some_deal(ann, "Maple and Elm")
    deed = add(file("deed.pdf"), "--property", house)
    w9 = add(file("w9.csv", b"name,tax\nAda,1\n"), "--type", "w9", "--lead", "ada@example.com")
    survey = add(
        *(file("survey.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "--type", "survey"),
        *("--property", house, "--property", other, "--deal", deal, "--title", "Both of them"),
    )
    loose = add(file("bill.txt", b"paid"), "--type", "receipt")
    assert (w9["tier"], w9["phase"], w9["about"], w9["properties"]) == (
        *("seller", "other", "Ada Quill", 0),
    )
    assert (w9["content_type"], w9["lead_id"], w9["uploaded_by"]) == ("text/csv", lead, None)
    assert w9["metadata"]["sha256"] == hashlib.sha256(b"name,tax\nAda,1\n").hexdigest()
    assert (survey["properties"], survey["content_type"]) == (2, "image/png")

    def listed(*flags: str) -> list[str]:
        done = docs("list", *flags, "--json")
        assert done.code == 0, done.err
        return sorted(each["title"] for each in done.json)

    assert listed() == ["Both of them", "bill", "deed", "w9"]
    assert listed("--phase", "research") == ["Both of them"]
    assert listed("--phase", "transaction", "--phase", "other") == ["bill", "deed", "w9"]
    assert listed("--type", "W9", "--type", "deed") == ["deed", "w9"]
    assert listed("--tier", "seller") == listed("--lead", "ada@example.com") == ["w9"]
    assert listed("--property", "418 maple") == ["Both of them", "deed"]
    assert listed("--property", "12 elm st") == listed("--shared") == ["Both of them"]
    assert listed("--deal", deal) == ["Both of them"]
    assert listed("--unattached") == ["bill"]
    assert listed("--search", "BILL") == ["bill"]
    assert listed("--since", "today", "--mine") == listed()
    assert listed("--until", "-1d") == []
    by_size = docs("list", "--sort", "-size", "--limit", "1", "--fields", "id", "-o", "tsv")
    assert by_size.out.strip() == deed["id"]
    assert docs("list", "--sort", "nothing").code == 2
    table = docs("list", "-o", "table").out
    assert [word for word in ("TYPE", "PHASE", "SIZE", "LINKED") if word not in table] == []
    # What `list` writes into a pipe, the other commands read; of both tables.
    ids = docs("list").out
    assert len(docs("show", "-", "--json", stdin=ids).json) == 4
    nothing = docs("show", "00000000")
    assert (nothing.code, "doughy docs list" in nothing.err) == (3, True)
    for refused in (
        ("add", file(), "--type", "w9"),
        ("add", file(), "--type", "survey", "--lead", lead),
        ("add", file(), "--type", "deed", "--lead", lead, "--property", house),
        ("add", file(), "--type", "surveey"),
        ("add", file(), file("b"), "--type", "deed", "--title", "x"),
        ("add", file(), "--type", "deed", "--primary"),
        ("add", file(), "--type", "deed", "--package"),
        ("list", "--lead", lead, "--property", house),
    ):
        done = docs(*refused)
        assert (done.code, done.err.count("\n") <= 3) == (2, True), done.err
    assert "Did you mean survey?" in docs("add", file(), "--type", "surveey").err
    assert len(listed()) == 4
    assert loose["about"] is None


def test_package_deals(
    docs: Docs, add: Add, file: File, ann: Person, ben: Person, doughy: Program
) -> None:
    first, second, third = (some_property(ann, f"{each} Elm St") for each in (1, 2, 3))
    deal = some_deal(ann, "Three at once", first)
    row = add(file("pa.pdf"), "--type", "purchase_agreement", "--deal", deal, "--property", second)
    doc = row["id"]
    linked = docs("link", doc, "--package", "--property", "3 elm st", "--json")
    assert linked.code == 0, linked.err
    assert [each["id"] for each in linked.json["linked_properties"]] == [second, first, third]
    assert linked.json["properties"] == 3
    assert docs("list", "--json").json[0]["properties"] == 3
    ready = doughy("deals", "ready", deal, "--json", person=ann).json
    there = {each["name"][:6]: each["title"] for each in ready["papers"] if each["there"]}
    assert there == {"1 Elm ": "pa", "2 Elm ": "pa", "3 Elm ": "pa"}
    packed = add(file("hud.pdf"), "--type", "hud1", "--deal", deal, "--package")
    assert packed["properties"] == 3
    # Of a property one document is the main one.
    assert docs("link", doc, "--property", third, "--primary", "--json").json["primary"]
    assert "linked already" in docs("link", doc, "--property", third, "--primary").err
    main = "SELECT document_id::text FROM re_property_documents WHERE is_primary"
    assert ann.sql(main) == [(doc,)]
    assert docs("link", packed["id"], "--property", third, "--primary").code == 0
    assert ann.sql(main) == [(packed["id"],)]
    # The document's own property gives way to another one that it is linked to.
    left = docs("unlink", doc, "--property", second, "--json").json
    assert left["property_id"] in (first, third)
    assert docs("unlink", doc, "--property", second).code == 3
    dry = docs("unlink", doc, "--package", "--dry-run", "--json").json
    assert (dry["properties"], dry["property_id"]) == (0, None)
    theirs = some_property(ben, "9 Ben St")
    assert docs("link", doc, "--property", theirs).code == 3
    asked = docs("rm", doc)
    assert asked.code == 2
    assert "pa is shared by 2 properties: " in asked.err
    done = docs("rm", doc, packed["id"], "--yes", "--json")
    assert [each["id"] for each in done.json] == [doc, packed["id"]]
    assert kept_files(doughy) == []
    assert ann.sql("SELECT count(*) FROM re_property_documents") == [(0,)]
    types = "SELECT metadata ->> 'type', metadata ->> 'title' FROM deal_events"
    uploaded = ann.sql(f"{types} WHERE event_type = 'document_uploaded' ORDER BY created_at")
    assert uploaded == [("purchase_agreement", "pa"), ("hud1", "hud")]


def test_the_same_content_is_kept_once(
    docs: Docs, add: Add, file: File, ann: Person, kept: Kept
) -> None:
    lead = some_lead(ann, "Ada Quill")
    one, two = file("a.pdf"), file("b.pdf")
    done = docs("add", one, two, "--type", "deed", "--json")
    assert [each["name"] for each in done.json] == ["a.pdf", "b.pdf"]
    third = add(file("c.pdf"), "--type", "id", "--lead", lead)
    [url] = kept.urls()
    assert kept.read(url) == PDF
    assert url.endswith(hashlib.sha256(PDF).hexdigest())
    assert len({each["file_url"] for each in [*done.json, third]}) == 1
    ids = [each["id"] for each in [*done.json, third]]
    assert docs("rm", *ids[:2], "--yes").code == 0
    assert kept.urls() == [url]
    assert docs("rm", ids[2], "--yes").code == 0
    assert kept.urls() == []
    # A document that is damaged is no place to find the same content in.
    add(one)
    kept.write(kept.urls()[0], PDF.replace(b"a", b"A"))
    again = add(two)
    assert docs("get", again["id"], "--to", "-").out == PDF.decode()
    assert len(kept.urls()) == 2


def test_an_offer_above_the_limit_says_why(docs: Docs, file: File, ann: Person) -> None:
    house = some_property(ann, "418 Maple Ave")
    ann.sql("UPDATE re_properties SET arv = 200000, repair_estimate = 20000")
    deal = some_deal(ann, "Maple", house)
    offer = ("add", file("offer.pdf"), "--type", "offer", "--deal", deal, "--json")
    below = docs(*offer, "--amount", "90,000")
    assert (below.code, below.json["metadata"]["amount"]) == (0, "90000.00")
    above = docs(*offer, "--amount", "150000")
    assert (above.code, above.error["code"]) == (2, "reason_needed")
    assert "an offer of $150,000.00 is $30,000.00 above" in above.error["message"]
    ann.sql("UPDATE deals SET estimated_value = 150000")
    assert "its value of $150,000.00 is $30,000.00 above" in docs(*offer).error["message"]
    said = docs(*offer, "--reason", "The roof is new")
    assert (said.code, said.json["metadata"]["reason"]) == (0, "The roof is new")
    assert docs("add", file(), "--type", "deed", "--amount", "1").code == 2


def test_dry_runs_and_links(docs: Docs, file: File, ann: Person, doughy: Program) -> None:
    dry = docs("add", file(), "--type", "deed", "--dry-run", "--json")
    assert (dry.code, dry.json["title"]) == (0, "deed")
    assert kept_files(doughy) == []
    assert docs("list", "--json").json == []
    url = "https://example.com/closing/settlement%20statement.pdf"
    link = docs("add", url, "--type", "hud1", "--json").json
    assert (link["title"], link["file_url"]) == ("settlement statement", url)
    assert (link["size"], link["sha256"], link["metadata"]) == (None, None, None)
    got = docs("get", link["id"])
    assert (got.code, "It is a link" in got.err) == (1, True)
    assert docs("open", link["id"]).out.strip() == url
    checked = docs("verify")
    assert (checked.code, "1 document not checked: links" in checked.err) == (0, True)
    for bad in ("https://", "https://a b.example.com/x", "http://x.example.com/\x1b[31m"):
        assert docs("add", bad, "--type", "hud1").code == 2
        ann.sql("UPDATE re_documents SET file_url = %s", bad)
        by_hand = docs("open", link["id"], "--json")
        assert (by_hand.code, by_hand.out, by_hand.error["code"]) == (1, "", "outside")
    assert docs("rm", link["id"], "--dry-run").code == 0
    assert len(docs("list", "--json").json) == 1
    assert docs("rm", link["id"], "--yes").code == 0


def test_names_of_files(docs: Docs, add: Add, file: File, tmp_path: Path) -> None:
    strange = file("a\nb\x1b[31m.pdf")
    long = file("x" * 251 + ".pdf")
    odd = Path(str(strange.parent) + "/caf\udce9.pdf")
    odd.write_bytes(PDF)
    row = add(strange)
    assert (row["title"], row["name"]) == ("a b [31m", "a\nb\x1b[31m.pdf")
    assert "\x1b" not in docs("list").out
    assert "name\ta\\nb\\x1b[31m.pdf" in docs("show", row["id"]).out
    assert add(long)["title"] == "x" * 251
    assert add(odd)["name"] == "caf\ufffd.pdf"
    out = tmp_path / "out"
    out.mkdir()
    ids = [each["id"] for each in docs("list", "--json").json]
    assert docs("get", *ids, "--to", out).code == 0
    names = sorted(each.name for each in out.iterdir())
    assert names == ["a_b_[31m.pdf", "caf\ufffd.pdf", "x" * 251 + ".pdf"]
    # Those of one command are in the order of their titles; names come from stdin as well.
    given = "\n".join(str(file(f"{each}.pdf", each.encode())) for each in "cabed")
    assert docs("add", "-", "--type", "photo", stdin=given + "\n").code == 0
    listed = docs("list", "--type", "photo", "--json").json
    assert "".join(each["title"] for each in listed) == "abcde"
    nothing = docs("add", "-", "--type", "photo", stdin="\n")
    assert (nothing.code, "stdin holds no names of files" in nothing.err) == (2, True)
