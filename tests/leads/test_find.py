"""Which lead an id, the beginning of one, an e-mail or a phone means; and `leads show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doughy_cli.db.ids import bounds

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads

ONE = "abcd1234-0000-4000-8000-000000000001"
TWO = "abcd1234-0000-4000-8000-000000000002"


def test_bounds() -> None:
    low, high = bounds("ABCD-1") or (None, None)
    assert str(low) == "abcd1000-0000-0000-0000-000000000000"
    assert str(high) == "abcd1fff-ffff-ffff-ffff-ffffffffffff"
    for no_prefix in (
        "abc",
        "",
        "abcg",
        "abcd' OR true",
        "a" * 33,
        "-",
        "\u0661\u0662\u0663\u0664",
    ):
        assert bounds(no_prefix) is None


def test_every_way_to_name_a_lead(leads: Leads, add: Add) -> None:
    row = add("Ada", "--email", "ada@example.com", "--phone", "+18158908301;ext=5")
    ways = (row["id"], row["id"].upper(), row["id"][:4], row["id"][:13], "ADA@example.com ")
    phones = ("(815) 890-8301 x5", "8158908301", "+1 815 890 8301")
    for way in (*ways, *phones):
        done = leads("show", way, "--json")
        assert (done.code, done.json["id"]) == (0, row["id"]), way


@pytest.mark.parametrize(
    "unknown", ["ffff", "x", "nobody@example.com", ONE, "815 890 0000", "a\udcff@b.co"]
)
def test_what_is_not_there_is_named(leads: Leads, unknown: str) -> None:
    done = leads("show", unknown, "--json")
    assert done.code == 3
    assert done.error["code"] == "not_found"
    assert repr(unknown) in done.error["message"]
    assert leads("show", "-", stdin="a\0b@c.co").code == 3


def test_the_hint_says_what_could_be_meant(leads: Leads) -> None:
    for text, hint in (
        ("54a", "The beginning of an id has four digits or more."),
        ("Ada B", "To look for it: doughy leads list --search 'Ada B'"),
        ("54ab", "See `doughy leads list`."),
        ("ada@example.com", "See `doughy leads list`."),
    ):
        error = leads("show", text, "--json").error
        assert (error["code"], error["hint"]) == ("not_found", hint)


def test_json_on_stdin_is_not_taken_for_ids(leads: Leads, add: Add) -> None:
    add("Ada")
    listed = leads("list", "--json").out, leads("list", "-o", "jsonl").out
    for text in listed:
        for verb in (("show",), ("edit", "--score", 1), ("rm",)):
            done = leads(*verb, "-", stdin=text)
            assert done.code == 2
            assert done.err == (
                "doughy: stdin holds JSON; give ids, one a line: --fields id -o tsv\n"
            )


def test_what_is_long_is_not_repeated(leads: Leads) -> None:
    done = leads("show", '{"name": "' + "x" * 5000)
    assert done.code == 3
    assert len(done.err) < 300
    done = leads("add", "--from-json", "-", stdin='{"name": "A", "tags": "' + "x" * 5000 + '"}')
    assert (done.code, len(done.err) < 300) == (2, True)
    done = leads("add", "--name", "Ada", "--phone", "x" * 5000)
    assert (done.code, len(done.err) < 300) == (2, True)


def test_another_persons_lead_is_not_there(leads: Leads, add: Add, ben: Person) -> None:
    row = add("Ada", "--email", "ada@example.com", person=ben)
    for way in (row["id"], row["id"][:8], "ada@example.com"):
        assert leads("show", way).code == 3
        assert leads("edit", way, "--score", 1).code == 3
        assert leads("rm", way).code == 3


def test_an_ambiguous_beginning_lists_the_candidates(leads: Leads, ann: Person) -> None:
    ann.sql("INSERT INTO leads (id, name) VALUES (%s, 'Ada'), (%s, 'Bob')", ONE, TWO)
    done = leads("show", "abcd", "--json")
    assert (done.code, done.error["code"]) == (5, "ambiguous_id")
    assert f"{ONE} (Ada), {TWO} (Bob)" in done.error["message"]
    assert leads("show", ONE, "--json").json["name"] == "Ada"


def test_an_email_means_the_lead_that_has_it_now(leads: Leads, add: Add) -> None:
    old = add("Old", "--email", "ada@example.com")
    assert leads("show", "ada@example.com", "--json").json["id"] == old["id"]
    leads("rm", old["id"])
    assert leads("show", "ada@example.com", "--json").json["is_deleted"] is True
    new = add("New", "--email", "ada@example.com")
    assert leads("show", "ada@example.com", "--json").json["id"] == new["id"]


def test_show_has_what_hangs_on_a_lead(leads: Leads, add: Add, ann: Person) -> None:
    row = add("Ada", "--note", "Called back.")
    [(contact_id,)] = ann.sql(
        "INSERT INTO contacts (first_name, phones) VALUES ('Sam', %s) RETURNING id",
        '["+18158908301"]',
    )
    ann.sql(
        "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, 'spouse')",
        *(row["id"], contact_id),
    )
    ann.sql(
        "INSERT INTO deals (lead_id, title, stage, estimated_value, status) VALUES"
        " (%s, '12 Elm St', 'offer_sent', 1000, 'active'), (%s, 'Old', 'closing', 1, 'lost')",
        *(row["id"], row["id"]),
    )
    shown = leads("show", row["id"], "--json").json
    assert {key: shown[key] for key in row} == row
    [contact] = shown["contacts"]
    assert (contact["first_name"], contact["relation"]) == ("Sam", "spouse")
    assert contact["phones"] == ["+18158908301"]
    [deal] = shown["open_deals"]
    assert (deal["title"], deal["stage"], deal["estimated_value"]) == (
        *("12 Elm St", "offer_sent"),
        "1000.00",
    )
    assert [event["event_type"] for event in shown["events"]] == ["note_added", "created"]


def test_several_are_an_array_in_the_order_given(leads: Leads, add: Add) -> None:
    one, two = add("Ada")["id"], add("Bob")["id"]
    done = leads("show", two, one, two, "--json")
    assert [row["name"] for row in done.json] == ["Bob", "Ada"]
    done = leads("show", "-", "--json", stdin=f"{one}\n\n{two}\n")
    assert [row["name"] for row in done.json] == ["Ada", "Bob"]
    done = leads("show", one, "beef", "nobody@example.com")
    assert (done.code, done.out) == (3, "")
    assert "'beef', 'nobody@example.com'" in done.err
