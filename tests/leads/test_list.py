"""`doughy leads list`: what each flag leaves, and in which order."""

from __future__ import annotations

import os
import pty
import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.dialects.postgresql import psycopg
from sqlmodel import col, select

from doughy_cli.db.ids import bounds
from doughy_cli.db.tables import Lead
from doughy_cli.leads.detail_queries import export_statement
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.queries import list_statement

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program
    from tests.leads.conftest import Add, Leads

ROWS = """
    INSERT INTO leads
        (name, email, phone, company, status, score, tags, opt_status, source, next_action_due,
         is_deleted, created_at)
    VALUES
        ('Ada', 'ada@x.co', '+18158908301', 'Engines', 'new', 90, '{vip,probate}', 'opted_in',
         'Radio', now() - interval '1 day', false, '2026-01-01 12:00+00'),
        ('bob', NULL, NULL, '100% Homes', 'active', 0, '{vip}', 'opted_out', 'radio',
         now() + interval '10 days', false, '2026-01-02 12:00+00'),
        ('Cy', NULL, NULL, NULL, 'closed', NULL, '{}', NULL, NULL, NULL, false,
         '2026-01-03 12:00+00'),
        ('Dee', 'dee@x.co', NULL, NULL, 'new', 50, NULL, 'pending', NULL, NULL, false,
         '2026-01-04 12:00+00'),
        ('Eve', 'ada@x.co', NULL, NULL, 'new', NULL, NULL, NULL, NULL, NULL, true,
         '2026-01-05 12:00+00')
"""


@pytest.fixture
def five(ann: Person) -> None:
    ann.sql(ROWS)


def names(leads: Leads, *flags: object) -> list[str]:
    done = leads("list", "--json", *flags)
    assert done.code == 0, done.err
    return [row["name"] for row in done.json]


LEFT = [
    ("", "Dee Cy bob Ada"),
    ("--status new", "Dee Ada"),
    ("--status new --status closed", "Dee Cy Ada"),
    ("--tag vip", "bob Ada"),
    ("--tag vip --tag probate", "Ada"),
    ("--tag VIP", ""),
    ("--untagged", "Dee Cy"),
    ("--min-score 50", "Dee Ada"),
    ("--max-score 50", "Dee bob"),
    ("--min-score 0 --max-score 0", "bob"),
    ("--unscored", "Cy"),
    ("--opt-status opted_out", "bob"),
    ("--source Radio", "Ada"),
    ("--since 2026-01-02", "Dee Cy bob"),
    ("--until 2026-01-02", "bob Ada"),
    ("--since 2026-01-02T12:00:00Z --until 2026-01-02T12:00:00Z", "bob"),
    ("--updated-since -1h", "Dee Cy bob Ada"),
    ("--due today", "Ada"),
    ("--due 2w", "Ada bob"),
    ("--due 2w --sort -created_at", "bob Ada"),
    ("--status NEW --status Active --opt-status PENDING", "Dee"),
    ("--overdue", "Ada"),
    ("--search ADA", "Ada"),
    ("--search engin", "Ada"),
    ("--search @x.co", "Dee Ada"),
    ("--search 815-890", "Ada"),
    ("--search %", "bob"),
    ("--search _", ""),
    ("--search 0%_", ""),
    ("--deleted", "Eve"),
    ("--with-deleted", "Eve Dee Cy bob Ada"),
    ("--status new --deleted --search ada", "Eve"),
    ("--limit 2", "Dee Cy"),
    ("--limit 0", ""),
    ("--sort name", "Ada bob Cy Dee"),
    ("--sort -name", "Dee Cy bob Ada"),
    ("--sort score", "bob Dee Ada Cy"),
    ("--sort -score", "Ada Dee bob Cy"),
    ("--sort status --status active --status closed", "bob Cy"),
    ("--sort next_action_due --tag vip", "Ada bob"),
    ("--sort -next_action_due --limit 2", "bob Ada"),
    ("--sort created_at", "Ada bob Cy Dee"),
]


@pytest.mark.usefixtures("five")
def test_flags(leads: Leads) -> None:
    for flags, left in LEFT:
        found = names(leads, *flags.split())
        assert found == left.split(), flags


@pytest.mark.usefixtures("five")
def test_what_is_due_soonest_comes_first_in_files_too(leads: Leads) -> None:
    rows = leads("export", "-o", "json", "--due", "2w").json
    assert [row["name"] for row in rows] == ["Ada", "bob"]


def test_the_columns_of_a_table(leads: Leads, add: Add) -> None:
    row = add("Ada", "--next-action", "Call", "--next-action-due", "11/27/2026", "--tag", "vip")
    cells = (row["id"], "Ada", "new", "", "", "Call", "2026-11-27T23:59:59Z")
    assert leads("list", "-o", "tsv").out == "\t".join(cells) + "\n"
    for columns, last in ((80, "NEXT ACTION DUE"), (120, "EMAIL TAGS NEXT ACTION DUE")):
        titles = leads("list", "-o", "table", env={"COLUMNS": str(columns)}).out
        shown = " ".join(titles.splitlines()[0].split())
        assert shown.startswith("ID NAME STATUS SCORE PHONE")
        assert shown.endswith(last)


def test_ties_are_stable(leads: Leads, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) SELECT 'same' FROM generate_series(1, 30)")
    for sort in ("name", "-name", "score", "-created_at"):
        ids = [row["id"] for row in leads("list", "--json", "--sort", sort).json]
        assert ids == sorted(ids, reverse=sort.startswith("-"))


IMPOSSIBLE = [
    ("--tag a --untagged", "No lead fits both --tag and --untagged."),
    ("--deleted --with-deleted", "--deleted and --with-deleted"),
    ("--unscored --min-score 0", "--min-score and --unscored"),
    ("--min-score 9 --max-score 3", "No score is from 9 to 3."),
    ("--sort tags", "Leads cannot be sorted by 'tags'."),
    ("--sort owner", "There are: id, name, phone"),
    ("--since someday", "not a date or time"),
    ("--since 7d", '"7d" is in the future: nothing has happened since.\n  -7d is that long ago.'),
    ("--updated-since +2H", "-2H is that long ago."),
    ("--since tomorrow", "-7d is a week ago."),
    ("--status new,active", "is not one of 'new', 'active'"),
    ("--search=", "is empty"),
    ("--search=\udcff", "not valid UTF-8"),
    ("--tag=", "is empty"),
]


def test_what_no_lead_can_fit_is_a_usage_error(leads: Leads) -> None:
    for flags, said in IMPOSSIBLE:
        done = leads("list", *flags.split())
        assert (done.code, done.out) == (2, ""), flags
        assert said in done.err


def test_an_admin_sees_everybodys_and_can_ask_for_their_own(
    leads: Leads, add: Add, admin: Person, ann: Person
) -> None:
    add("Hers")
    add("Mine", person=admin)
    rows = leads("list", "--json", "--sort", "name", person=admin).json
    assert [(row["name"], row["user_id"]) for row in rows] == [
        ("Hers", str(ann.id)),
        ("Mine", str(admin.id)),
    ]
    assert [row["name"] for row in leads("list", "--mine", "--json", person=admin).json] == ["Mine"]


def test_an_empty_list(leads: Leads) -> None:
    assert leads("list", "--json").out == "[]\n"
    done = leads("list", "--search", "x", "-o", "csv")
    assert done.code == 0
    assert done.out.splitlines() == [",".join(FIELDS)]


FIELDS = (
    *("id", "name", "phone", "email", "company", "status", "score", "tags", "opt_status"),
    *("source", "next_action", "next_action_due", "workspace_id", "user_id", "is_deleted"),
    *("created_at", "updated_at"),
)


def test_the_fields_are_an_api(leads: Leads, add: Add) -> None:
    add("Ada")
    [row] = leads("list", "--json").json
    assert tuple(row) == FIELDS
    assert leads("list", "--fields", "help").out.split() == list(FIELDS)
    shown = leads("show", "--fields", "help").out.split()
    assert shown == [*FIELDS, "merged_into", "contacts", "open_deals", "events"]
    exported = leads("export", "--fields", "help").out.split()
    assert exported == [*FIELDS, "contacts", "notes", "extra"]


def test_what_a_terminal_would_obey_is_shown_as_text(leads: Leads, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name, company) VALUES (E'[red]\\x1b[31mAda', E'\\u202e:smile:')")
    for written in ("tsv", "table", "json", "csv"):
        done = leads("list", "-o", written, "--fields", "name,company")
        assert "[red]" in done.out
        assert ":smile:" in done.out
        if written != "csv":
            assert "\x1b[31m" not in done.out


def test_somebody_else_sees_nothing_and_staff_see_all(
    leads: Leads, add: Add, ben: Person, admin: Person
) -> None:
    add("Ada")
    assert leads("list", "--json", person=ben).json == []
    assert len(leads("list", "--json", person=admin).json) == 1


def test_a_table_says_how_many_there_are(doughy: Program, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) SELECT 'n' || i FROM generate_series(1, 60) AS i")
    out, err = on_a_terminal(doughy, ann, "leads", "list")
    assert out.count("new") == 50
    assert err == b"50 of 60, --all shows the rest\n"
    out, err = on_a_terminal(doughy, ann, "leads", "list", "--all")
    assert (out.count("new"), err) == (60, b"")


def on_a_terminal(doughy: Program, person: Person, *arguments: str) -> tuple[str, bytes]:
    """Run the program with stdout on a terminal; return what it wrote to each stream."""
    ours, theirs = pty.openpty()
    with doughy.start(*arguments, person=person, stdout=theirs) as process:
        os.close(theirs)
        written = b"".join(iter(lambda: _read(ours), b""))
        _, err = process.communicate()
    os.close(ours)
    return written.decode(), err


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other side has gone
        return b""


def test_indexes_answer_under_row_security(database: Database, ann: Person) -> None:
    """The plans of the statements that list and look up run for a member."""
    database.sql(
        "INSERT INTO leads (user_id, name, email, created_at) SELECT %s, 'n' || i, 'e' || i,"
        " now() - i * interval '1 minute' FROM generate_series(1, 20000) AS i",
        ann.id,
    )
    database.sql("ANALYZE leads")
    database.sql(
        "INSERT INTO contacts (id, user_id) SELECT id, user_id FROM leads ORDER BY id LIMIT 5000"
    )
    database.sql("INSERT INTO lead_contacts (lead_id, contact_id) SELECT id, id FROM contacts")
    newest = list_statement(LeadFilter(), 50, sort=None)
    assert "idx_leads_user_created" in plan(ann, newest)
    assert "idx_leads_email" in plan(ann, select(Lead.id).where(Lead.email == "e7"))
    # Statistics are as old as an import is young, so nothing may depend on them.
    whole = plan(
        ann,
        export_statement(
            LeadFilter(), None, sort=None, names=("id", "contacts", "notes", "extra"), json=True
        ),
    )
    assert "contacts_pkey on contacts" in whole
    assert "lead_contacts_pkey" in whole
    assert "idx_lead_events_lead_id" in whole
    # Which leads have any may be read from all at once, and is not read lead by lead.
    assert "Seq Scan on contacts" not in whole
    assert not re.search(r"Seq Scan on \w+ [^>]*\(lead_id = lead.id\)", whole)
    low, high = bounds("abcd") or (None, None)
    assert "leads_pkey" in plan(ann, select(Lead.id).where(col(Lead.id).between(low, high)))


def plan(person: Person, statement: Any) -> str:
    compiled = statement.compile(dialect=psycopg.dialect())
    with person.connect() as connection:
        return str(connection.execute(f"EXPLAIN {compiled}", compiled.params).fetchall())
