from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.errors import Usage
from doughy_cli.intake.headers import match_headers
from doughy_cli.intake.records import Record, Reject
from doughy_cli.intake.sheet import read_sheet
from doughy_cli.intake.source import Source
from doughy_cli.leads.importing.fields import FIELDS
from doughy_cli.leads.importing.incoming import (
    IncomingContact,
    IncomingLead,
    IncomingNote,
    LeadTally,
)
from doughy_cli.leads.importing.lead_reader import LeadReader, incoming_leads

ZONE = ZoneInfo("America/New_York")


def outcome(values: dict[str, object], maps: dict[str, str] | None = None) -> object:
    match = match_headers(list(values), FIELDS, maps)
    return LeadReader(match, zone=ZONE).read(Record(7, values))


def lead(values: dict[str, object], maps: dict[str, str] | None = None) -> IncomingLead:
    found = outcome(values, maps)
    assert isinstance(found, IncomingLead), found
    return found


def rejects(values: dict[str, object]) -> list[Reject]:
    found = outcome(values)
    assert isinstance(found, list), found
    return found


def test_a_row_of_a_crm() -> None:
    row: dict[str, object] = {
        "Index": "1",
        "Account Id": "52AL8EeSpN",
        "First Name": " Jamie ",
        "Last Name": "Reese",
        "Company": "Torres, Wood and Herring",
        "Phone 1": "+1-815-890-8301",
        "Phone 2": "231-886-0913x12",
        "Email 1": "Jamie@Franco.com",
        "Email 2": "iporter@mathis.net",
        "Website": "http://www.mathis.com/",
        "Source": "Webinars",
        "Deal Stage": "Closed Won",
        "Notes": "Call back.",
        "Empty": "",
    }
    assert lead(row) == IncomingLead(
        line=7,
        name="Jamie Reese",
        phone="+18158908301",
        email="jamie@franco.com",
        company="Torres, Wood and Herring",
        status="closed",
        source="Webinars",
        notes=(IncomingNote("Call back."),),
        contacts=(
            IncomingContact(
                first_name="Jamie",
                last_name="Reese",
                relation="owner",
                emails=("iporter@mathis.net",),
                phones=("+12318860913;ext=12",),
            ),
        ),
        extra={
            "Index": "1",
            "Account Id": "52AL8EeSpN",
            "Website": "http://www.mathis.com/",
            "Deal Stage": "Closed Won",
        },
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"Name": "Ann Lee"}, "Ann Lee"),
        ({"First Name": "Ann", "Middle Name": "B.", "Last Name": "Lee"}, "Ann B. Lee"),
        ({"First Name": "Ann"}, "Ann"),
        ({"Name": "Ann Lee", "First Name": "Ann"}, "Ann Lee"),
        ({"Company": "Acme", "Email": "a@b.co"}, "Acme"),
        ({"Email": "A@b.co", "Phone": "314-745-0599"}, "a@b.co"),
        ({"Phone": "314-745-0599"}, "+13147450599"),
    ],
)
def test_the_name(values: dict[str, object], name: str) -> None:
    assert lead(values).name == name


def test_a_full_name_that_says_more_is_kept() -> None:
    row: dict[str, object] = {"First Name": "Ann", "Last Name": "Lee", "Full Name": "Ann Lee, MD"}
    assert lead(row).extra == {"Full Name": "Ann Lee, MD"}
    assert lead(row).name == "Ann Lee"


def test_no_name_at_all_is_rejected() -> None:
    assert rejects({"Name": " ", "Source": "Web"}) == [
        Reject(7, "", "", "no name, company, e-mail or phone")
    ]
    assert rejects({"Phone": "call me"}) == [
        Reject(7, "", "call me", "no name, company, e-mail or phone")
    ]


def test_what_cannot_be_a_phone_or_an_email_is_kept_as_typed() -> None:
    found = lead({"Name": "Ann", "Phone": "ask Bob", "Phone 2": "314-745-0599", "Email": "ann@"})
    assert (found.phone, found.email, found.contacts) == ("+13147450599", None, ())
    assert found.unreadable_phones == ("ask Bob",)
    assert found.unreadable_emails == ("ann@",)
    assert found.metadata() == {"unreadable_phones": ["ask Bob"], "unreadable_emails": ["ann@"]}


def test_several_in_one_cell_are_taken_apart() -> None:
    found = lead(
        {
            "Name": "Ann Lee",
            "Phone": "314-745-0599 / (314) 745-0600; +13147450601;ext=5",
            "Mobile": "314.745.0599",
            "Email": "a@b.co; C@d.co",
        }
    )
    assert found.phone == "+13147450599"
    assert found.contacts == (
        IncomingContact(
            first_name="Ann",
            last_name="Lee",
            emails=("c@d.co",),
            phones=("+13147450600", "+13147450601;ext=5"),
        ),
    )
    assert found.unreadable_phones == ()
    half = lead({"Name": "Ann", "Phone": "314-745-0599 or ask"})
    assert (half.phone, half.unreadable_phones) == ("+13147450599", ("314-745-0599 or ask",))


def test_an_unknown_status_is_kept_and_said() -> None:
    found = lead({"Name": "Ann", "Stage": "Tuesday"})
    assert (found.status, found.unknown_status, found.extra) == (
        *(None, "Tuesday"),
        {"Stage": "Tuesday"},
    )
    assert lead({"Name": "Ann", "Status": "Active"}).extra == {}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Score", "101", "not a whole number from 0 to 100"),
        ("Score", "-1", "not a whole number from 0 to 100"),
        ("Score", "8.5", "not a whole number from 0 to 100"),
        ("Score", "high", "not a whole number from 0 to 100"),
        ("Created", "soon", "not a date such as"),
        ("Due", "31/1/2026", "not a date such as"),
        ("is_deleted", "perhaps", "not a yes or a no"),
        ("Opt In", "perhaps", "not opted_in, opted_out or pending"),
        ("DNC", "perhaps", "not a yes or a no"),
        ("Company", "x" * 301, "longer than 300 characters"),
        ("Tags", "x" * 101, "a tag is longer than 100 characters"),
    ],
)
def test_a_wrong_value_is_rejected_with_its_column(column: str, value: str, reason: str) -> None:
    [reject] = rejects({"Name": "Ann", column: value})
    assert reject[:3] == (7, column, value)
    assert reject.reason.startswith(reason)


def test_a_name_too_long_for_an_index_is_rejected() -> None:
    assert [r.column for r in rejects({"Name": "x" * 301})] == ["Name"]


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    found = rejects({"Name": "Ann", "Score": "x", "Created": "y", "Company": ["a"]})
    assert {reject.column for reject in found} == {"Score", "Created", "Company"}


def test_values_of_every_kind() -> None:
    found = lead(
        {
            "Name": "Ann",
            "Score": "85.0",
            "Tags": "hot; cash",
            "Labels": "hot|new",
            "Next Step": "Call",
            "Due": "1/31/2026",
            "Created": "2026-01-31 10:00",
            "Address": "1 Main St",
            "City": "Reno",
        }
    )
    assert (found.score, found.tags, found.next_action) == (85, ("hot", "cash", "new"), "Call")
    assert found.next_action_due == datetime(2026, 2, 1, 4, 59, 59, 999999, tzinfo=UTC)
    assert found.created_at == datetime(2026, 1, 31, 15, tzinfo=UTC)
    assert found.metadata() == {"address": {"address_line_1": "1 Main St", "city": "Reno"}}


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"Opt In": "yes"}, "opted_in"),
        ({"Opt In": "yes", "DNC": "yes"}, "opted_out"),
        ({"Opt In": "yes", "DNC": "no"}, "opted_in"),
        ({"DNC": "no"}, None),
        ({"Do Not Call": "no", "Unsubscribed": "TRUE"}, "opted_out"),
        ({"opt_status": "pending"}, "pending"),
    ],
)
def test_the_most_restrictive_consent_wins(values: dict[str, object], status: str | None) -> None:
    assert lead({"Name": "Ann", **values}).opt_status == status


def test_another_programs_id_is_kept_and_not_used() -> None:
    ours = "0B6C7A52-8D0E-4A38-9B3C-52F0A9B1C001"
    assert lead({"Name": "Ann", "id": "17"}).extra == {"id": "17"}
    assert lead({"Name": "Ann", "Id": ours}).id == ours.lower()


def test_maps_can_keep_or_leave_out_a_column() -> None:
    found = lead(
        {"Name": "Ann", "Status": "x", "Index": "1"}, {"Status": "extra", "Index": "ignore"}
    )
    assert (found.status, found.extra) == (None, {"Status": "x"})


def test_json_has_lists_numbers_and_nothing() -> None:
    found = lead(
        {
            "name": "Ann",
            "score": 85,
            "tags": ["a, b", "c"],
            "phone": None,
            "other_phones": ["314-745-0599", "x"],
            "notes": ["one", {"text": "two", "at": "2026-01-31T10:00:00Z"}],
            "is_deleted": False,
            "custom": {"deep": [1.5]},
        }
    )
    assert (found.score, found.tags, found.phone) == (85, ("a, b", "c"), "+13147450599")
    assert found.unreadable_phones == ("x",)
    assert found.notes == (
        IncomingNote("one"),
        IncomingNote("two", datetime(2026, 1, 31, 10, tzinfo=UTC)),
    )
    assert found.is_deleted is False
    assert found.extra == {"custom": {"deep": [1.5]}}


def test_a_note_may_start_with_a_bracket() -> None:
    for text in ("[1, 2]", "[see below] x", '[{"a": 1}]'):
        assert lead({"Name": "Ann", "Notes": text}).notes == (IncomingNote(text),)
    assert lead({"Name": "Ann", "Notes": '["a", "b"]'}).notes[1] == IncomingNote("b")


CONTACT = {
    "id": "0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c001",
    "first_name": "Sam",
    "last_name": None,
    "relation": "heir",
    "email": "sam@b.co",
    "emails": ["sam@b.co", "s@b.co"],
    "phone": None,
    "phones": None,
    "company": None,
    "job_title": None,
    "address": {"city": "Reno"},
    "sms_opt_status": "opted_out",
}


@pytest.mark.parametrize("value", [[CONTACT], json.dumps([CONTACT])])
def test_contacts_of_our_own_export(value: object) -> None:
    assert lead({"name": "Ann", "contacts": value}).contacts == (
        IncomingContact(
            id="0b6c7a52-8d0e-4a38-9b3c-52f0a9b1c001",
            first_name="Sam",
            relation="heir",
            emails=("sam@b.co", "s@b.co"),
            address={"city": "Reno"},
            sms_opt_status="opted_out",
        ),
    )


@pytest.mark.parametrize(
    "value",
    [
        *("3", "Sam, Pat", [1], [{}], [{"who": "Sam"}], {"a": 1}),
        *([{"emails": [1]}], [{"relation": ["x"]}], [{"address": "x"}], [{"phones": {}}]),
        *([{"sms_opt_status": []}], [{"first_name": 1}], [CONTACT, None]),
    ],
)
def test_other_contacts_are_kept(value: object) -> None:
    found = lead({"name": "Ann", "contacts": value})
    assert (found.contacts, found.extra) == ((), {"contacts": value})


@pytest.mark.parametrize("value", [[], "[]", None, ""])
def test_no_contacts_are_none(value: object) -> None:
    found = lead({"name": "Ann", "contacts": value, "notes": value})
    assert (found.contacts, found.notes, found.extra) == ((), (), {})


def test_a_file_that_names_nobody_is_refused() -> None:
    with pytest.raises(Usage, match="no column is a name, e-mail or phone; there are: Price"):
        LeadReader(match_headers(["Price"], FIELDS))
    LeadReader(match_headers([], FIELDS))  # an empty JSON array


def test_the_whole_way_counts_everything() -> None:
    text = (
        "Name,Phone,Email,Stage,Score\n"
        "Ann,314-745-0599,a@b.co,Weird,5\n"
        "Bob,x,y,Weird,\n"
        "Cid,,,,500\n"
        "Dan,,,,1,surplus\n"
        "\n"
        ",,,Odd,\n"
    )
    sheet = read_sheet(Source(io.BytesIO(text.encode()), "x.csv"))
    tally, rejected = LeadTally(), list[Reject]()
    reader = LeadReader(match_headers(sheet.headers, FIELDS))
    leads = list(incoming_leads(sheet.records(), reader, rejected.append, tally))
    assert [(lead.line, lead.name) for lead in leads] == [(2, "Ann"), (3, "Bob")]
    assert [(reject.line, reject.column) for reject in rejected] == [(4, "Score"), (5, ""), (7, "")]
    assert (tally.records, tally.leads, tally.rejected) == (5, 2, 3)
    assert (tally.unreadable_phones, tally.unreadable_emails) == (1, 1)
    assert tally.unknown_statuses == {"Weird": 2}


def test_json_may_bring_columns_late() -> None:
    lines = ['{"name": "x"}'] * 1001 + ['{"name": "Ann", "Mobile": "314-745-0599", "Shoe": 9}']
    sheet = read_sheet(Source(io.BytesIO("\n".join(lines).encode()), "x.jsonl"))
    reader = LeadReader(match_headers(sheet.headers, FIELDS))
    *_rest, last = incoming_leads(sheet.records(), reader, print, LeadTally())
    assert (last.line, last.phone, last.extra) == (1002, "+13147450599", {"Shoe": 9})


HEADERS = st.sampled_from([name for field in FIELDS for name in (field.name, *field.aliases[:2])])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(HEADERS | st.text(), VALUES, max_size=6))
def test_any_record_is_a_lead_or_rejected(values: dict[str, object]) -> None:
    match = match_headers(["name"], FIELDS)
    found = LeadReader(match, zone=ZONE).read(Record(1, values))
    if isinstance(found, IncomingLead):
        assert found.name.strip()
        json.dumps(found.metadata())
    else:
        assert found
        assert all(reject.reason for reject in found)
