"""What is written at a revision is there at every later one, as it was, and on the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doughy_cli.db import upgrade
from tests.schema.history.states import DOCUMENT, HEAD, REVISIONS, Owner, Rows, one, rows
from tests.schema.history.writing import write

if TYPE_CHECKING:
    from tests.harness import Database


def changes(before: Rows, after: Rows) -> list[str]:
    """Compare the tables, rows and columns that both have; what is only later is new."""
    found = []
    for table in before.keys() & after.keys() - {"auth.schema_version"}:
        for key, row in before[table].items():
            now = after[table].get(key)
            if now is None:
                found.append(f"{table} {key} is lost")
                continue
            found += [
                f"{table}.{column}: {row[column]!r} became {now[column]!r}"
                for column in row.keys() & now.keys()
                if row[column] != now[column]
            ]
        grown = after[table].keys() - before[table].keys()
        if table != "public.system_logs":  # each move is logged
            found += [f"{table} {key} came from nowhere" for key in grown]
    return found


def filled(connection: Owner, found: list[str]) -> list[str]:
    """Leave out what a revision had to give a value, because none is allowed no longer."""
    return [
        line
        for line in found
        if ": None became " not in line
        or not one(
            connection,
            "SELECT attnotnull FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
            *line.partition(":")[0].rsplit(".", 1),
        )
    ]


def test_rows_of_every_revision_survive_upwards_and_down_again(owner: Owner) -> None:
    for revision in REVISIONS:
        before = rows(owner) if upgrade.status(owner).current else {}
        upgrade.up(owner, revision)
        assert filled(owner, changes(before, rows(owner))) == [], revision
        write(owner)
    written = rows(owner)
    assert len(written["public.workspaces"]) == 2 * len(REVISIONS)
    for revision in reversed(REVISIONS[:-1]):
        before = rows(owner)
        upgrade.down(owner, revision)
        assert changes(before, rows(owner)) == [], revision
    first = rows(owner)
    upgrade.up(owner)
    # What stood at the first revision went the whole way; later columns went with theirs.
    again = rows(owner)
    kept = ("auth.users", "public.profiles", "public.api_keys", "public.workspaces")
    for table in (*kept, "public.user_plans"):
        assert again[table].keys() == written[table].keys()
        standing = {table: first[table]}
        assert changes(standing, written) == changes(standing, again) == []
    assert again["public.system_logs"].keys() > written["public.system_logs"].keys()


def test_a_lost_row_and_a_changed_value_are_seen() -> None:
    before: Rows = {"t": {"1": {"id": 1, "a": "x"}, "2": {"id": 2, "a": None}}}
    assert changes(before, {"t": {"1": {"id": 1, "a": "y"}}}) == [
        "t.a: 'x' became 'y'",
        "t 2 is lost",
    ]
    assert changes({"t": {}}, {"t": {"3": {"id": 3}}}) == ["t 3 came from nowhere"]


def test_missing_values_become_what_a_new_row_gets(owner: Owner) -> None:
    upgrade.up(owner, "20260117_property_documents_junction")
    write(owner)
    owner.execute("UPDATE public.leads SET status = NULL, is_deleted = NULL")
    owner.execute("UPDATE public.system_logs SET level = 'notice', details = NULL")
    upgrade.up(owner)
    assert owner.execute(
        "SELECT DISTINCT status::text, is_deleted FROM public.leads"
    ).fetchall() == [("new", False)]
    # Not a value that is allowed to be missing.
    assert one(owner, "SELECT count(*) FROM public.leads WHERE opt_status IS NULL") == 1
    # A level that has no place in the order is kept beside the one that it gets.
    logged = owner.execute("SELECT level, details FROM public.system_logs WHERE details ? 'level'")
    assert ("info", {"level": "notice", "details": None}) in logged.fetchall()


def test_down_keeps_leads_that_two_people_share(database: Database) -> None:
    for email in ("ann@example.com", "ben@example.com"):
        person = database.add(email)
        person.sql("INSERT INTO leads (name, email, phone) VALUES ('x', 'x@x.com', '+14155550100')")
    with database.connect() as connection:
        upgrade.down(connection, DOCUMENT)
        assert one(connection, "SELECT count(*) FROM leads") == 2
        upgrade.up(connection)
        assert upgrade.status(connection).current == HEAD
        assert upgrade.check(connection).clean
