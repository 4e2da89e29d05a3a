"""`doughy deals list`, `show` and `add`."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from doughy_cli.db import tables
from doughy_cli.deals import values
from doughy_cli.deals.rows import DealDetailRow, DealRow
from tests.deals.conftest import own_deal, own_lead, own_property

if TYPE_CHECKING:
    from tests.deals.conftest import Add, Deals
    from tests.harness import Person

FIELDS = [
    "id",
    "title",
    "status",
    "stage",
    "lead_id",
    "lead_name",
    "property_id",
    "property_address",
    "estimated_value",
    "probability",
    "expected_close_date",
    "next_action",
    "next_action_due",
    "notes",
    "user_id",
    "created_at",
    "updated_at",
]


def test_the_words_are_the_databases_own_and_the_fields_are_pinned() -> None:
    assert list(values.DealStatus) == list(tables.DealStatus)
    assert [each.name for each in fields(DealRow)] == FIELDS
    assert [each.name for each in fields(DealDetailRow)] == [
        *(*FIELDS, "lead", "property", "documents", "events")
    ]


def test_a_deal_with_everything(deals: Deals, lead: str, house: str) -> None:
    done = deals(
        *("add", "--lead", "(937) 555-0190", "--property", "418 maple avenue unit 4"),
        *("--stage", "Offer Sent", "--estimated-value", "$95,000.50", "--probability", 0),
        *("--expected-close-date", "2031-01-31", "--next-action", "Call", "--notes", "Roof"),
        *("--next-action-due", "2031-01-05", "--json"),
    )
    assert done.code == 0, done.err
    row = done.json
    assert list(row) == FIELDS
    expected = {
        "title": "418 Maple Ave",
        "status": "active",
        "stage": "offer_sent",
        "lead_id": lead,
        "lead_name": "Ada Quill",
        "property_id": house,
        "property_address": "418 Maple Ave, Unit 4, Dayton, OH 45402",
        "estimated_value": "95000.50",
        "probability": 0,
        "expected_close_date": "2031-01-31",
        "next_action": "Call",
        "next_action_due": "2031-01-05T23:59:59Z",
        "notes": "Roof",
    }
    assert {name: row[name] for name in expected} == expected
    shown = deals("show", row["id"][:8], "--json").json
    assert {name: shown[name] for name in FIELDS} == row
    assert shown["lead"]["email"] == "ada@example.com"
    assert shown["property"]["arv"] == "200000.00"
    assert [each["event_type"] for each in shown["events"]] == ["created"]
    for name in ("ada@example.com", "418 Maple Ave"):
        assert deals("show", name, "--json").json["id"] == row["id"]
    said = deals("show", row["id"][:8], "-o", "table").out
    assert "Ada Quill" in said
    assert "created" in said


def test_filters_and_order(deals: Deals, ann: Person, lead: str, house: str) -> None:
    ada = own_deal(ann, "Ada", lead_id=lead, estimated_value=100, probability=50)
    own_deal(ann, "House", property_id=house, stage="closing", estimated_value=300)
    own_deal(ann, "Won", status="won", stage="under_contract")
    own_deal(ann, "Own", stage="Walk-through", next_action_due="2020-01-01", notes="NOTE the roof")
    own_deal(ann, "Soon", stage="analyzing", expected_close_date="2030-05-01", next_action="Call")

    def titles(*flags: object) -> list[str]:
        done = deals("list", *flags, "--json")
        assert done.code == 0, done.err
        return [each["title"] for each in done.json]

    assert titles() == ["Soon", "Own", "House", "Ada"]
    assert titles("--any-status", "--sort", "stage") == ["Ada", "Soon", "Won", "House", "Own"]
    assert titles("--status", "won", "--status", "lost") == ["Won"]
    assert titles("--stage", "closing", "--stage", "walk") == ["House"]
    assert titles("--stage", "Walk-through") == ["Own"]
    assert titles("--lead", "ada@example.com") == ["Ada"]
    assert titles("--property", "418 Maple Ave") == ["House"]
    assert titles("--without", "lead", "--without", "property") == ["Soon", "Own"]
    assert titles("--min-value", "100.5") == ["House"]
    assert titles("--max-value", "$100") == ["Ada"]
    assert titles("--min-probability", 50, "--max-probability", 50) == ["Ada"]
    assert titles("--closing-since", "2030-05-01", "--closing-until", "5/1/2030") == ["Soon"]
    assert titles("--overdue") == ["Own"]
    assert titles("--due", "today") == ["Own"]
    assert titles("--search", "the ROOF") == ["Own"]
    assert titles("--search", "quill") == ["Ada"]
    assert titles("--search", "maple") == ["House"]
    assert titles("--since", "today", "--updated-since", "-1h") == ["Soon", "Own", "House", "Ada"]
    assert titles("--sort", "estimated_value")[:2] == ["Ada", "House"]
    assert deals("list", "--status", "archived", "--json").out == "[]\n"
    assert deals("list", "--limit", 1, "-o", "table").err == "1 of 4\n"
    assert deals("list", "--fields", "title", "--limit", 2).out == "Soon\nOwn\n"
    assert ada in deals("list", "--lead", lead, "--fields", "id").out


def test_others_deals_are_not_there(
    deals: Deals, add: Add, ann: Person, ben: Person, admin: Person
) -> None:
    own = add("Mine")
    assert deals("list", "--json", person=ben).json == []
    hidden = deals("show", own["id"], "--json", person=ben)
    assert (hidden.code, hidden.error["code"]) == (3, "not_found")
    assert [each["id"] for each in deals("list", "--json", person=admin).json] == [own["id"]]
    assert deals("list", "--mine", "--json", person=admin).json == []
    theirs = own_property(ben, "1 Elm St"), own_lead(ben, "Bo", email="bo@example.com")
    for flags in (("--property", "1 Elm St"), ("--property", theirs[0]), ("--lead", theirs[1])):
        assert deals("add", "--title", "T", *flags).code == 3
        assert deals("list", *flags).code == 3
    # An admin sees Ann's lead, and cannot hang a deal of their own on it.
    ours = own_lead(ann, "Ada")
    assert deals("add", "--lead", ours, person=admin).code in (5, 8)


def test_one_active_deal_a_property(deals: Deals, add: Add, house: str) -> None:
    first = add("First", "--property", house, "--stage", "analyzing")
    refused = deals("add", "--title", "Second", "--property", house, "--json")
    assert (refused.code, refused.error["code"]) == (5, "active_deal")
    for words in (first["id"][:8], "(First)", "at analyzing", "418 Maple Ave"):
        assert words in refused.error["message"]
    assert len(deals("list", "--json").json) == 1


BAD: list[tuple[list[str], str]] = [
    (["add"], "A deal needs a lead, a property or a title"),
    (["add", "--title", " "], "title is empty"),
    (["add", "--title", "x" * 301], "longer than 300"),
    (["add", "--title", "T", "--stage", "offfer"], "'offfer' is not a stage"),
    (["add", "--title", "T", "--stage", "won"], "doughy deals win"),
    (["add", "--title", "T", "--estimated-value", "-1"], "is not an amount from 0"),
    (["add", "--title", "T", "--estimated-value", "1e99"], "is not an amount from 0"),
    (["add", "--title", "T", "--estimated-value", "nan"], "is not an amount"),
    (["add", "--title", "T", "--probability", "101"], "not from 0 to 100"),
    (["add", "--title", "T", "--probability", "-1"], "not from 0 to 100"),
    (["add", "--title", "T", "--expected-close-date", "31.1.2026"], "is not a date"),
    (["add", "--title", "T", "--next-action-due", "someday"], "is not a date"),
    (["list", "--sort", "lead"], "cannot be sorted by"),
    (["list", "--fields", "name"], "no field 'name'"),
    (["list", "--min-value", "5", "--max-value", "4"], "No deal fits both"),
    (["list", "--without", "lead", "--lead", "x"], "No deal fits both"),
    (["list", "--status", "won", "--any-status"], "exclude each other"),
    (["list", "--since", "tomorrow"], "in the future"),
    (["list", "--search", ""], "is empty"),
    (["show"], "Missing argument"),
]


def test_bad_input_is_told(deals: Deals) -> None:
    for arguments, words in BAD:
        done = deals(*arguments)
        assert (done.code, words in done.err) == (2, True), done.err


def test_a_deal_from_json(deals: Deals, add: Add, lead: str) -> None:
    when = ("--expected-close-date", "2031-01-31", "--next-action-due", "2031-01-01")
    first = add("D", "--lead", lead, "--stage", "Own", "--any-stage", "--estimated-value", 5, *when)
    shown = deals("show", first["id"], "--json").out
    again = deals("add", "--from-json", "-", "--json", stdin=shown).json
    own = {name: again[name] for name in ("id", "created_at", "updated_at")}
    assert again == {**first, **own}
    both = deals("list", "--json").out
    assert len(deals("add", "--title", "E", "--from-json", "-", "--json", stdin=both).json) == 2
    for content, words in (
        ('{"titel": "x"}', "Did you mean title?"),
        ('{"title": 3}', "title must be a text"),
        ('{"title": "x", "probability": 101}', "from 0 to 100"),
        ('{"title": "x", "status": "open"}', "status must be one of"),
        ('{"title": "x", "estimated_value": true}', "must be an amount"),
        ('{"title": "x", "expected_close_date": "soon"}', "must be a day"),
        ('[{"title": "x"}, {"notes": "y"}]', "A deal needs a lead"),
        ("[", "is not JSON"),
    ):
        bad = deals("add", "--from-json", "-", stdin=content)
        assert (bad.code, words in bad.err) == (2, True), bad.err
    assert len(deals("list", "--json").json) == 4


def test_ids_that_fit_none_or_several(deals: Deals, ann: Person) -> None:
    for number in range(2):
        ann.sql(
            "INSERT INTO deals (id, title, stage) VALUES (%s, %s, 'closing')",
            f"abcd000{number}-0000-4000-8000-000000000000",
            f"Deal {number}",
        )
    several = deals("show", "abcd", "--json")
    assert (several.code, several.error["code"]) == (5, "ambiguous_id")
    assert "abcd0000 (Deal 0), abcd0001 (Deal 1)" in several.error["message"]
    none = deals("show", "ffff0", "--json")
    assert (none.code, none.error["hint"]) == (3, "See `doughy deals list`.")
    piped = deals("show", "-", "--fields", "title", "-o", "tsv", stdin="abcd0001\tx\nabcd0000\n")
    assert piped.out == "Deal 1\nDeal 0\n"
    assert deals("show", "-", stdin="").code == 2
    assert deals("show", "-", stdin='[{"id": 1}]').code == 2
