"""`doughy leads add`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program
    from tests.leads.conftest import Add, Leads


def test_a_whole_lead(leads: Leads, ann: Person) -> None:
    done = leads(
        *("add", "--json", "--name", " Ada Byron ", "--phone", "(815) 890-8301 x12"),
        *("--email", "Ada@Example.COM", "--company", "Engines", "--status", "active"),
        *("--score", 0, "--tag", "vip", "--tag", "probate", "--tag", "vip"),
        *("--opt-status", "opted_in", "--source", "Radio", "--next-action", "Call"),
        *("--next-action-due", "2030-01-31"),
    )
    assert done.code == 0, done.err
    row = done.json
    assert row.pop("id") and row.pop("created_at").endswith("Z") and row.pop("updated_at")
    assert row == {
        "name": "Ada Byron",
        "phone": "+18158908301;ext=12",
        "email": "ada@example.com",
        "company": "Engines",
        "status": "active",
        "score": 0,
        "tags": ["vip", "probate"],
        "opt_status": "opted_in",
        "source": "Radio",
        "next_action": "Call",
        "next_action_due": "2030-01-31T23:59:59Z",
        "workspace_id": None,
        "user_id": str(ann.id),
        "is_deleted": False,
    }


def test_what_to_do_next_is_suggested_on_a_terminal(
    doughy: Program, ann: Person, leads: Leads
) -> None:
    code, screen = answered(doughy, ann, "", "leads", "add", "--name", "Ada")
    short = leads("list", "--json").json[0]["id"][:8]
    assert code == 0
    assert f"Added. Next: doughy leads edit {short} --next-action 'Call back'" in screen
    _, screen = answered(doughy, ann, "", "leads", "add", "--name", "B", "--next-action", "Call")
    assert "Added. Next: doughy leads list --due 7d" in screen
    _, screen = answered(doughy, ann, "", "leads", "add", "--name", "C", "--dry-run")
    assert "Added." not in screen
    assert leads("add", "--name", "D").err == ""


def test_the_defaults(add: Add) -> None:
    row = add("Ada")
    assert (row["status"], row["tags"], row["score"]) == ("new", [], None)


def test_a_note_goes_to_the_timeline(add: Add, ann: Person) -> None:
    row = add("Ada", "--note", "Met at the auction.")
    notes = ann.sql(
        "SELECT description FROM lead_events WHERE lead_id = %s AND event_type = 'note_added'",
        row["id"],
    )
    assert notes == [("Met at the auction.",)]


def test_a_workspace_by_id_or_name(add: Add, ann: Person, leads: Leads) -> None:
    [(workspace,)] = ann.sql("INSERT INTO workspaces (name) VALUES ('Reno') RETURNING id::text")
    assert add("Ada", "--workspace", "Reno")["workspace_id"] == workspace
    assert add("Bob", "--workspace", workspace[:8])["workspace_id"] == workspace
    done = leads("add", "--name", "Cy", "--workspace", "Elko")
    assert (done.code, "no workspace 'Elko'" in done.err) == (3, True)


NOT_STORABLE = [
    ([], "A lead needs a name."),
    (["--name", "  "], "name is empty"),
    (["--name", "x" * 301], "longer than 300"),
    (["--name", "a\ud800"], "cannot be stored"),
    (["--name", "Ada", "--score", "101"], "from 0 to 100"),
    (["--name", "Ada", "--status", "gone"], "'gone' is not one of 'new'"),
    (["--name", "Ada", "--phone", "call me"], "'call me' cannot be a phone number"),
    (["--name", "Ada", "--email", "ada.example.com"], "cannot be an e-mail address"),
    (["--name", "Ada", "--tag", "a,b"], "'a,b' cannot be a tag"),
    (["--name", "Ada", "--next-action-due", "someday"], "not a date or time"),
]


def test_what_cannot_be_stored_is_refused_by_name(leads: Leads) -> None:
    for flags, said in NOT_STORABLE:
        done = leads("add", *flags)
        assert (done.code, done.out) == (2, ""), flags
        assert said in done.err


@pytest.mark.parametrize("flag", [("--email", "ADA@example.com"), ("--phone", "815 890 8301")])
def test_a_duplicate_names_the_lead_that_is_there(
    leads: Leads, add: Add, flag: tuple[str, str]
) -> None:
    first = add("Ada [red]", *flag)
    done = leads("add", "--name", "Other", *flag, "--json")
    assert done.code == 5
    assert done.error["code"] == "duplicate"
    assert f"{first['id'][:8]} (Ada [red])" in done.error["message"]
    assert first["id"][:8] in done.error["hint"]
    assert len(leads("list", "--json").json) == 1


def test_another_persons_lead_is_no_duplicate_and_is_not_told_of(
    add: Add, ben: Person, admin: Person
) -> None:
    rows = [add("Ada", "--email", "ada@example.com")]
    rows += [add("Ada", "--email", "ada@example.com", person=each) for each in (ben, admin)]
    assert len({row["user_id"] for row in rows}) == 3


def test_a_deleted_lead_is_no_duplicate(leads: Leads, add: Add) -> None:
    row = add("Ada", "--email", "ada@example.com")
    assert leads("rm", row["id"]).code == 0
    add("Ada", "--email", "ada@example.com")


def test_a_dry_run_saves_nothing(leads: Leads) -> None:
    done = leads("add", "--name", "Ada", "--dry-run", "--json")
    assert (done.code, done.json["name"]) == (0, "Ada")
    assert "nothing was saved" in done.err
    assert leads("list", "--json").json == []


def test_from_json_takes_what_show_prints(leads: Leads, add: Add, tmp_path: Path) -> None:
    row = add("Ada", "--tag", "a", "--score", 7, "--note", "Hi")
    shown = leads("show", row["id"], "--json")
    assert shown.code == 0, shown.err
    file = tmp_path / "lead.json"
    file.write_text(shown.out)
    done = leads("add", "--from-json", file, "--name", "Bob", "--json")
    assert done.code == 0, done.err
    ours, theirs = done.json, shown.json
    assert ours["id"] != theirs["id"]
    assert (ours["name"], ours["tags"], ours["score"]) == ("Bob", ["a"], 7)


def test_from_json_takes_an_array_from_stdin(leads: Leads) -> None:
    records = [{"name": "Ada", "phone": "815 890 8301"}, {"name": "Bob", "score": None}]
    done = leads("add", "--from-json", "-", "--json", stdin=json.dumps(records))
    assert [(row["name"], row["phone"]) for row in done.json] == [
        ("Ada", "+18158908301"),
        ("Bob", None),
    ]


NO_LEADS = [
    ("{", "is not JSON"),
    ('"Ada"', "must be a JSON object"),
    ("[]", "holds no lead"),
    (b"\xff", "is not JSON"),
    ('{"name": "Ada", "emial": "x"}', "Did you mean email?"),
    ('{"name": "Ada", "score": "7"}', "score must be a whole number"),
    ('{"name": "Ada", "score": true}', "score must be a whole number"),
    ('{"name": "Ada", "tags": "vip"}', "tags must be a list"),
    ('{"name": "Ada\\u0000"}', "cannot be stored"),
    ('{"name": 7}', "name must be a text"),
    ('{"company": "Engines"}', "A lead needs a name."),
    ('{"name": "Ada", "notes": []}', "leads import"),
    ('[{"name": "A", "email": "a@b.co"}, {"name": "B", "email": "A@B.co"}]', "Two of"),
]


def test_json_that_is_no_lead_is_refused(leads: Leads) -> None:
    for text, said in NO_LEADS:
        done = leads("add", "--from-json", "-", stdin=text)
        assert done.code == 2, text
        assert said in done.err


def test_an_array_is_added_whole_or_not_at_all(leads: Leads, add: Add) -> None:
    add("Ada", "--email", "ada@example.com")
    records = [{"name": "Bob"}, {"name": "Cy", "email": "ada@example.com"}]
    assert leads("add", "--from-json", "-", stdin=json.dumps(records)).code == 5
    assert len(leads("list", "--json").json) == 1


def test_an_array_of_one_is_answered_with_an_array(leads: Leads) -> None:
    assert len(leads("add", "--from-json", "-", "--json", stdin='[{"name": "Ada"}]').json) == 1


def test_the_words_are_the_databases(database: Database) -> None:
    from doughy_cli.leads.values import LeadStatus, OptStatus

    for words, name in ((LeadStatus, "lead_status"), (OptStatus, "opt_status")):
        stored = database.sql(f"SELECT unnest(enum_range(NULL::public.{name}))::text")
        assert [word for (word,) in stored] == list(words)
