"""Where a database is, where it can go, who may move it, and what a move leaves behind."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from doughy_cli.db import upgrade
from doughy_cli.errors import Conflict, NotPermitted, Usage
from tests.schema.history.states import DOCUMENT, HEAD, REVISIONS, Owner, definitions

if TYPE_CHECKING:
    from tests.harness import Database, Person


def test_the_documents_ten_have_its_names() -> None:
    assert REVISIONS[1:11] == [
        "20260116_add_rls_api_keys",
        "20260116_add_rls_profiles",
        "20260116_add_rls_user_plans",
        "20260116_create_core_tables",
        "20260117_lead_documents",
        "20260117_property_documents_junction",
        "20260118_add_enum_types",
        "20260118_add_composite_indexes",
        "20260118_add_unique_constraints",
        "20260118_install_pgtap",
    ]


def test_status_before_between_and_after(owner: Owner) -> None:
    assert upgrade.status(owner) == upgrade.Status(None, HEAD, tuple(REVISIONS))
    upgrade.up(owner, DOCUMENT)
    assert upgrade.status(owner) == upgrade.Status(DOCUMENT, HEAD, tuple(REVISIONS[11:]))
    upgrade.up(owner)
    assert upgrade.status(owner) == upgrade.Status(HEAD, HEAD, ())


def test_the_first_up_runs_everything_and_the_second_nothing(owner: Owner) -> None:
    first = upgrade.up(owner)
    assert first.revisions == tuple(REVISIONS)
    # Not even the catalog is written to: dropping and making anew would give new ids.
    before = owner.execute("SELECT oid, xmin FROM pg_policy ORDER BY oid").fetchall()
    assert before
    assert upgrade.up(owner).nothing
    assert owner.execute("SELECT oid, xmin FROM pg_policy ORDER BY oid").fetchall() == before


def test_each_revision_is_logged(owner: Owner) -> None:
    upgrade.up(owner)
    upgrade.down(owner, REVISIONS[-2])
    logged = owner.execute(
        "SELECT details->>'revision', details->>'direction' FROM public.system_logs "
        "WHERE source = 'migration' AND details ? 'direction' ORDER BY details->>'direction', 1"
    ).fetchall()
    assert logged == [(HEAD, "down"), *((revision, "up") for revision in sorted(REVISIONS))]


def test_the_connection_is_left_as_it_was(owner: Owner) -> None:
    query = """
        SELECT current_user, current_setting('search_path'), current_setting('lock_timeout')
    """
    before = owner.execute(query).fetchone()
    upgrade.up(owner)
    assert owner.execute(query).fetchone() == before
    assert owner.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_at_an_older_revision_people_see_nothing(database: Database, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) VALUES ('x')")
    with database.connect() as connection:
        upgrade.down(connection, "-1")
    for query in ("SELECT * FROM leads", "SELECT auth.uid()", "SELECT * FROM profiles"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ann.sql(query)
    with database.connect() as connection:
        upgrade.up(connection)
    assert ann.sql("SELECT name FROM leads") == [("x",)]


def test_a_folder_with_odd_characters(
    owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a %(here)s b:c;d é"
    shutil.copytree(upgrade.migrations(), folder)
    monkeypatch.setattr(upgrade, "migrations", lambda: folder)
    assert upgrade.up(owner).revisions == tuple(REVISIONS)


def test_a_database_in_use_by_something_else_is_refused(owner: Owner) -> None:
    owner.execute("CREATE TABLE public.theirs (id integer)")
    with pytest.raises(Conflict, match="theirs"):
        upgrade.up(owner)


def test_a_revision_of_a_newer_program_is_refused(owner: Owner) -> None:
    upgrade.up(owner)
    owner.execute("UPDATE auth.schema_version SET version_num = '20990101_flying_cars'")
    for act in (upgrade.status, upgrade.up, upgrade.check):
        with pytest.raises(Conflict, match="flying_cars"):
            act(owner)


@pytest.mark.parametrize("target", ["20990101_no", "nonsense", "", "-99", "+99"])
def test_a_target_that_does_not_exist_is_a_usage_error(database: Database, target: str) -> None:
    with database.connect() as connection:
        before = definitions(connection)
        with pytest.raises(Usage):
            upgrade.down(connection, target)
        assert definitions(connection) == before


def test_people_and_admins_may_not_migrate(database: Database, ann: Person, admin: Person) -> None:
    for person in (ann, admin):
        with person.connect() as connection:
            for act in (upgrade.status, upgrade.up, upgrade.check):
                with pytest.raises(NotPermitted):
                    act(connection)
