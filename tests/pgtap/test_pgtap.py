"""Each pgTAP file is a case, and each goes red when what it is about is broken.

pgTAP comes with Debian's PostgreSQL, not with the embedded one. pg_prove runs the files and
judges them: a test that fails, a plan that was not kept, an error of psql's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pgtap.damages import DAMAGES

if TYPE_CHECKING:
    from tests.harness import Cluster, Database

HERE = Path(__file__).parent
FILES = sorted(path.name for path in HERE.glob("*.sql"))
BINARIES = os.environ.get("DOUGHY_PG_BIN", "")
# The project's check installs it all for Debian's engine, so there its absence is a failure.
MAY_SKIP = not ("CI" in os.environ and BINARIES)


@pytest.fixture(scope="module")
def clone(cluster: Cluster) -> Iterator[Database]:
    """One database for all files: each of them takes back what it did."""
    made = cluster.clone()
    if MAY_SKIP and not made.sql("SELECT 1 FROM pg_extension WHERE extname = 'pgtap'"):
        made.drop()
        pytest.skip("this PostgreSQL has no pgTAP (the embedded one never has)")
    if MAY_SKIP and shutil.which("pg_prove") is None:
        made.drop()
        pytest.skip("pg_prove is not installed")
    yield made
    made.drop()


def prove(database: Database, file: Path) -> tuple[bool, str]:
    """Run a file with pg_prove; return whether it passed, and what failed in it."""
    psql = Path(BINARIES) / "psql" if BINARIES else shutil.which("psql")
    ran = subprocess.run(
        [
            *("pg_prove", "--failures", "--comments", "--nocolor", "--psql-bin", str(psql)),
            *("--dbname", database.name, "--username", "postgres", str(file)),
        ],
        env={
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PGHOST": str(database.cluster.keywords["host"]),
            "PGPORT": str(database.cluster.keywords["port"]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (ran.stdout + ran.stderr).splitlines()
    return ran.returncode == 0, "\n".join(line for line in lines if not line.startswith("ok "))


@pytest.mark.parametrize("name", FILES)
def test_a_file_passes(clone: Database, name: str) -> None:
    passed, said = prove(clone, HERE / name)
    assert passed, said


def test_nothing_is_left_behind(clone: Database) -> None:
    traces = """
        SELECT
            (SELECT count(*) FROM auth.users),
            (SELECT count(*) FROM public.system_logs),
            (SELECT count(*) FROM pg_roles WHERE position(current_database() IN rolname) > 0),
            (SELECT count(*) FROM pg_proc WHERE starts_with(proname, 'tap_')),
            has_schema_privilege('doughy_member', 'pgtap', 'USAGE')
    """
    before = clone.sql(traces)
    passed, said = prove(clone, HERE / "policies_writing.sql")
    assert passed, said
    assert clone.sql(traces) == before


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("SELECT plan(1); SELECT fail('broken');", "Failed test 1"),
        ("SELECT plan(2); SELECT pass();", "Bad plan.  You planned 2 tests but ran 1"),
        ("SELECT plan(1); SELECT pass(); SELECT pass();", "planned 1 tests but ran 2"),
        ("SELECT plan(1); SELECT pass(); SELECT 1 / 0;", "division by zero"),
        ("SELECT 1;", "No plan found"),
    ],
)
def test_what_is_wrong_with_a_file_turns_it_red(
    clone: Database, tmp_path: Path, body: str, complaint: str
) -> None:
    file = tmp_path / "file.sql"
    file.write_text(f"SET search_path = public, pgtap;\n{body}\n")
    passed, said = prove(clone, file)
    assert not passed
    assert complaint in said


@pytest.mark.parametrize(("name", "damage", "complaint"), DAMAGES)
def test_a_damage_turns_a_file_red(
    clone: Database, tmp_path: Path, name: str, damage: str, complaint: str
) -> None:
    # In the file's own transaction, which takes the damage back with all the rest.
    file = tmp_path / "damaged.sql"
    file.write_text(f"BEGIN;\n{damage};\n\\i {HERE / name}\n")
    passed, said = prove(clone, file)
    assert not passed
    assert complaint in said


def test_every_file_is_seen_to_go_red() -> None:
    assert {name for name, _, _ in DAMAGES} == set(FILES)
