from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.intake.headers import match_headers, normalised
from doughy_cli.leads.detail_rows import LeadExportRow
from doughy_cli.leads.importing.fields import ADDRESS_FIELDS, FIELDS
from doughy_cli.leads.importing.tag_text import split_tags
from doughy_cli.leads.importing.words import (
    _OPT_WORDS,
    _STATUS_WORDS,
    known_opt_status,
    known_status,
    refused,
)
from doughy_cli.output import csv_cell


def test_no_header_has_two_meanings() -> None:
    names = Counter(
        name for field in FIELDS for name in {normalised(n) for n in (field.name, *field.aliases)}
    )
    assert [name for name, count in names.items() if count > 1] == []
    assert {field.overflow for field in FIELDS if field.overflow} <= {f.name for f in FIELDS}
    assert set(ADDRESS_FIELDS) <= {field.name for field in FIELDS}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Full Name", "name"),
        ("Owner Name", "name"),
        ("First Name", "first_name"),
        ("last_name", "last_name"),
        ("Phone 1", "phone"),
        ("Mobile", "phone"),
        ("Cell Phone", "phone"),
        ("Phone 2", "other_phones"),
        ("PHONE 3", "other_phones"),
        ("E-mail Address", "email"),
        ("Email 1", "email"),
        ("Email 2", "other_emails"),
        ("Company", "company"),
        ("Lead Source", "source"),
        ("Deal Stage", "status"),
        ("Stage", "status"),
        ("Status", "status"),
        ("Score", "score"),
        ("Tags", "tags"),
        ("Opt Status", "opt_status"),
        ("Do Not Call", "opt_out"),
        ("Notes", "notes"),
        ("Created", "created_at"),
        ("Next Step", "next_action"),
        ("Follow-up Date", "next_action_due"),
        ("Property Address", "address_line_1"),
        ("ZIP/Postal Code", "zip"),
    ],
)
def test_usual_headers(header: str, field: str) -> None:
    assert match_headers([header], FIELDS).columns == {header: field}


@pytest.mark.parametrize("header", ["Index", "Account Id", "Lead Owner", "Website", "Owner"])
def test_headers_without_a_column(header: str) -> None:
    assert match_headers([header], FIELDS).unmatched == [header]


def test_every_column_of_the_export_is_a_field() -> None:
    columns = [field.name for field in dataclasses.fields(LeadExportRow)]
    match = match_headers(columns, FIELDS)
    # Whose it is, is not for a file to say.
    assert match.columns == {each: each for each in columns} | {"user_id": "ignore"}


@pytest.mark.parametrize("words", [_STATUS_WORDS, _OPT_WORDS])
def test_no_word_has_two_meanings(words: dict[str, tuple[str, ...]]) -> None:
    count = Counter(normalised(word) for ours, theirs in words.items() for word in (ours, *theirs))
    assert [word for word, times in count.items() if times > 1] == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("New Lead", "new"),
        ("Contacted", "active"),
        ("On Hold", "active"),
        ("Re-engagement", "active"),
        ("Qualified", "qualified"),
        ("Proposal Sent", "qualified"),
        ("Negotiation", "qualified"),
        ("Disqualified", "unqualified"),
        ("Closed Won", "closed"),
        ("CLOSED - LOST", "closed"),
        ("unqualified", "unqualified"),
        ("Tuesday", None),
        ("", None),
    ],
)
def test_statuses(word: str, status: str | None) -> None:
    assert known_status(word) == status


def test_consent_is_never_guessed() -> None:
    words = ("Opted In", "yes", "STOP", "no", "unknown", "perhaps")
    assert [known_opt_status(word) for word in words] == [
        *("opted_in", "opted_in", "opted_out", "opted_out", "pending", None)
    ]
    assert [refused(word) for word in ("yes", "DNC", "no", "perhaps")] == [True, True, False, None]


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("a, b;c|d\ne", ("a", "b", "c", "d", "e")),
        (" hot ,, hot", ("hot",)),
        ('["a, b", "c"]', ("a, b", "c")),
        ("[vip] lead, x", ("[vip] lead", "x")),
        ("[1]", ("[1]",)),
        ("[]", ()),
        ("", ()),
    ],
)
def test_tags_of_a_cell(cell: str, tags: tuple[str, ...]) -> None:
    assert split_tags(cell) == tags


TAG = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.strip).filter(bool)


@given(st.lists(TAG | st.text('a,[]"; ', min_size=1).map(str.strip).filter(bool), unique=True))
def test_tags_survive_a_cell(tags: list[str]) -> None:
    assert split_tags(csv_cell(tags)) == tuple(tags)
