"""`leads convert`: deals of leads, about their properties or the addresses they carry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.conftest import answered
from tests.leads.importing.conftest import BLOCKED, wait_for

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads

FIELDS = [
    *("id", "title", "status", "stage", "lead_id", "lead_name", "lead_status", "property_id"),
    *("property_address", "property_is_new", "estimated_value", "probability", "next_action"),
    "next_action_due",
]
MAPLE = {"address_line_1": "418 Maple Ave", "city": "Dayton", "state": "OH", "zip": "45402"}


def imported(person: Person, lead: dict[str, Any], address: dict[str, str]) -> None:
    """Let a lead carry an address as an import keeps it."""
    person.sql(
        "INSERT INTO lead_events (lead_id, event_type, metadata) VALUES (%s, 'imported', %s)",
        lead["id"],
        json.dumps({"address": address}),
    )


def owned(person: Person, lead: dict[str, Any] | None, street: str, **more: str) -> str:
    """Make a property, the lead's if one is given; return its id."""
    values = {**MAPLE, "address_line_1": street, **more}
    person.sql(
        "INSERT INTO re_properties (lead_id, address_line_1, address_line_2, city, state, zip) "
        "VALUES (%s, %s, %s, %s, %s, %s)",
        lead and lead["id"],
        *(values.get(part) for part in ("address_line_1", "address_line_2")),
        *(values[part] for part in ("city", "state", "zip")),
    )
    ((found,),) = person.sql("SELECT id FROM re_properties WHERE address_line_1 = %s", street)
    return str(found)


def test_a_lead_becomes_a_deal_about_a_property_made_of_its_address(
    leads: Leads, add: Add, ann: Person
) -> None:
    ada = add("Ada")
    imported(ann, ada, {**MAPLE, "address_line_2": "Unit 4"})
    done = leads(
        *("convert", ada["id"], "--estimated-value", "$250,000", "--probability", 10),
        *("--next-action", "Call", "--next-action-due", "2026-08-01", "--json"),
    )
    assert done.code == 0, done.err
    (deal,) = done.json
    assert list(deal) == FIELDS
    assert (deal["title"], deal["stage"], deal["status"]) == (
        *("418 Maple Ave", "initial_contact", "active"),
    )
    assert deal["property_address"] == "418 Maple Ave, Unit 4, Dayton, OH 45402"
    assert (deal["property_is_new"], deal["lead_status"]) == (True, "active")
    assert ann.sql("SELECT id::text, lead_id::text, zip FROM re_properties") == [
        (deal["property_id"], ada["id"], "45402")
    ]
    assert ann.sql(
        "SELECT id::text, lead_id::text, property_id::text, estimated_value::text, probability,"
        " next_action FROM deals"
    ) == [(deal["id"], ada["id"], deal["property_id"], "250000.00", 10, "Call")]
    assert ann.sql("SELECT status::text FROM leads") == [("active",)]


def test_a_lead_without_an_address_becomes_a_deal_with_its_name(
    leads: Leads, add: Add, ann: Person
) -> None:
    ada = add("Ada", "--status", "qualified")
    imported(ann, ada, {"address_line_1": "418 Maple Ave", "city": "Dayton"})
    done = leads("convert", ada["id"], "--json")
    (deal,) = done.json
    assert (deal["title"], deal["property_id"], deal["lead_status"]) == ("Ada", None, "qualified")
    assert "no property, because the lead's address has no state and ZIP code." in done.err
    assert ann.sql("SELECT count(*) FROM re_properties") == [(0,)]


def test_each_property_of_a_lead_gets_a_deal(leads: Leads, add: Add, ann: Person) -> None:
    ada = add("Ada")
    ids = {owned(ann, ada, "1 Elm St"), owned(ann, ada, "2 Elm St")}
    done = leads("convert", ada["id"], "--json")
    assert {deal["property_id"] for deal in done.json} == ids
    assert {deal["title"] for deal in done.json} == {"1 Elm St", "2 Elm St"}
    assert not any(deal["property_is_new"] for deal in done.json)
    assert "Made 2 deals of 1 lead." in done.err


def test_a_lead_with_an_open_deal_is_left_alone_unless_again(
    leads: Leads, add: Add, ann: Person
) -> None:
    ada = add("Ada")
    (first,) = leads("convert", ada["id"], "--json").json
    done = leads("convert", ada["id"], "--json")
    assert (done.code, done.json) == (0, [])
    assert (
        f"was left alone: deal {first['id'][:8]} (Ada) is open, at initial_contact. --again"
        in done.err
    )
    assert "No deal was made." in done.err
    again = leads("convert", ada["id"], "--again", "--title", "Second", "--json")
    assert [deal["title"] for deal in again.json] == ["Second"]
    ann.sql("UPDATE deals SET status = 'lost'")
    assert len(leads("convert", ada["id"], "--json").json) == 1


def test_a_property_has_one_active_deal(leads: Leads, add: Add, ann: Person) -> None:
    ada, ben = add("Ada"), add("Ben")
    owned(ann, ada, "1 Elm St")
    owned(ann, ada, "2 Elm St")
    imported(ann, ben, {**MAPLE, "address_line_1": "1 Elm Street."})
    done = leads("convert", ada["id"], ben["id"], "--json")
    assert len(done.json) == 2
    assert "(Ben): no second deal about 1 Elm St, Dayton, OH 45402; deal" in done.err
    again = leads("convert", ada["id"], "--again", "--json")
    assert again.json == []
    assert again.err.count("no second deal about") == 2


def test_an_address_that_is_there_is_not_made_twice(leads: Leads, add: Add, ann: Person) -> None:
    """Neither a property that is nobody's, which becomes the lead's, nor one of the same call."""
    ada, ben, cy = add("Ada"), add("Ben"), add("Cy")
    nobodys = owned(ann, None, "418 Maple Avenue", address_line_2="#4")
    imported(ann, ada, {**MAPLE, "address_line_2": "Apt 4"})
    for lead in (ben, cy):
        imported(ann, lead, {**MAPLE, "address_line_1": "5 Oak Rd"})
    done = leads("convert", ada["id"], ben["id"], cy["id"], "--json")
    assert [(deal["lead_name"], deal["property_is_new"]) for deal in done.json] == [
        *(("Ada", False), ("Ben", True)),
    ]
    assert done.json[0]["property_id"] == nobodys
    assert ann.sql("SELECT lead_id::text FROM re_properties ORDER BY created_at") == [
        *((ada["id"],), (ben["id"],)),
    ]
    assert "(Cy): no second deal" in done.err
    # Nobody works on Cy, who has no deal.
    assert ann.sql("SELECT name, status::text FROM leads ORDER BY name")[2] == ("Cy", "new")


def test_the_owners_contact_goes_before_the_import(leads: Leads, add: Add, ann: Person) -> None:
    ada = add("Ada")
    imported(ann, ada, {**MAPLE, "address_line_1": "1 Old Rd"})
    for relation, street in (("tenant", "2 Flat St"), ("owner", "3 Own St")):
        ann.sql(
            "INSERT INTO contacts (first_name, address) VALUES (%s, %s)",
            street,
            json.dumps({**MAPLE, "address_line_1": street}),
        )
        ann.sql(
            "INSERT INTO lead_contacts (lead_id, contact_id, relation) "
            "SELECT %s, id, %s FROM contacts WHERE first_name = %s",
            *(ada["id"], relation, street),
        )
    assert leads("convert", ada["id"], "--json").json[0]["title"] == "3 Own St"


def test_many_are_asked_about_and_stored_together(
    leads: Leads, add: Add, ann: Person, doughy: Program
) -> None:
    for number in range(4):
        imported(ann, add(f"Lead {number}"), {**MAPLE, "address_line_1": f"{number} Elm St"})
    unasked = leads("convert", "--where-status", "new")
    assert (unasked.code, unasked.out) == (2, "")
    assert "Make 4 deals of 4 leads, with 4 new properties?" in unasked.err
    code, screen = answered(doughy, ann, "n", "leads", "convert", "--where-status", "new")
    assert code == 130, screen
    dry = leads("convert", "--where-status", "new", "--dry-run", "--json")
    assert len(dry.json) == 4
    assert ann.sql("SELECT count(*) FROM deals UNION ALL SELECT count(*) FROM re_properties") == [
        *((0,), (0,)),
    ]
    done = leads("convert", "--where-status", "new", "--yes")
    assert done.code == 0, done.err
    assert ann.sql("SELECT count(*) FROM deals") == [(4,)]
    assert ann.sql("SELECT DISTINCT status::text FROM leads") == [("active",)]


def test_what_is_somebody_elses_is_not_converted(
    leads: Leads, add: Add, ann: Person, ben: Person
) -> None:
    ada = add("Ada")
    assert leads("convert", ada["id"], person=ben).code == 3
    gone = add("Gone")
    leads("rm", gone["id"])
    refused = leads("convert", ada["id"], gone["id"])
    assert (refused.code, "is deleted" in refused.err) == (5, True)
    assert ann.sql("SELECT count(*) FROM deals") == [(0,)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--where-"),
        (["ID", "--estimated-value", "much"], "--estimated-value: 'much' is not an amount"),
        (["ID", "--estimated-value", "NaN"], "from 0 to"),
        (["ID", "--estimated-value", "-1"], "from 0 to"),
        (["ID", "--probability", "101"], "--probability"),
        (["ID", "--stage", " "], "stage is empty"),
        (["ID", "--stage", "offre"], "'offre' is not a stage"),
        (["ID", "--stage", "won"], "doughy deals win"),
        (["ID", "OTHER", "--title", "x"], "--title is for one lead"),
    ],
)
def test_bad_input_is_told(
    leads: Leads, add: Add, ann: Person, arguments: list[str], words: str
) -> None:
    ids = {"ID": add("Ada")["id"], "OTHER": add("Ben")["id"]}
    done = leads("convert", *(ids.get(each, each) for each in arguments))
    assert (done.code, words in done.err) == (2, True), done.err
    assert ann.sql("SELECT count(*) FROM deals") == [(0,)]


def test_of_two_who_make_a_deal_about_one_property_the_second_is_told(
    doughy: Program, add: Add, ann: Person
) -> None:
    ada, bo = add("Ada"), add("Bo")
    held = owned(ann, ada, MAPLE["address_line_1"])
    imported(ann, bo, MAPLE)
    with ann.connect() as first:
        first.execute(b"BEGIN")
        first.execute("SELECT FROM re_properties WHERE id = %s FOR NO KEY UPDATE", [held])
        second = doughy.start("leads", "convert", bo["id"], person=ann)
        wait_for(ann, BLOCKED)
        first.execute(
            "INSERT INTO deals (title, stage, lead_id, property_id)"
            " VALUES ('First', 'offer', %s, %s)",
            [ada["id"], held],
        )
        first.execute(b"COMMIT")
        _, err = second.communicate()
    assert second.returncode == 0
    assert b"no second deal about 418 Maple Ave" in err and b"(First) is open" in err
