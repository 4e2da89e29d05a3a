"""`doughy leads edit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads


def events(person: Person, lead_id: str) -> list[str]:
    statement = "SELECT event_type FROM lead_events WHERE lead_id = %s ORDER BY created_at"
    return [kind for (kind,) in person.sql(statement, lead_id)]


def test_fields_are_set_and_cleared(leads: Leads, add: Add, ann: Person) -> None:
    row = add("Ada", "--phone", "815 890 8301", "--score", 5, "--company", "X")
    done = leads(
        *("edit", "8158908301", "--name", "Ada B", "--clear", "phone", "--clear", "score"),
        *("--status", "qualified", "--note", "Wants to sell.", "--json"),
    )
    assert done.code == 0, done.err
    now = done.json
    changed = {key: value for key, value in now.items() if value != row[key]}
    assert changed == {
        "name": "Ada B",
        "phone": None,
        "score": None,
        "status": "qualified",
        "updated_at": now["updated_at"],
    }
    assert events(ann, row["id"]) == ["created", "status_changed", "score_changed", "note_added"]


TAGS = [
    ("a b", "--add-tag c --remove-tag a", "b c"),
    ("a b", "--add-tag b", "a b"),
    ("a b", "--remove-tag z", "a b"),
    ("", "--add-tag a --add-tag b --add-tag a", "a b"),
    ("a b", "--tag c", "c"),
    ("a b", "--tag c --tag d --add-tag e --remove-tag c", "d e"),
    ("a b", "--clear tags", ""),
    ("a b", "--clear tags --add-tag c", "c"),
    ("a", "--remove-tag a", ""),
]


def test_tags(leads: Leads, add: Add) -> None:
    for before, flags, after in TAGS:
        given = [word for tag in before.split() for word in ("--tag", tag)]
        row = add("Ada", *given)
        done = leads("edit", row["id"], *flags.split(), "--json")
        assert done.code == 0, done.err
        assert done.json["tags"] == after.split(), flags
        again = leads("edit", row["id"], *flags.split(), "--json").json
        assert again == done.json, "an edit that changes nothing touches nothing"


def test_an_edit_without_effect_says_so(leads: Leads, add: Add) -> None:
    one, two = add("Ada", "--score", 5)["id"], add("Bob")["id"]
    said = [
        ((one,), "Nothing to change: 1 lead was like that already."),
        ((one, two), "1 lead saved; 1 lead was like that already."),
        ((one, two, "--note", "Hi"), "2 leads saved."),
    ]
    for arguments, message in said:
        done = leads("edit", *arguments, "--score", 5)
        assert (done.code, done.err) == (0, f"{message}\n")


def test_words_are_taken_in_any_case(leads: Leads, add: Add) -> None:
    row = add("Ada", "--status", "Active", "--next-action-due", "fri", "--opt-status", "PENDING")
    assert (row["status"], row["opt_status"]) == ("active", "pending")
    done = leads(
        *("edit", row["id"], "--clear", "next_action_due", "--clear", "Opt-Status"),
        *("--status", "NEW", "--json"),
    )
    assert done.code == 0, done.err
    now = done.json
    assert (now["status"], now["next_action_due"], now["opt_status"]) == ("new", None, None)


def test_the_question_says_what_will_change(
    doughy: Program, leads: Leads, add: Add, ann: Person
) -> None:
    for number in range(4):
        add(f"n{number}", "--tag", "x")
    flags = (
        *("--status", "active", "--next-action", "Call\nback", "--clear", "email"),
        *("--next-action-due", "2026-01-31", "--add-tag", "y", "--note", "Hi"),
    )
    code, screen = answered(doughy, ann, "n", "leads", "edit", "--where-tag", "x", *flags)
    assert code == 130
    assert (
        r"Set status=active, set next_action=Call\nback, set next_action_due=2026-01-31 23:59, "
        "clear email, add tag y, add a note in 4 leads? [y/N]"
    ) in screen
    assert leads("list", "--status", "active", "--json").json == []


def test_untouched_tags_stay_unset(leads: Leads, add: Add, ann: Person) -> None:
    row = add("Ada")
    done = leads("edit", row["id"], "--remove-tag", "a", "--json")
    assert done.json == row
    assert events(ann, row["id"]) == ["created"]


CONTRADICTIONS = [
    ("", "Nothing to change was given."),
    ("--clear name", "'name' is not one of"),
    ("--score 5 --clear score", "score cannot be both set and cleared"),
    ("--add-tag a --remove-tag a", "a cannot be both added and removed"),
    ("--tag a --clear tags", "tags cannot be both set and cleared"),
    ("--add-tag a,b", "cannot be a tag"),
    ("--email x", "cannot be an e-mail address"),
]


def test_usage(leads: Leads, add: Add) -> None:
    row = add("Ada")
    for flags, said in CONTRADICTIONS:
        done = leads("edit", row["id"], *flags.split())
        assert (done.code, done.out) == (2, ""), flags
        assert said in done.err


def test_an_empty_text_is_refused(leads: Leads, add: Add) -> None:
    done = leads("edit", add("Ada")["id"], "--company", "")
    assert done.code == 2
    assert "--clear" in done.err


def test_several_are_changed_together_or_not_at_all(leads: Leads, add: Add, ben: Person) -> None:
    ids = [add(name)["id"] for name in ("Ada", "Bob")]
    done = leads("edit", *ids, "--status", "closed", "--json")
    assert [row["status"] for row in done.json] == ["closed", "closed"]
    theirs = add("Cy", person=ben)["id"]
    assert leads("edit", *ids, theirs, "--status", "new").code == 3
    assert {row["status"] for row in leads("list", "--json").json} == {"closed"}
    done = leads("edit", *ids, "--email", "x@example.com")
    assert (done.code, "Only one lead" in done.err) == (2, True)


def test_ids_from_stdin(leads: Leads, add: Add) -> None:
    ids = [add(f"n{number}")["id"] for number in range(4)]
    lines = "\n".join(ids)
    done = leads("edit", "-", "--score", 7, "--json", stdin=lines)
    assert (done.code, done.error["code"]) == (2, "input_needed")
    assert "--yes" in done.error["hint"]
    done = leads("edit", "-", "--score", 7, "--json", "--yes", stdin=lines)
    assert [row["score"] for row in done.json] == [7] * 4
    assert leads("edit", "-", "--score", 7, "--json", stdin=ids[0]).json[0]["score"] == 7
    assert leads("edit", "-", "--score", 7, stdin="\n").code == 2


def test_those_that_fit_conditions(leads: Leads, add: Add) -> None:
    for number in range(5):
        add(f"n{number}", "--tag", "list", "--score", number)
    flags = ("--where-tag", "list", "--where-min-score", 1, "--status", "active", "--json")
    assert leads("edit", *flags).code == 2
    dry = leads("edit", *flags, "--dry-run")
    assert len(dry.json) == 4
    assert leads("list", "--status", "active", "--json").json == []
    done = leads("edit", *flags, "--yes")
    assert {row["status"] for row in done.json} == {"active"}
    assert len(done.json) == 4
    assert leads("edit", "--where-tag", "nothing", "--status", "active").code == 3
    assert leads("edit", "--status", "active").code == 2
    assert leads("edit", "abcd", "--where-tag", "list", "--status", "active").code == 2
    assert leads("edit", "--where-search", "", "--status", "closed", "--yes").code == 2
    assert leads("edit", "--where-with-deleted", "--status", "closed", "--yes").code == 2


def test_a_bulk_change_means_ones_own_leads(leads: Leads, add: Add, admin: Person) -> None:
    theirs = add("Ada", "--tag", "x")
    mine = add("Bob", "--tag", "x", person=admin)
    done = leads("edit", "--where-tag", "x", "--score", 9, "--json", person=admin)
    assert [row["id"] for row in done.json] == [mine["id"]]
    for verb in (("edit", "--score", 1), ("rm",)):
        done = leads(verb[0], theirs["id"], *verb[1:], "--json", person=admin)
        assert (done.code, done.error["code"]) == (8, "not_permitted")
        assert theirs["id"][:8] in done.error["message"]


def test_a_deleted_lead_is_restored_first(leads: Leads, add: Add) -> None:
    row = add("Ada")
    leads("rm", row["id"])
    done = leads("edit", row["id"], "--score", 1)
    assert done.code == 5
    assert "restore" in done.err


def test_a_taken_email_names_who_has_it(leads: Leads, add: Add) -> None:
    first = add("Ada", "--email", "ada@example.com")
    second = add("Bob")
    done = leads("edit", second["id"], "--email", "ada@example.com", "--json")
    assert (done.code, done.error["code"]) == (5, "duplicate")
    assert f"{first['id'][:8]} (Ada)" in done.error["message"]
    assert leads("edit", first["id"], "--email", "ada@example.com").code == 0


def test_a_stale_edit_is_refused(leads: Leads, add: Add) -> None:
    row = add("Ada")
    seen = leads("edit", row["id"], "--score", 1, "--json").json["updated_at"]
    assert leads("edit", row["id"], "--score", 2, "--if-unchanged-since", seen).code == 0
    done = leads("edit", row["id"], "--score", 3, "--if-unchanged-since", seen, "--json")
    assert (done.code, done.error["code"]) == (5, "stale")
    assert leads("show", row["id"], "--json").json["score"] == 2


def test_an_edit_of_many_is_shown_before_it_is_asked_about(
    doughy: Program, add: Add, ann: Person
) -> None:
    for number in range(7):
        add(f"Lead {number}", "--tag", "ten")
    edit = ("leads", "edit", "--where-tag", "ten", "--score", "6", "--add-tag", "x")
    code, screen = answered(doughy, ann, "n\n", *edit)
    assert code == 130
    assert screen.count("score: none → 6; tags: ten → ten, x") == 5
    assert "… and 2 more" in screen
    assert "Set score=6, add tag x in 7 leads?" in screen
    assert ann.sql("SELECT count(*) FROM leads WHERE score IS NULL") == [(7,)]
