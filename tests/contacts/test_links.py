"""`doughy contacts link` and `unlink`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.contacts.conftest import Add, Contacts
    from tests.harness import Person, Program


def test_a_link_is_made_changed_and_taken_away(
    contacts: Contacts, add: Add, lead: dict[str, Any], doughy: Program, ann: Person
) -> None:
    row = add("Bo", "--email", "bo@example.com")
    done = contacts("link", "bo@example.com", "ada@example.com", "--relation", "Heir", "--json")
    assert done.json == {
        "contact_id": row["id"],
        "name": "Bo",
        "lead_id": lead["id"],
        "lead_name": "Ada Quill",
        "relation": "heir",
    }
    assert contacts("link", row["id"], lead["id"], "--json").json["relation"] == "heir"
    again = contacts("link", row["id"], lead["id"], "--relation", "spouse", "--json")
    assert again.json["relation"] == "spouse"
    shown = doughy("leads", "show", lead["id"], "--json", person=ann).json["contacts"]
    assert [(each["first_name"], each["relation"]) for each in shown] == [("Bo", "spouse")]
    tried = contacts("unlink", row["id"], lead["id"], "--dry-run")
    assert tried.code == 0
    assert contacts("unlink", row["id"], lead["id"], "--json").json == again.json
    assert contacts("unlink", row["id"], lead["id"]).code == 3
    assert ann.sql("SELECT count(*) FROM lead_contacts") == [(0,)]
    other = add("Cy")
    assert contacts("link", other["id"], lead["id"], "--json").json["relation"] == "other"


def test_what_cannot_be_linked(
    contacts: Contacts,
    add: Add,
    lead: dict[str, Any],
    doughy: Program,
    ann: Person,
    ben: Person,
    admin: Person,
) -> None:
    row = add("Bo")
    assert contacts("link", row["id"], lead["id"], person=ben).code == 3
    assert contacts("link", row["id"], lead["id"], person=admin).code == 8
    own = add("Al", person=admin)
    assert contacts("link", own["id"], lead["id"], person=admin).code == 8
    assert contacts("link", row["id"], "ffff").code == 3
    assert contacts("link", row["id"], lead["id"], "--relation", "friend").code == 2
    contacts("link", row["id"], lead["id"])
    assert contacts("unlink", row["id"], lead["id"], person=admin).code == 8
    doughy("leads", "rm", lead["id"], person=ann)
    done = contacts("link", row["id"], lead["id"])
    assert (done.code, "is deleted" in done.err) == (5, True)
    contacts("rm", row["id"])
    assert contacts("link", row["id"], lead["id"]).code == 5
    assert ann.sql("SELECT count(*) FROM lead_contacts") == [(1,)]
