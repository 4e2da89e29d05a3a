"""Statements whose text is kept: the same as those that SQLModel makes, and nobody else's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine
from sqlmodel import Session

from doughy_cli.db import kept
from doughy_cli.db.kept import Reader
from doughy_cli.db.session import close_session, session_on
from doughy_cli.leads.filters import LeadFilter
from tests.kept import DEAL_EVENTS, DEAL_WRITES, LEAD_WRITES, LEADS, Case, cases

if TYPE_CHECKING:
    from tests.harness import Person, Program

WRITES = {
    *(f"{LEAD_WRITES}:update_statement", f"{DEAL_WRITES}:update_statement"),
    DEAL_EVENTS,
}
LIST = f"{LEADS}:list_statement"


@pytest.fixture
def nowhere() -> Session:
    """A session without a database, to build statements for."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: None, use_native_hstore=False)
    return Session(engine)


@pytest.fixture
def session(ann: Person) -> Iterator[Session]:
    """A session of Ann's."""
    connection = ann.connect()
    connection.autocommit = False
    opened = session_on(connection)
    yield opened
    close_session(opened)


class Spy(Reader):
    """A reader that counts how often it had to build a statement."""

    built = 0

    def _live(self, *arguments: Any, **more: Any) -> Any:
        self.built += 1
        return super()._live(*arguments, **more)


def reader_of(session: Session, folder: Path) -> Spy:
    connection: Any = session.connection().connection.driver_connection
    return Spy(connection, lambda: session, folder)


def builder_of(case: Case) -> Any:
    module, _, function = case.builder.partition(":")
    return getattr(import_module(module), function)


def test_what_is_kept_with_one_value_is_what_is_built_with_another(nowhere: Session) -> None:
    texts: dict[tuple[str, str], str] = {}
    for case in cases():
        build = builder_of(case)
        found = kept.compiled(nowhere, build, case.values, case.shape)
        assert (found is not None) == case.kept, case
        key = kept.shape_of(case.values, case.shape)
        assert key == kept.shape_of(case.others, case.shape), case
        if found:
            assert texts.setdefault((case.builder, key), found.text) == found.text, case
            text, parameters = kept._compile(nowhere, build(*case.others, **case.shape))
            assert found.text == text, case
            assert kept.parameters(found, case.others) == parameters, case


def test_rows_are_the_same_the_first_time_and_later(session: Session, tmp_path: Path) -> None:
    fill(session)
    reader = reader_of(session, tmp_path / "cache")
    firsts = {case.builder: case for case in reversed(list(cases()))}
    lasts = {case.builder: case for case in cases() if case.kept}  # with most conditions
    for case in (*firsts.values(), *lasts.values()):
        reads = case.builder not in WRITES
        first, second, third = (
            list(reader.rows(case.builder, *case.values, streamed=streamed, **case.shape))
            for streamed in (False, False, reads)
        )
        assert [tuple(row) for row in first] == second == third, case
    reader.built = 0
    for case in lasts.values():
        list(reader.rows(case.builder, *case.others, **case.shape))
    assert reader.built == 0


def fill(session: Session) -> None:
    """Give Ann leads of every kind, in the transaction of the test."""
    connection: Any = session.connection().connection.driver_connection
    connection.execute(
        """
        INSERT INTO leads (name, email, status, score, tags, source, next_action_due, user_id)
        SELECT
            'Lead ' || n,
            'lead' || n || '@example.com',
            (enum_range(NULL::lead_status))[1 + n % 5],
            nullif(n * 7 % 100, 0),
            (ARRAY[NULL, '{}', '{roof,"wants \\\\ % cash"}']::text[])[1 + n % 3]::text[],
            (ARRAY['mail', NULL])[1 + n % 2],
            now() + (n - 20) * interval '1 day',
            auth.uid()
        FROM generate_series(1, 40) AS n
        """
    )


def test_values_are_parameters_and_not_in_the_file(session: Session, tmp_path: Path) -> None:
    reader = reader_of(session, tmp_path)
    for source in ("'; DROP TABLE leads; --", "Robert"):
        rows = reader.rows(LIST, LeadFilter(source=source), 3, sort=None)
        assert list(rows) == []
    [file] = tmp_path.iterdir()
    assert "source=str" in file.read_text()
    assert "DROP" not in file.read_text()
    assert "Robert" not in file.read_text()
    assert reader.built == 1


def test_what_anybody_else_could_have_written_is_not_read(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    reader = reader_of(session, folder)

    def built() -> int:
        before = reader.built
        list(reader.rows(LIST, LeadFilter(), 3, sort=None))
        return reader.built - before

    assert [built(), built()] == [1, 0]
    [file] = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    written = file.read_bytes()

    for damaged in (b"", b"nonsense", written[:-9], written.replace(b"LIMIT", b"OFFSET")):
        file.write_bytes(damaged)
        assert [built(), built()] == [1, 0]
        assert file.read_bytes() == written
    file.chmod(0o622)
    assert [built(), built()] == [1, 0]
    elsewhere = tmp_path / "elsewhere.json"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert [built(), built()] == [1, 0]
    assert not file.is_symlink()
    # Where others may write nothing is kept either: they would choose among what is there.
    folder.chmod(0o777)
    assert [built(), built()] == [1, 1]
    folder.chmod(0o700)
    assert built() == 0
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert [built(), built()] == [1, 1]
    reader._folder = tmp_path / "sub" / "cache"
    assert built() == 1
    assert not (tmp_path / "sub").exists()
    monkeypatch.undo()
    reader._folder = folder
    file.unlink()
    os.mkfifo(file)
    assert [built(), built()] == [1, 0]


def test_where_nothing_can_be_kept_all_works_as_well(session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "cache"):
        reader = reader_of(session, folder)
        for _ in range(2):
            assert list(reader.rows(LIST, LeadFilter(), 3, sort=None)) == []
        assert reader.built == 2


def test_it_counts_as_long_as_the_program_is_the_same(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = reader_of(session, tmp_path)
    list(reader.rows(LIST, LeadFilter(), 3, sort=None))
    [file] = tmp_path.iterdir()
    before = file.read_bytes()
    for name in ("db/tables/leads.py", "leads/queries.py", "sqlalchemy/__init__.py"):
        assert f"{name}".encode() in before
    stamp = kept._stamp
    changed = "doughy_cli/leads/queries.py"
    monkeypatch.setattr(
        kept, "_stamp", lambda each: [1, 2] if each.endswith(changed) else stamp(each)
    )
    list(reader.rows(LIST, LeadFilter(), 3, sort=None))
    list(reader.rows(LIST, LeadFilter(), 3, sort=None))
    assert reader.built == 2
    assert file.read_bytes() != before


def test_many_shapes_push_the_oldest_out(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_MOST", 3)
    reader = reader_of(session, tmp_path)
    for sort in ("name", "score", "email", "phone", "name"):
        list(reader.rows(LIST, LeadFilter(), 3, sort=sort))
    assert reader.built == 5
    [file] = tmp_path.iterdir()
    assert len(kept._read(file)) == 3


def test_two_at_once_leave_a_file_that_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "x.json"
    children = []
    for which in range(3):
        child = os.fork()
        if child == 0:
            whole = False
            try:
                for count in range(20):
                    statement = kept.Statement(f"SELECT {count}", {}, {})
                    kept._keep(file, f"{which} {count}", statement)
                    whole = bool(kept._read(file))
                    if not whole:
                        break
            finally:
                os._exit(0 if whole else 1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert {each.name for each in file.parent.iterdir()} == {"x.json"}


def test_the_usual_commands_do_without_sqlalchemy(doughy: Program, ann: Person) -> None:
    from tests.test_light_start import loaded, tops

    doughy("leads", "add", "--name", "Alma", person=ann)
    lead = doughy("leads", "list", "--fields", "id", "-o", "tsv", person=ann).out.strip()
    doughy("deals", "add", "--title", "418 Maple", "--lead", lead, person=ann)
    deal = doughy("deals", "list", "--fields", "id", "-o", "tsv", person=ann).out.strip()
    for line in (
        f"leads edit {lead[:8]} --score 5 --dry-run --fields id,score -o csv",
        f"deals move {deal} --next --dry-run --fields id,stage -o csv",
        *("leads list --status new --json", f"leads show {lead[:8]} --json"),
        *(f"deals show {deal} --json", "deals next -o tsv", "deals board -o csv"),
    ):
        words = line.split()
        live = doughy(*words, person=ann)
        modules = loaded(*words, env=doughy.environment(ann))
        assert not tops(modules) & {"sqlalchemy", "sqlmodel", "pydantic", "rich"}, line
        assert doughy(*words, person=ann) == live


def test_what_stands_in_the_way_is_told_the_first_time_and_later(
    doughy: Program, ann: Person, ben: Person, admin: Person
) -> None:
    def add(name: str, person: Person) -> str:
        done = doughy(
            "leads",
            "add",
            "--name",
            name,
            "--email",
            f"{name}@example.com",
            "--json",
            person=person,
        )
        return str(done.json["id"])

    alma, carla, doris = (add(name, ann) for name in ("alma", "carla", "doris"))
    doughy("leads", "rm", doris, person=ann)
    theirs = add("theirs", ben)
    for line, code, said in (
        ("--score 5", 0, "1 lead saved."),
        ("--email carla@example.com", 5, "already has the e-mail carla@example.com."),
        ("--score 6 --if-unchanged-since 2020-01-01", 5, "was changed since"),
        ("--score 6 --dry-run", 0, "Dry run: nothing was saved."),
        ("--next-action \x00", 2, "NUL"),
    ):
        told = [doughy("leads", "edit", alma, *line.split(), person=ann) for _ in range(2)]
        assert {each.code for each in told} == {code}, told
        assert said in told[0].err, line
        assert told[1].err == told[0].err or code == 0, line
    for lead, person, code, said in (
        (doris, ann, 5, "is deleted"),
        (theirs, admin, 8, "somebody else's to change"),
        (theirs, ann, 3, "There is no lead"),
        (carla, ann, 0, ""),
    ):
        for _ in range(2):
            done = doughy("leads", "edit", lead, "--score", "7", person=person)
            assert (done.code, said in done.err) == (code, True), done
    scores = dict(ann.sql("SELECT name, score FROM leads"))
    assert scores == {"alma": 5, "carla": 7, "doris": None}
