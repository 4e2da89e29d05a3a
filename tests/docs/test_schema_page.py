"""docs/schema.md and what the index says of it are the database's own words."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest

from docs.generate.__main__ import DOCS, difference
from docs.generate.schema import render
from docs.generate.schema.markdown import anchor

Connection = psycopg.Connection[Any]
PAGE = DOCS / "schema.md"
INDEX = DOCS / "README.md"


def test_the_page_is_what_the_database_says(connection: Connection) -> None:
    wanted = render(connection)
    found = PAGE.read_text(encoding="utf-8")
    assert found == wanted, "run: python -m docs.generate\n" + difference(PAGE.name, found, wanted)


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX idx_leads_active",
        "CREATE INDEX another ON leads (source)",
        "DROP POLICY leads_member_select ON leads",
        "ALTER POLICY leads_member_select ON leads USING (true)",
        "ALTER POLICY leads_member_select ON leads USING (user_id = auth.uid())",
        "ALTER POLICY leads_member_select ON leads TO doughy_support",
        "ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE leads ALTER COLUMN name DROP NOT NULL",
        "ALTER TABLE leads ALTER COLUMN status SET DEFAULT 'active'",
        "ALTER TABLE leads ALTER COLUMN email SET STATISTICS 100",
        "ALTER TABLE leads DROP CONSTRAINT leads_score_check",
        "ALTER TABLE messages DROP CONSTRAINT messages_lead_id_fkey, ADD CONSTRAINT "
        "messages_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES leads (id)",
        "DROP TRIGGER leads_touch ON leads",
        "GRANT UPDATE (user_id) ON leads TO doughy_member",
        "REVOKE DELETE ON leads FROM doughy_member",
        "GRANT SELECT ON auth.users TO doughy_admin",
        "GRANT EXECUTE ON FUNCTION auth.list_users() TO doughy_member",
        "ALTER TYPE lead_status RENAME VALUE 'new' TO 'fresh'",
        "COMMENT ON COLUMN leads.name IS 'Something else'",
        "COMMENT ON FUNCTION auth.uid() IS 'Something else'",
    ],
)
def test_a_change_to_the_schema_makes_the_page_stale(connection: Connection, change: str) -> None:
    connection.execute(change.encode())
    assert render(connection) != PAGE.read_text(encoding="utf-8")


def test_another_extension_changes_nothing(connection: Connection) -> None:
    """As on a server that had pgTAP in `public` before the schema came."""
    if not connection.execute("SELECT FROM pg_available_extensions WHERE name = 'pgtap'").rowcount:
        pytest.skip("this server does not offer pgTAP")
    connection.execute("DROP EXTENSION IF EXISTS pgtap")
    connection.execute("CREATE EXTENSION pgtap SCHEMA public")
    assert render(connection) == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("CREATE TABLE public.another (id uuid PRIMARY KEY)", "differ in another"),
        ("DROP TABLE public.transcripts", "differ in transcripts"),
        (
            "CREATE POLICY narrow ON leads AS RESTRICTIVE TO doughy_member USING (true)",
            "restrictive policy: narrow",
        ),
        ("ALTER TABLE leads DISABLE TRIGGER leads_touch", "trigger: .*leads_touch"),
        ("GRANT SELECT ON leads TO PUBLIC", r"rights of PUBLIC \(on leads\)"),
        ("GRANT UPDATE (name) ON leads TO PUBLIC", r"rights of PUBLIC \(on leads\)"),
        ("GRANT SELECT ON leads TO pg_monitor", r"rights of pg_monitor \(on leads\)"),
        ("GRANT EXECUTE ON FUNCTION auth.uid() TO PUBLIC", r"rights of PUBLIC \(on auth.uid\)"),
        ("ALTER POLICY leads_member_select ON leads TO PUBLIC", "rights of PUBLIC"),
    ],
)
def test_what_the_page_has_no_place_for_is_an_error(
    connection: Connection, change: str, message: str
) -> None:
    connection.execute(change.encode())
    with pytest.raises(ValueError, match=message):
        render(connection)


def test_links_lead_to_headings() -> None:
    page = PAGE.read_text(encoding="utf-8")
    headings = {anchor(title) for title in re.findall(r"^##+ (.+)$", page, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]+)\)", page))
    assert links - headings == set()
    assert len(headings) > len(links) / 2
    for file in re.findall(r"\]\(([^#)]+)\)", page):
        assert (DOCS / file).is_file(), file


def test_the_page_counts_what_it_lists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    counts = counted(page)
    assert len(re.findall(r"^### ", page, re.MULTILINE)) == counts["tables"]
    for heading, kind in (("index", "indexes"), ("policy", "policies"), ("trigger", "triggers")):
        grids = re.findall(rf"^\| {heading} \|.*\n\| ---.*\n((?:\|.*\n)+)", page, re.MULTILINE)
        assert sum(len(rows.splitlines()) for rows in grids) == counts[kind], kind


def counted(page: str) -> dict[str, int]:
    """The numbers at the top of the page, by what they count."""
    found = re.search(r"^\| (tables \|.*) \|\n\| -.*\n\| (.*) \|$", page, re.MULTILINE)
    assert found
    return dict(zip(found[1].split(" | "), map(int, found[2].split(" | ")), strict=True))


def test_the_index_says_what_the_page_says() -> None:
    page, index = PAGE.read_text(encoding="utf-8"), INDEX.read_text(encoding="utf-8")
    said = re.search(
        r"\((\d+) documented tables and (\d+) more, (\d+) indexes, (\d+) policies\)",
        " ".join(index.split()),
    )
    assert said, "docs/README.md no longer says how large the schema is"
    documented = re.search(
        r"^(\d+) of the tables are those of the document; (\d+) more", page, re.MULTILINE
    )
    assert documented
    counts = counted(page)
    assert said.groups() == (
        *documented.groups(),
        str(counts["indexes"]),
        str(counts["policies"]),
    )
    assert int(said[1]) + int(said[2]) == counts["tables"]
