"""`doughy can VERB NOUN ID`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from doughy_cli.permissions.trials import TABLES, TRIALS
from doughy_cli.permissions.verbs import VERBS
from tests.deals.conftest import own_deal, own_lead, own_property

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program


def test_each_pair_has_its_statement() -> None:
    assert {noun: set(verbs) for noun, verbs in VERBS.items()} == {
        noun: set(trials) for noun, trials in TRIALS.items()
    }
    assert list(TABLES) == list(VERBS)


def _belongings(person: Person) -> dict[str, str]:
    """Give a person one record of each kind; return the ids by noun."""
    house = own_property(person, "418 Maple Ave")
    deal = own_deal(person, "D", property_id=house)
    made = {
        "leads": own_lead(person, "Ada", email="ada@example.com"),
        "properties": house,
        "deals": deal,
        "users": str(person.id),
    }
    for noun, statement in (
        ("contacts", "INSERT INTO contacts (first_name) VALUES ('Bo') RETURNING id"),
        ("docs", "INSERT INTO re_documents (title, type, file_url)"
                 " VALUES ('Deed', 'deed', 'x') RETURNING id"),
        ("keys", "INSERT INTO api_keys (service, key_ciphertext)"
                 " VALUES ('maps', 'x') RETURNING id"),
        ("jobs", "INSERT INTO ai_jobs (deal_id, job_type)"
                 " SELECT id, 'comps' FROM deals RETURNING id"),
    ):  # fmt: skip
        made[noun] = str(person.sql(statement)[0][0])
    return made


def _snapshot(database: Database) -> list[Any]:
    tables = ("leads", "contacts", "re_properties", "deals", "deal_events", "lead_events",
              "re_documents", "api_keys", "ai_jobs", "profiles", "system_logs")  # fmt: skip
    return [database.sql(f"SELECT * FROM {table} ORDER BY id") for table in tables]  # noqa: S608


def test_every_pair_of_ones_own_and_of_anothers(
    doughy: Program, database: Database, ann: Person, ben: Person, admin: Person
) -> None:
    support = database.add("sam@example.com", "support")
    own = _belongings(ann)
    before = _snapshot(database)
    refused = {("users", "set-role")}  # of one's own: that is for admins
    pairs = [(noun, verb) for noun, verbs in VERBS.items() for verb in verbs]
    for noun, verb in pairs:
        done = doughy("can", verb, noun, own[noun], "--json", person=ann)
        expected = 8 if (noun, verb) in refused else 0
        assert (done.code, done.json["allowed"]) == (expected, expected == 0), (verb, noun, done)
        assert doughy("can", verb, noun, own[noun], person=ben).code == 3, (verb, noun)
    for noun, verb in (("leads", "rm"), ("deals", "move"), ("deals", "note"), ("docs", "rm"),
                       ("jobs", "cancel"), ("properties", "rm"), ("contacts", "edit")):  # fmt: skip
        for person in (support, admin):
            done = doughy("can", verb, noun, own[noun], "--json", person=person)
            assert (done.code, done.json["code"]) == (8, "not_permitted"), (verb, noun, done)
            assert doughy("can", "show", noun, own[noun], person=person).code == 0
    assert doughy("can", "set-role", "users", "ann@example.com", person=admin).code == 0
    assert doughy("can", "set-role", "users", "ann@example.com", person=support).code == 8
    assert doughy("can", "show", "keys", "maps", person=support).code == 3
    assert _snapshot(database) == before


def test_what_is_said(doughy: Program, ann: Person, admin: Person) -> None:
    own = _belongings(ann)
    row = doughy("can", "EDIT", "deal", own["deals"][:8], "--json", person=ann).json
    assert row == {
        "verb": "edit",
        "noun": "deals",
        "id": own["deals"],
        "name": "D",
        "allowed": True,
        "code": None,
        "reason": "It was tried, and taken back.",
    }
    told = doughy("can", "edit", "deals", own["deals"], "-o", "table", person=admin)
    assert "somebody else's to change" in told.out
    # What is in the way of an own deal is no lack of permission.
    lost = own_deal(ann, "Lost", status="lost", property_id=own["properties"])
    other = doughy("can", "reopen", "deals", lost, "--json", person=ann)
    assert (other.code, other.json["code"]) == (5, "duplicate")
    assert "has an active deal already" in other.json["reason"]
    for arguments, words in (
        (("edit", "offers", lost), "There are: leads, contacts"),
        (("purge", "deals", lost), "There are: show, edit, move"),
        (("edit", "deals"), "Missing argument"),
    ):
        done = doughy("can", *arguments, person=ann)
        assert (done.code, words in done.err) == (2, True), done.err
    shown = " ".join(doughy("can", "--help").out.split())
    assert [noun for noun in VERBS if f"{noun}: {', '.join(VERBS[noun])}" not in shown] == []
