"""`doughy properties offer` and `doughy deals offer`, and the question before one goes out."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doughy_cli.offers.rows import OfferRow
from tests.deals.conftest import own_deal, own_lead, own_property

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

FIELDS = [
    "property_id",
    "deal_id",
    "lead_id",
    "address",
    "method",
    "formula",
    "inputs",
    "steps",
    "maximum_offer",
    "figures_at",
    "figures",
    "purchase_price",
    "above_by",
    "documents",
    "saved_in",
    "event_id",
]


def document(person: Person, kind: str, **values: object) -> str:
    names = {"title": kind, "type": kind, "file_url": "file:///x", **values}
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO re_documents ({', '.join(names)}) VALUES ({marks}) RETURNING id"  # noqa: S608 (the test's own names)
    [(made,)] = person.sql(statement, *names.values())
    return str(made)


def test_the_fields_are_an_api() -> None:
    assert [each.name for each in fields(OfferRow)] == FIELDS


def test_a_property_s_offer_on_paper_and_as_json(doughy: Program, ann: Person) -> None:
    house = own_property(
        ann, "418 Maple Ave", arv="185000", repair_estimate="35000", purchase_price="95000"
    )
    comp = document(ann, "comp", property_id=house)
    inspection = document(ann, "inspection", property_id=house)
    document(ann, "photo", property_id=house)
    shown = doughy("properties", "offer", house, "--fee", "5,000", person=ann)
    assert (shown.code, shown.err) == (0, "")
    lines = [" ".join(line.split()) for line in shown.out.splitlines()]
    assert f"ARV $185,000.00 from the property: comp {comp[:8]}" in lines
    assert f"Repairs $35,000.00 from the property: inspection {inspection[:8]}" in lines
    assert "ARV × percent 185,000.00 × 70 % = $129,500.00" in lines
    assert "MAO 129,500.00 − 35,000.00 − 5,000.00 = $89,500.00" in lines
    assert "The purchase price on record, $95,000.00, is $5,500.00 above it." in lines

    found = doughy("properties", "offer", "418 maple ave", "--json", person=ann).json
    assert list(found) == FIELDS
    assert found["maximum_offer"] == "94500.00" and found["above_by"] == "500.00"
    assert found["inputs"][0] == {
        "name": "arv",
        "label": "ARV",
        "value": "185000.00",
        "unit": "money",
        "source": "property",
        "documents": [comp],
    }
    assert {each["name"]: each["source"] for each in found["inputs"]}["percent"] == "default"
    assert found["steps"][0]["value"] == "129500.00"
    # A number that is typed in rests on no document, unless one is named.
    typed: Any = doughy("properties", "offer", house, "--arv", "200000", "--json", person=ann).json
    assert typed["inputs"][0]["documents"] == []
    named = ("properties", "offer", house, "--arv", "200000", "--comp", comp[:8], "--json")
    assert doughy(*named, person=ann).json["inputs"][0]["documents"] == [comp]
    wrong = doughy("properties", "offer", house, "--comp", inspection, person=ann)
    assert wrong.code == 5 and "is inspection, not comp" in wrong.err


def test_the_configuration_is_asked(doughy: Program, ann: Person) -> None:
    house = own_property(ann, "418 Maple Ave", arv="185000", repair_estimate="35000")
    config = doughy.home / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[offers]\npercent = 65\nfee = 2500\n")
    found = doughy("properties", "offer", house, "--json", person=ann).json
    assert found["maximum_offer"] == "82750.00"
    assert {each["name"]: each["source"] for each in found["inputs"]}["fee"] == "config"
    config.write_text("[offers]\nprofit = 1\n")
    bad = doughy("properties", "offer", house, person=ann)
    assert bad.code == 2 and "no key 'profit'" in bad.err and str(config) in bad.err


def test_bad_input_is_one_line(doughy: Program, ann: Person, ben: Person) -> None:
    house = own_property(ann, "418 Maple Ave", arv="0")
    theirs = own_property(ben, "9 Elm St", arv="100000")

    def refused(code: int, words: str, *flags: str, of: str = house) -> None:
        done = doughy("properties", "offer", of, *flags, person=ann)
        assert done.code == code, done.err
        assert words in done.err and "Traceback" not in done.err and not done.out

    refused(2, "ARV and Repairs are not known", "--fee", "1")
    refused(2, "Repairs is not known", "--arv", "100000")
    refused(2, "--arv must be from $0.01", "--arv", "0", "--repairs", "1")
    refused(2, "--arv: 'NaN' is not an amount", "--arv", "NaN")
    refused(2, "not an amount from 0", "--arv", "1e30")
    refused(2, "not an amount from 0", "--repairs=-1")
    refused(2, "--percent must be from 1 % to 100 %", "--percent", "120", "--arv", "1")
    refused(2, "--percent: 'inf' is not a number", "--percent", "inf")
    refused(2, "--rent is not for --method mao", "--rent", "1")
    refused(2, "--dry-run is for --save", "--arv", "1", "--repairs", "1", "--dry-run")
    refused(3, "There is no property", of=theirs)
    refused(3, "There is no property", of="zz")
    negative = doughy(
        "properties", "offer", house, "--arv", "10000", "--repairs", "9000", person=ann
    )
    assert negative.code == 0 and "There is no offer in these numbers" in negative.out
    assert "-$2,000.00" in negative.out


def test_saving_goes_to_the_deal_else_to_the_lead(
    doughy: Program, ann: Person, admin: Person
) -> None:
    values = {"arv": "185000", "repair_estimate": "35000"}
    house = own_property(ann, "418 Maple Ave", **values)
    nowhere = doughy("properties", "offer", house, "--save", person=ann)
    assert nowhere.code == 5 and "no timeline can keep the offer" in nowhere.err
    lead = own_lead(ann, "Ada Quill")
    ann.sql("UPDATE re_properties SET lead_id = %s WHERE id = %s", lead, house)
    of_lead = doughy("properties", "offer", house, "--save", "--json", person=ann)
    assert (of_lead.json["saved_in"], of_lead.err) == ("lead", "Kept in the lead's timeline.\n")
    deal = own_deal(ann, "418 Maple Ave", property_id=house)
    comp = document(ann, "comp", deal_id=deal)
    dry = doughy("deals", "offer", deal, "--save", "--dry-run", person=ann)
    assert "Dry run" in dry.err and _kept(ann) == []
    doughy("properties", "offer", house, "--save", person=ann)
    rented = ("--method", "cash-flow", "--rent", "1800", "--save", "--json")
    assert doughy("deals", "offer", deal[:8], *rented, person=ann).json["saved_in"] == "deal"
    (first, metadata), (second, _) = _kept(ann)
    assert first == "mao: 129,500.00 − 35,000.00 − 0.00 = 94,500.00"
    assert second.startswith("cash-flow: least of ")
    assert metadata["maximum_offer"] == "94500.00"
    assert metadata["formula"] == "MAO = ARV × percent − repairs − fee"
    assert metadata["inputs"][0]["documents"] == [comp]
    assert metadata["documents"][0]["title"] == "comp"
    # Staff see it, and write nothing into somebody else's timeline.
    assert doughy("deals", "offer", deal, person=admin).code == 0
    theirs = doughy("deals", "offer", deal, "--save", person=admin)
    assert theirs.code == 8 and len(_kept(ann)) == 2


def _kept(person: Person) -> list[tuple[str, Any]]:
    return person.sql(  # type: ignore[return-value]
        "SELECT description, metadata FROM deal_events "
        "WHERE event_type = 'offer_calculated' ORDER BY created_at"
    )


def test_an_offer_above_the_maximum_asks_why(doughy: Program, ann: Person) -> None:
    house = own_property(ann, "418 Maple Ave", arv="185000", repair_estimate="35000")
    deal = own_deal(ann, "Maple", property_id=house, estimated_value="120000")

    def move(*words: str) -> Result:
        return doughy("deals", "move", deal, *words, "--no-input", person=ann)

    asked = move("offer_sent")
    assert asked.code == 2 and "Give a --reason" in asked.err
    assert "$120,000.00 is $25,500.00 above the MAO of the property's ARV" in asked.err
    assert move("negotiating").code == 2  # skipping the stage skips no question
    edited = doughy("deals", "edit", deal, "--stage", "offer_sent", person=ann)
    assert edited.code == 2 and f"doughy deals move {deal[:8]} offer_sent --reason" in edited.err
    fits = ("--estimated-value", "90000", "--stage", "offer_sent", "--dry-run")
    assert doughy("deals", "edit", deal, *fits, person=ann).code == 0
    assert move("analyzing").code == 0
    # What the timeline keeps goes before what the property says.
    doughy("deals", "offer", deal, "--percent", "75", "--save", person=ann)
    assert "above the maximum kept on" in move("offer_sent").err
    assert move("offer_sent", "--reason", "A cash buyer waits").code == 0
    [(words, metadata)] = ann.sql(
        "SELECT description, metadata FROM deal_events WHERE event_type = 'note_added'"
    )
    assert words == "A cash buyer waits"
    assert "is $16,250.00 above the maximum" in metadata["against"][0]
    # From here on the offer is out: no question at the next stages.
    assert move("negotiating").code == 0
    within = own_deal(ann, "Elm", property_id=own_property(ann, "9 Elm St"), estimated_value="1")
    assert doughy("deals", "move", within, "offer_sent", "--no-input", person=ann).code == 0


def test_a_deal_without_a_property_takes_flags(doughy: Program, ann: Person) -> None:
    deal = own_deal(ann, "Just an idea")
    found = doughy(
        "deals", "offer", deal, "--arv", "100000", "--repairs", "0", "--json", person=ann
    )
    assert found.json["maximum_offer"] == "70000.00"
    assert (found.json["property_id"], found.json["address"]) == (None, "Just an idea")
    assert json.loads(found.out)["figures"] == []


def test_the_worked_examples_of_the_document(doughy: Program, ann: Person) -> None:
    """docs/offers.md shows what the program prints, to the letter."""
    text = (Path(__file__).parents[2] / "docs" / "offers.md").read_text()
    own_property(
        ann, "418 Maple Ave", arv="185000", repair_estimate="35000", purchase_price="95000"
    )
    examples = text.split("```\n$ ")[1:]
    assert len(examples) == 3
    for example in examples:
        command, _, wanted = example.split("\n```")[0].partition("\n")
        words = command.removeprefix("doughy ").replace("'418 Maple Ave'", "418_Maple_Ave").split()
        arguments = [word.replace("_", " ") if "_Maple_" in word else word for word in words]
        shown = doughy(*arguments, person=ann, env={"COLUMNS": "84"})
        assert shown.out.rstrip("\n") == wanted, command
