"""`doughy contacts list|show|add|edit|rm|restore`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.contacts import values
from doughy_cli.db import tables

if TYPE_CHECKING:
    from tests.contacts.conftest import Add, Contacts
    from tests.harness import Person

FIELDS = [
    "id",
    "first_name",
    "last_name",
    "company",
    "job_title",
    "email",
    "phone",
    "emails",
    "phones",
    "address",
    "sms_opt_status",
    "user_id",
    "is_deleted",
    "created_at",
    "updated_at",
]


def test_the_words_are_the_databases_own(ann: Person) -> None:
    assert list(values.OptStatus) == list(tables.OptStatus)
    [(check,)] = ann.sql(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conname = 'lead_contacts_relation_check'"
    )
    assert [each for each in values.Relation if f"'{each}'" not in check] == []
    assert check.count("'") == 2 * len(values.Relation)


def test_a_contact_with_everything(contacts: Contacts, lead: dict[str, Any]) -> None:
    done = contacts(
        *("add", "--first-name", " Bo ", "--last-name", "Quill", "--company", "Quill LLC"),
        *("--job-title", "Owner", "--email", "BO@example.com", "--phone", "(937) 555-0190"),
        *("--emails", "bo2@example.com", "--phones", "9375550191", "--phones", "937-555-0191"),
        *("--address", "12 Elm St", "--city", "Dayton", "--state", "OH", "--zip", "45402"),
        *("--sms-opt-status", "opted_in", "--lead", "ada@example.com", "--relation", "spouse"),
        "--json",
    )
    assert done.code == 0, done.err
    row = done.json
    assert list(row) == [*FIELDS, "leads"]
    assert row["leads"] == [
        {"id": lead["id"], "name": "Ada Quill", "relation": "spouse", "status": "new"}
    ]
    stored = {
        "first_name": "Bo",
        "email": "bo@example.com",
        "phone": "+19375550190",
        "emails": ["bo2@example.com"],
        "phones": ["+19375550191"],
        "address": {
            "address_line_1": "12 Elm St",
            "city": "Dayton",
            "state": "OH",
            "zip": "45402",
        },
        "sms_opt_status": "opted_in",
    }
    assert {name: row[name] for name in stored} == stored
    assert contacts("show", "bo@example.com", "--json").json == row
    again = contacts("add", "--from-json", "-", "--json", stdin=json.dumps(row)).json
    assert {**again, **{name: row[name] for name in ("id", "created_at", "updated_at")}} == {
        **row,
        "leads": [],
    }


def test_every_way_to_name_a_contact(contacts: Contacts, add: Add) -> None:
    row = add("Bo", "--email", "bo@example.com", "--phone", "+19375550190;ext=5")
    for way in (row["id"], row["id"][:6], "BO@example.com", "937 555 0190"):
        assert contacts("show", way, "--json").json["id"] == row["id"], way
    add("Cy", "--email", "bo@example.com")
    done = contacts("show", "bo@example.com", "--json")
    assert (done.code, done.error["code"]) == (5, "ambiguous_id")
    assert "(Bo)" in done.error["message"]
    done = contacts("show", "nobody@example.com", "--json")
    assert (done.code, done.error["hint"]) == (3, "See `doughy contacts list`.")


def test_what_narrows_the_list(contacts: Contacts, add: Add, lead: dict[str, Any]) -> None:
    add("Bo", "--last-name", "Quill", "--company", "Quill LLC", "--lead", lead["id"])
    add("Cy", "--phones", "9375550191", "--sms-opt-status", "opted_out")
    gone = add("Di", "--email", "di@example.com")
    contacts("rm", gone["id"])

    def found(*flags: object) -> list[str]:
        done = contacts("list", *flags, "--json")
        assert done.code == 0, done.err
        return [row["first_name"] for row in done.json]

    assert found() == ["Cy", "Bo"]
    assert found("--sort", "first_name") == ["Bo", "Cy"]
    assert found("--limit", 1) == ["Cy"]
    assert found("--search", "bo qui") == ["Bo"]
    assert found("--search", "(937) 555-0191") == ["Cy"]
    assert found("--search", "%") == []
    assert found("--company", "Quill LLC") == ["Bo"]
    assert found("--lead", "ada@example.com") == ["Bo"]
    assert found("--sms-opt-status", "opted_out") == ["Cy"]
    assert found("--deleted") == ["Di"]
    assert found("--with-deleted", "--mine") == ["Di", "Cy", "Bo"]
    assert contacts("list", "--sort", "emails").code == 2
    assert contacts("list", "--deleted", "--with-deleted").code == 2
    assert contacts("list", "--lead", "ffff").code == 3
    table = contacts("list", "-o", "table", "--limit", 1)
    assert table.out.split()[:4] == ["ID", "FIRST", "NAME", "LAST"]
    assert "1 of 2" in table.err
    shown = contacts("list", "--json").json
    assert list(shown[0]) == FIELDS


def test_edits_change_what_is_named_and_no_more(contacts: Contacts, add: Add, ann: Person) -> None:
    row = add("Bo", "--city", "Dayton", "--phones", "9375550191", "--email", "bo@example.com")
    done = contacts(
        *("edit", row["id"], "--state", "OH", "--last-name", "Quill", "--clear", "email"),
        *("--clear", "phones", "--json"),
    )
    assert done.code == 0, done.err
    changed = {"last_name": "Quill", "email": None, "phones": []}
    changed |= {"address": {"city": "Dayton", "state": "OH"}}
    assert {**row, **changed, "updated_at": ""} == {**done.json, "updated_at": "", "leads": []}
    again = contacts("edit", row["id"], "--state", "OH", "--clear", "phones")
    assert "Nothing to change" in again.err
    assert contacts("edit", row["id"], "--clear", "address", "--json").json["address"] is None
    tried = contacts("edit", row["id"], "--first-name", "Al", "--dry-run", "--json")
    assert tried.json["first_name"] == "Al"
    assert ann.sql("SELECT first_name FROM contacts") == [("Bo",)]


def test_many_are_asked_about(contacts: Contacts, add: Add, ann: Person) -> None:
    ids = "".join(f"{add(f'Contact {number}')['id']}\n" for number in range(4))
    for arguments in (("edit", "-", "--company", "Q"), ("rm", "-")):
        assert contacts(*arguments, stdin=ids).code == 2
        done = contacts(*arguments, "--yes", "--json", stdin=ids)
        assert (done.code, len(done.json)) == (0, 4)
    assert ann.sql("SELECT DISTINCT company, is_deleted FROM contacts") == [("Q", True)]


def test_deleting_can_be_taken_back(
    contacts: Contacts, add: Add, lead: dict[str, Any], ann: Person
) -> None:
    row = add("Bo", "--email", "bo@example.com", "--lead", lead["id"])
    assert contacts("rm", "bo@example.com", "--json").json["is_deleted"] is True
    assert "deleted already" in contacts("rm", row["id"]).err
    assert contacts("edit", row["id"], "--city", "Dayton").code == 5
    assert contacts("list", "--json").json == []
    assert contacts("restore", "bo@example.com", "--json").json["is_deleted"] is False
    assert contacts("show", row["id"], "--json").json["leads"][0]["id"] == lead["id"]


def test_who_opted_out_is_asked_about(contacts: Contacts, add: Add, ann: Person) -> None:
    row = add("Bo", "--sms-opt-status", "opted_out")
    assert contacts("edit", row["id"], "--sms-opt-status", "opted_in").code == 2
    assert ann.sql("SELECT sms_opt_status FROM contacts") == [("opted_out",)]
    assert contacts("edit", row["id"], "--sms-opt-status", "opted_in", "--yes").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["add"], 2, "needs a name"),
        (["add", "--city", "Dayton"], 2, "needs a name"),
        (["add", "--first-name", " "], 2, "first_name is empty"),
        (["add", "--first-name", "x" * 301], 2, "longer than 300"),
        (["add", "--email", "nope"], 2, "'nope' cannot be an e-mail"),
        (["add", "--phones", "12"], 2, "'12' cannot be a phone"),
        (["add", "--first-name", "Bo", "--lead", "ffff"], 3, "no lead 'ffff'"),
        (["add", "--from-json", "-"], 2, "is not JSON"),
        (["edit", "ffff", "--city", "Dayton"], 3, "no contact 'ffff'"),
        (["edit", "ffff"], 2, "Nothing to change"),
        (["edit", "ffff", "--email", "a@b.co", "--clear", "email"], 2, "both set and cleared"),
        (["rm", "-"], 2, "no ids"),
    ],
)
def test_bad_input_is_told(
    contacts: Contacts, ann: Person, arguments: list[str], code: int, words: str
) -> None:
    done = contacts(*arguments)
    assert (done.code, words in done.err) == (code, True), done.err
    assert ann.sql("SELECT count(*) FROM contacts") == [(0,)]


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("[]", "one contact"),
        ('{"nmae": "Bo"}', "no field 'nmae'"),
        ('{"first_name": 1}', "first_name must be a text"),
        ('{"first_name": "Bo", "emails": "x"}', "emails must be a list"),
        ('{"first_name": "Bo", "address": "x"}', "address must be an object"),
        ('{"first_name": "Bo", "sms_opt_status": "x"}', "must be one of"),
        ('{"first_name": "B\\u0000"}', "cannot be stored"),
    ],
)
def test_bad_records_are_told(contacts: Contacts, record: str, words: str) -> None:
    done = contacts("add", "--from-json", "-", stdin=record)
    assert (done.code, words in done.err) == (2, True), done.err


def test_whose_contacts(contacts: Contacts, add: Add, ben: Person, admin: Person) -> None:
    row = add("Bo")
    assert contacts("show", row["id"], person=ben).code == 3
    assert contacts("list", "--json", person=ben).json == []
    assert len(contacts("list", "--json", person=admin).json) == 1
    assert contacts("list", "--mine", "--json", person=admin).json == []
    for arguments in (("edit", row["id"], "--city", "X"), ("rm", row["id"])):
        assert contacts(*arguments, person=admin).code == 8
