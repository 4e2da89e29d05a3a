"""`doughy deals ready`: the papers of a closing, from three tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doughy_cli.db import tables
from doughy_cli.papers import LEAD_TYPES, PROPERTY_TYPES
from tests.deals.conftest import own_deal, own_property

if TYPE_CHECKING:
    from tests.deals.conftest import Deals
    from tests.harness import Person, Program

PAPERS = ["of", "id", "name", "requirement", "there", "document_id", "type", "title"]


def document(person: Person, kind: str, **values: object) -> str:
    """Give a person a document; return its id."""
    row = {"title": f"The {kind}", "type": kind, "file_url": "x", **values}
    marks = ", ".join(["%s"] * len(row))
    [(made,)] = person.sql(
        f"INSERT INTO re_documents ({', '.join(row)}) VALUES ({marks}) RETURNING id",  # noqa: S608
        *row.values(),
    )
    return str(made)


def test_the_types_are_the_databases_own() -> None:
    assert list(PROPERTY_TYPES) == list(tables.DocumentType)
    assert list(LEAD_TYPES) == list(tables.LeadDocumentType)


def test_a_package_deal_gets_ready(
    deals: Deals, ann: Person, ben: Person, admin: Person, lead: str, house: str
) -> None:
    deal = own_deal(ann, "Package", lead_id=lead, property_id=house, stage="closing")
    other = own_property(ann, "1 Elm St")
    first = deals("ready", deal, "--json")
    assert first.code == 1
    assert list(first.json) == ["deal_id", "title", "stage", "ready", "lacking", "papers"]
    assert list(first.json["papers"][0]) == PAPERS
    assert [each["requirement"] for each in first.json["papers"]] == [
        *("purchase_agreement|contract", "title_search", "inspection"),
        *("closing_statement|hud1", "deed", "id", "w9"),
    ]
    # One document of two properties makes the deal a package.
    both = document(ann, "contract", deal_id=deal, property_id=house)
    ann.sql("INSERT INTO re_property_documents (property_id, document_id) VALUES (%s, %s)",
            other, both)  # fmt: skip
    document(ann, "hud1", deal_id=deal)  # of the whole deal
    for place in (house, other):
        document(ann, "title_search", property_id=place)
        document(ann, "deed", property_id=place)
    document(ann, "inspection", property_id=house)
    for kind in ("id", "w9"):
        ann.sql("INSERT INTO re_lead_documents (lead_id, title, type, file_url)"
                " VALUES (%s, 'Seller', %s, 'x')", lead, kind)  # fmt: skip
    # Another deal's paper about the property is not this one's.
    old = own_deal(ann, "Old", status="lost", property_id=other)
    document(ann, "inspection", property_id=other, deal_id=old)
    almost = deals("ready", deal, "--json")
    assert almost.code == 1
    assert almost.json["lacking"] == ["1 Elm St, Dayton, OH 45402: inspection"]
    table = deals("ready", deal[:8], "-o", "table")
    lines = [line.split() for line in table.out.splitlines()]
    assert table.out.splitlines()[0].split("  ")[0] == "PAPER"
    assert ["inspection", "yes", "–"] in lines
    assert ["deed", "yes", "yes"] in lines
    assert ["w9", "yes"] in lines
    assert "Not ready: 1 Elm St" in table.err
    assert len(deals("ready", deal, "-o", "tsv").out.splitlines()) == 12
    document(ann, "inspection", deal_id=deal, property_id=other)
    done = deals("ready", deal, "--json")
    assert (done.code, done.json["ready"], done.json["lacking"]) == (0, True, [])
    contract = done.json["papers"][0]
    assert (contract["document_id"], contract["type"]) == (both, "contract")
    assert deals("ready", deal, "--fields", "ready,lacking", "--json", person=admin).json == {
        "ready": True, "lacking": [],
    }  # fmt: skip
    assert deals("ready", deal, person=ben).code == 3


def test_a_deal_without_anything(deals: Deals, ann: Person, doughy: Program) -> None:
    bare = own_deal(ann, "Bare")
    document(ann, "deed", deal_id=bare)
    row = deals("ready", bare, "--json").json
    assert row["lacking"][:2] == ["the deal has no property", "the deal has no lead"]
    assert [each["of"] for each in row["papers"] if each["there"]] == ["deal"]
    named = ann.sql("INSERT INTO leads (name) VALUES ('Bare') RETURNING id::text")[0][0]
    of_lead = own_deal(ann, "Bare", lead_id=named)
    heading = deals("ready", of_lead, "-o", "table").out.splitlines()[0].split("  ")
    assert [each.strip() for each in heading if each] == ["PAPER", "DEAL: BARE", "LEAD: BARE"]
    config = doughy.home / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('[closing]\nproperty = ["deed"]\nlead = []\n')
    assert deals("ready", bare, "--json").json["lacking"] == ["the deal has no property"]
    for content, words in (
        ("closing = 3", "must be a table"),
        ("[closing]\nseller = []", "no key 'seller'"),
        ('[closing]\nproperty = "deed"', "must be a list"),
        ('[closing]\nlead = ["deed"]', "'deed' is no type"),
    ):
        config.write_text(content)
        done = deals("ready", bare)
        assert (done.code, words in done.err) == (2, True), done.err
