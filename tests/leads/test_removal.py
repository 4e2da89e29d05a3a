"""`doughy leads rm`, `restore` and `purge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads

_BACK = "To bring back: doughy leads restore "


def test_there_and_back(leads: Leads, add: Add, ann: Person) -> None:
    row = add("Ada", "--email", "ada@example.com")
    done = leads("rm", "ada@example.com", "--json")
    assert (done.code, done.json["is_deleted"]) == (0, True)
    assert leads("list", "--json").json == []
    assert leads("rm", row["id"], "--json").json == done.json, "again: nothing changes"
    done = leads("restore", "ada@example.com", "--json")
    assert (done.code, done.json["is_deleted"]) == (0, False)
    assert leads("restore", row["id"]).code == 0
    statement = "SELECT event_type FROM lead_events WHERE lead_id = %s ORDER BY created_at"
    kinds = [kind for (kind,) in ann.sql(statement, row["id"])]
    assert kinds == ["created", "deleted", "restored"]


def test_what_was_so_already_is_not_said_to_be_done(leads: Leads, add: Add) -> None:
    one, two, three = (add(name)["id"] for name in ("Ada", "Bob", "Cy"))
    said = [
        (("restore", one), "Nothing to change: 1 lead was not deleted."),
        (("rm", one), "1 lead deleted."),
        (("rm", one), "Nothing to change: 1 lead was deleted already."),
        (("rm", one, two, three), "2 leads deleted; 1 lead was deleted already."),
        (("rm", one, two), "Nothing to change: 2 leads were deleted already."),
        (("restore", one), "1 lead restored."),
        (("purge", two, three, "--yes"), "2 leads removed for good."),
    ]
    for arguments, message in said:
        done = leads(*arguments)
        lines = done.err.splitlines()
        assert (done.code, lines[0]) == (0, message), arguments
        changed = {"1 lead deleted.": [one], "2 leads deleted; 1 lead": [two, three]}
        gone = next((ids for words, ids in changed.items() if message.startswith(words)), [])
        named = {each[:8] for each in gone}
        assert {*" ".join(lines[1:]).removeprefix(_BACK).split()} == named


def test_restore_names_the_lead_that_has_the_email_by_now(leads: Leads, add: Add) -> None:
    old = add("Old", "--email", "ada@example.com")
    leads("rm", old["id"])
    new = add("New", "--email", "ada@example.com")
    done = leads("restore", "ada@example.com", "--json")
    assert (done.code, done.error["code"]) == (5, "duplicate")
    assert f"{new['id'][:8]} (New)" in done.error["message"]
    assert f"{old['id'][:8]} (Old)" in done.error["message"]
    leads("edit", new["id"], "--clear", "email")
    assert leads("restore", old["id"]).code == 0


def test_two_deleted_leads_with_one_phone_are_not_both_restored(leads: Leads, add: Add) -> None:
    ids = []
    for name in ("Ada", "Bob"):
        ids.append(add(name, "--phone", "815 890 8301")["id"])
        leads("rm", ids[-1])
    done = leads("restore", *ids)
    assert done.code == 5
    assert "(Ada)" in done.err
    assert "(Bob)" in done.err
    assert leads("list", "--json").json == []
    done = leads("restore", "815 890 8301", "--json")
    assert (done.code, done.error["code"]) == (5, "ambiguous_id")


def test_in_bulk(leads: Leads, add: Add, ann: Person) -> None:
    for number in range(5):
        add(f"n{number}", "--tag", "old" if number else "new")
    done = leads("rm", "--where-tag", "old")
    assert (done.code, "--yes" in done.err) == (2, True)
    assert len(leads("rm", "--where-tag", "old", "--yes", "--json").json) == 4
    assert len(leads("list", "--json").json) == 1
    assert leads("rm", "--where-tag", "old", "--yes").code == 3
    assert len(leads("restore", "--where-tag", "old", "--yes", "--json").json) == 4
    assert leads("rm").code == 2
    # The way back from many is a command that means just these.
    ann.sql("INSERT INTO leads (name) SELECT 'many ' || n FROM generate_series(1, 9) AS n")
    leads("rm", "--where-tag", "new", "--yes")
    back = leads("rm", "--where-search", "many", "--yes").err.splitlines()[-1]
    assert back.startswith(f"{_BACK}--where-updated-since ")
    again = leads("restore", *back.removeprefix(_BACK).split(), "--yes", "--json").json
    assert sorted(row["name"] for row in again) == [f"many {number}" for number in range(1, 10)]


def test_a_dry_run_deletes_nothing(leads: Leads, add: Add) -> None:
    row = add("Ada")
    assert leads("rm", row["id"], "--dry-run", "--json").json["is_deleted"] is True
    assert len(leads("list", "--json").json) == 1
    leads("rm", row["id"])
    assert leads("purge", row["id"], "--dry-run").code == 0
    assert len(leads("list", "--deleted", "--json").json) == 1


def test_purge_takes_deleted_leads_only_and_keeps_their_deals(
    leads: Leads, add: Add, ann: Person
) -> None:
    row = add("Ada", "--note", "Hello")
    ann.sql("INSERT INTO deals (lead_id, title, stage) VALUES (%s, 'Elm', 'closing')", row["id"])
    done = leads("purge", row["id"], "--yes")
    assert (done.code, "is not deleted" in done.err) == (5, True)
    leads("rm", row["id"])
    done = leads("purge", row["id"])
    assert (done.code, "--yes" in done.err) == (2, True)
    ann.sql(
        "INSERT INTO re_lead_documents (lead_id, title, type, file_url)"
        " VALUES (%s, 'Passport', 'id', 'doughy-local://')",
        row["id"],
    )
    done = leads("purge", row["id"], "--yes", "--json")
    assert (done.code, done.json["name"]) == (0, "Ada")
    assert "`doughy docs gc` removes them" in done.err
    assert leads("show", row["id"]).code == 3
    assert ann.sql("SELECT lead_id, title FROM deals") == [(None, "Elm")]
    assert ann.sql("SELECT 1 FROM lead_events") == []


def test_purge_empties_the_bin(leads: Leads, add: Add) -> None:
    keep = add("Keep")
    for name in ("Ada", "Bob"):
        leads("rm", add(name)["id"])
    assert len(leads("purge", "--where-deleted", "--yes", "--json").json) == 2
    assert [row["id"] for row in leads("list", "--with-deleted", "--json").json] == [keep["id"]]


def test_the_name_is_typed_for_what_cannot_be_undone(
    doughy: Program, leads: Leads, add: Add, ann: Person
) -> None:
    [(lead_id,)] = ann.sql("INSERT INTO leads (name) VALUES (E'Ada \\x1b[31mB') RETURNING id::text")
    row = {"id": lead_id}
    leads("rm", row["id"])
    code, screen = answered(doughy, ann, "yes", "leads", "purge", row["id"])
    assert (code, "Nothing was done." in screen) == (130, True)
    assert leads("show", row["id"]).code == 0
    code, screen = answered(doughy, ann, r"Ada \x1b[31mB", "leads", "purge", row["id"])
    assert code == 0, screen
    name = r"Ada \x1b[31mB"
    question = f"Remove {name} for good, with its messages, calls and timeline?"
    assert f"{question} Type {name} to go on" in screen
    assert leads("show", row["id"]).code == 3


def test_more_than_three_are_asked_about(
    doughy: Program, leads: Leads, add: Add, ann: Person
) -> None:
    ids = [add(f"n{number}")["id"] for number in range(4)]
    code, screen = answered(doughy, ann, "n", "leads", "rm", *ids)
    assert code == 130
    assert "Delete 4 leads? [y/N]" in screen
    code, screen = answered(doughy, ann, "y", "leads", "rm", *ids)
    assert code == 0, screen
    assert f"doughy leads restore {ids[0][:8]}" in screen
    assert leads("list", "--json").json == []
