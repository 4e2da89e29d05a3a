"""`doughy leads merge`: what the target gets, what moves, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.leads.merging.rows import MergedField, MergeRow
from doughy_cli.options import field_names
from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads
    from tests.leads.merging.conftest import Hang, Snapshot

MOVED = {
    "messages": 2, "calls": 1, "transcripts": 1, "documents": 1, "deals": 1, "properties": 1,
    "contacts": 1, "events": 2,
}  # fmt: skip


def merged(leads: Leads, *arguments: str) -> Any:
    done = leads("merge", *arguments, "--yes", "--json")
    assert done.code == 0, done.err
    return done.json


def moved(found: dict[str, int]) -> dict[str, int]:
    """Without the kinds of which nothing moved."""
    return {kind: count for kind, count in found.items() if count}


def test_fields() -> None:
    assert field_names(MergeRow) == ("target", "sources", "fields", "moved")
    assert field_names(MergedField) == ("field", "target", "sources", "result")


def test_a_merge(leads: Leads, pair: tuple[str, str], ann: Person) -> None:
    target, source = pair
    found = merged(leads, target, source)
    assert moved(found["moved"]) == MOVED
    row = found["target"]
    assert (row["name"], row["email"], row["phone"]) == (
        "Ada Quill", "ada@example.com", "+18158908301",
    )  # fmt: skip
    assert (row["company"], row["score"], row["tags"]) == ("Quill LLC", 70, ["a", "b"])
    assert row["opt_status"] == "pending", "the more restrictive of pending and opted in"
    assert [each["id"] for each in found["sources"]] == [source]
    assert found["sources"][0]["is_deleted"]
    assert (found["sources"][0]["email"], found["sources"][0]["phone"]) == (
        "quill@example.com", "+18158908301",
    )  # fmt: skip
    assert {each["field"]: each["result"] for each in found["fields"]}["score"] == 70
    assert ann.sql("SELECT merged_into::text FROM leads WHERE id = %s", source) == [(target,)]
    for table in (
        "messages",
        "calls",
        "transcripts",
        "re_lead_documents",
        "deals",
        "re_properties",
    ):
        rows = ann.sql(f"SELECT DISTINCT lead_id::text FROM {table}")  # noqa: S608
        assert rows == [(target,)], table
    links = ann.sql("SELECT lead_id::text, relation, created_at::date::text FROM lead_contacts")
    assert links == [(target, "heir", "2020-01-01")] * 2
    told = ann.sql(
        "SELECT event_type, description FROM lead_events WHERE lead_id = %s ORDER BY created_at",
        target,
    )
    assert ("note_added", "other") in told
    assert told[-1] == ("merged", f"A. Quill ({source[:8]})")
    own = ann.sql(
        "SELECT event_type FROM lead_events WHERE lead_id = %s ORDER BY event_type", source
    )
    assert own == [("deleted",), ("merged",)]


def test_the_preview_and_what_is_said(
    doughy: Program, leads: Leads, pair: tuple[str, str], ann: Person, snapshot: Snapshot
) -> None:
    target, source = pair
    before = snapshot()
    done = leads("merge", target, source)
    assert (done.code, "--yes" in done.err) == (2, True)
    done = leads("merge", target, source, "--dry-run")
    assert done.code == 0
    assert "company\t\tQuill LLC\tQuill LLC\n" in done.out
    assert (
        "2 messages, 1 call, 1 transcript, 1 document, 1 deal, 1 property, 1 contact, 2 events"
        in done.err
    )
    assert "nothing was saved" in done.err
    assert moved(leads("merge", target, source, "--dry-run", "--json").json["moved"]) == MOVED
    code, screen = answered(doughy, ann, "n", "leads", "merge", target, source)
    assert (code, "Quill LLC" in screen, "Nothing was done." in screen) == (130, True, True)
    assert snapshot() == before
    code, screen = answered(doughy, ann, "y", "leads", "merge", target, source)
    assert code == 0, screen
    assert f"Merge 1 lead into {target[:8]}? [y/N]" in screen
    assert f"To take it back: doughy leads unmerge {source[:8]}" in screen


def test_what_changed_since_it_was_shown_is_not_merged(
    leads: Leads, pair: tuple[str, str], ann: Person
) -> None:
    from uuid import UUID

    from doughy_cli.db.session import session_on
    from doughy_cli.errors import Conflict
    from doughy_cli.leads.merging.queries import Wanted, merge_leads, preview_merge
    from doughy_cli.leads.merging.rules import Choice

    target, source = map(UUID, pair)
    wanted = Wanted(target, (source,), Choice())
    with ann.connect() as connection:
        connection.autocommit = False
        session = session_on(connection)
        shown = preview_merge(session, wanted)
        leads("edit", source, "--score", 90)
        with pytest.raises(Conflict, match="while you looked"):
            merge_leads(session, wanted, shown)
        session.rollback()


def test_choices(leads: Leads, add: Add) -> None:
    target = add("Ada", "--email", "ada@example.com", "--tag", "a", "--score", 1)["id"]
    one = add("One", "--phone", "815 890 8301", "--company", "One Inc", "--tag", "b")["id"]
    two = add("Two", "--email", "two@example.com", "--company", "Two Inc", "--score", 9)["id"]
    take = (
        "--take",
        f"name={one}",
        "--take",
        f"company={two[:8]}",
        "--take",
        "email=two@example.com",
    )
    row = merged(leads, target, one, two, *take, "--keep", "score", "--keep", "tags")["target"]
    assert (row["name"], row["company"], row["email"]) == ("One", "Two Inc", "two@example.com")
    assert (row["score"], row["tags"], row["phone"]) == (1, ["a"], "+18158908301")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--take", "name"), "is not FIELD=SOURCE"),
        (("--take", "shoe={source}"), "'shoe' cannot be chosen"),
        (("--keep", "shoe"), "'shoe' cannot be chosen"),
        (("--take", "name={other}"), "is not one of the sources"),
        (("--take", "name={source}", "--keep", "name"), "from two leads"),
        (("--take", "name={source}", "--take", "name={target}"), "from two leads"),
    ],
)
def test_choices_that_are_none(leads: Leads, add: Add, flags: tuple[str, ...], words: str) -> None:
    ids = {name: add(name)["id"] for name in ("target", "source", "other")}
    given = [each.format(**ids) for each in flags]
    done = leads("merge", ids["target"], ids["source"], *given, "--yes")
    assert (done.code, words in done.err) == (2, True), done.err


def test_what_a_source_does_not_have_cannot_be_taken(leads: Leads, add: Add) -> None:
    target, source = add("Ada", "--company", "X")["id"], add("Bob")["id"]
    done = leads("merge", target, source, "--take", f"company={source}", "--yes")
    assert (done.code, "has no company to take" in done.err) == (5, True)


def test_the_most_restrictive_consent_wins_over_every_choice(leads: Leads, add: Add) -> None:
    target = add("Ada", "--opt-status", "opted_in")["id"]
    source = add("Bob", "--opt-status", "opted_out")["id"]
    third = add("Cy", "--opt-status", "opted_in")["id"]
    take = ("--take", f"opt_status={third}")
    done = leads("merge", target, source, third, *take, "--yes", "--json")
    assert done.json["target"]["opt_status"] == "opted_out"
    assert "The most restrictive opt_status always wins: opted_out." in done.err
    other = add("Dee", "--opt-status", "opted_in")["id"]
    done = leads("merge", other, target, "--keep", "opt-status", "--yes", "--json")
    assert done.json["target"]["opt_status"] == "opted_out"
    assert "always wins" in done.err


def test_the_soonest_next_action(leads: Leads, add: Add) -> None:
    target = add("Ada", "--next-action", "Walk", "--next-action-due", "2030-02-01")["id"]
    source = add("Bob", "--next-action", "Call", "--next-action-due", "2030-01-01")["id"]
    found = merged(leads, target, source)
    row = found["target"]
    assert (row["next_action"], row["next_action_due"][:10]) == ("Call", "2030-01-01")
    [due] = [each for each in found["fields"] if each["field"] == "next_action_due"]
    assert due["result"] == row["next_action_due"] == due["sources"][0]


def test_a_contact_of_both_stays_once(leads: Leads, add: Add, ann: Person) -> None:
    target, source = add("Ada")["id"], add("Bob")["id"]
    [(contact,)] = ann.sql("INSERT INTO contacts (first_name) VALUES ('Eve') RETURNING id")
    link = "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, %s)"
    ann.sql(f"{link} RETURNING 1", target, contact, "owner")
    ann.sql(f"{link} RETURNING 1", source, contact, "heir")
    assert merged(leads, target, source)["moved"]["contacts"] == 0
    assert [each["relation"] for each in leads("show", target, "--json").json["contacts"]] == [
        "owner"
    ]


def test_what_cannot_be_merged(
    leads: Leads, add: Add, database: Any, ben: Person, admin: Person, snapshot: Snapshot
) -> None:
    target, source, gone = (add(name)["id"] for name in ("Ada", "Bob", "Cy"))
    assert leads("merge", target, target, "--yes").code == 2
    assert leads("merge", target, source, source, "--yes").code == 2
    assert leads("merge", target, "-", "--yes").code == 2
    assert leads("merge", target, "ffff", "--yes").code == 3
    assert leads("merge", target, source, "--yes", person=ben).code == 3
    done = leads("merge", target, source, "--yes", person=admin)
    assert (done.code, "somebody else's" in done.err) == (8, True)
    leads("rm", gone)
    before = snapshot()
    for given in ((target, gone), (gone, target)):
        done = leads("merge", *given, "--yes", "--json")
        assert (done.code, "is deleted" in done.error["message"]) == (5, True)
    assert snapshot() == before
    merged(leads, target, source)
    for given in ((target, source), (source, target)):
        done = leads("merge", *given, "--yes", "--json")
        assert (done.code, done.error["code"]) == (5, "merged")
        assert f"{source[:8]} (Bob) was merged into {target[:8]} (Ada)" in done.error["message"]


def test_a_deleted_lead_is_merged_on_request(leads: Leads, add: Add) -> None:
    target, source = add("Ada")["id"], add("Bob", "--phone", "815 890 8301")["id"]
    leads("rm", source)
    row = merged(leads, target, source, "--deleted")["target"]
    assert row["phone"] == "+18158908301"


def test_a_value_that_a_third_lead_has(leads: Leads, add: Add, snapshot: Snapshot) -> None:
    target, source = add("Ada")["id"], add("Bob", "--phone", "815 890 8301")["id"]
    leads("rm", source)
    third = add("Cy", "--phone", "815 890 8301")["id"]
    before = snapshot()
    done = leads("merge", target, source, "--deleted", "--yes")
    assert (done.code, f"{third[:8]} (Cy) already has the phone" in done.err) == (5, True)
    assert snapshot() == before
    assert leads("merge", target, source, "--deleted", "--keep", "phone", "--yes").code == 0


def test_show_says_where_a_merged_lead_went(leads: Leads, pair: tuple[str, str]) -> None:
    target, source = pair
    merged(leads, target, source)
    done = leads("show", "quill@example.com", "--json")
    assert (done.json["id"], done.json["merged_into"]) == (source, target)
    assert f"doughy leads show {target[:8]}" in done.err
    assert f"doughy leads unmerge {source[:8]}" in done.err
    assert leads("show", target, "--json").json["merged_into"] is None


def test_ten_thousand_messages(leads: Leads, add: Add, ann: Person, hang: Hang) -> None:
    import time

    target, source = add("Ada")["id"], add("Bob")["id"]
    ann.sql(
        "INSERT INTO messages (lead_id, channel, direction, body)"
        " SELECT %s, 'sms', 'outgoing', n::text FROM generate_series(1, 10000) AS n RETURNING 1",
        source,
    )
    began = time.monotonic()
    assert merged(leads, target, source)["moved"]["messages"] == 10000
    assert leads("unmerge", source).code == 0
    assert time.monotonic() - began < 20
