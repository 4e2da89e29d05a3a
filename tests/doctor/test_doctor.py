"""`doughy doctor`: each thing is broken for real, and named."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.config import find_folders
from doughy_cli.context import App
from doughy_cli.database.backup_notes import Noted, note_backup
from doughy_cli.db import server
from doughy_cli.db.address import parse_url
from doughy_cli.doctor.checks import CHECKS
from doughy_cli.doctor.contents import backup
from doughy_cli.doctor.patient import Patient
from doughy_cli.doctor.requirements import meets, misfits
from doughy_cli.doctor.rows import CheckRow, Finding
from tests.pooler import needs_pgbouncer, pooled

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program, Result


def wrong(done: Result) -> dict[str, set[str]]:
    """Return the codes of faults and warnings of each check that has any."""
    found: dict[str, set[str]] = {}
    for row in json.loads(done.out):
        if row["code"]:
            assert row["state"] in ("fault", "warning")
            found.setdefault(row["check"], set()).add(row["code"])
    return found


def states(done: Result) -> dict[str, str]:
    """Return the state of each check: the worst of its rows'."""
    order = ("ok", "skipped", "warning", "fault")
    found: dict[str, str] = {}
    for row in json.loads(done.out):
        found[row["check"]] = max(row["state"], found.get(row["check"], "ok"), key=order.index)
    return found


def test_what_scripts_depend_on() -> None:
    assert [each.name for each in dataclasses.fields(CheckRow)] == [
        "check", "state", "code", "found", "remedy",
    ]  # fmt: skip
    assert [each.name for each in CHECKS] == [
        "program", "folders", "config", "cache", "data", "disk", "engine", "password", "server",
        "sign_in", "transport", "pooler", "clock", "durability", "schema", "security", "people",
        "keys", "documents", "jobs", "backup",
    ]  # fmt: skip


def test_all_is_well_for_a_member_and_an_admin(doughy: Program, ann: Person, admin: Person) -> None:
    for person in (ann, admin):
        done = doughy("doctor", "--json", person=person)
        assert done.code == 0, done.out
        # The tests' server is in a hurry: it waits for no disk.
        assert wrong(done) == {"durability": {"not_durable"}}
        assert set(states(done).values()) == {"ok", "warning"}
        assert done.err == "1 warning.\n"
    assert "3 logins" not in done.out
    assert "2 logins" in done.out

    shown = doughy("doctor", "-o", "table", person=ann, env={"COLUMNS": "60"}).out
    assert max(map(len, shown.splitlines())) <= 60
    assert "warning  durability" in shown
    assert "\x1b" not in shown
    assert len(doughy("doctor", person=ann).out.splitlines()) == len(json.loads(done.out))


def test_what_is_broken_in_the_database_is_named(
    doughy: Program, database: Database, ann: Person, ben: Person, admin: Person
) -> None:
    ann.sql("INSERT INTO api_keys (service, key_ciphertext, nonce) VALUES ('twilio', 'x', 'y')")
    ann.sql(
        "INSERT INTO re_documents (title, type, file_url, user_id)"
        " VALUES ('Deed', 'other', 'doughy-local://0123/none/none', auth.uid())"
    )
    new = "INSERT INTO deals (title, stage) VALUES ('D', 'initial_contact') RETURNING id"
    [(deal,)] = ann.sql(new)
    ann.sql("INSERT INTO ai_jobs (job_type, deal_id) VALUES ('nobody_does', %s)", deal)
    for statement in (
        "UPDATE ai_jobs SET run_after = now() - interval '1 day'",
        "UPDATE auth.users SET must_change_password = true WHERE email = 'ann@example.com'",
        "ALTER EVENT TRIGGER doughy_guard_groups DISABLE",
        "ALTER TABLE calls DISABLE ROW LEVEL SECURITY",
        "DROP POLICY IF EXISTS deals_update ON deals",
        "CREATE POLICY everybody ON leads FOR SELECT USING (true)",
        f'ALTER ROLE "{ben.role}" CREATEDB',
        f'GRANT doughy_admin TO "{ben.role}"',
    ):
        database.sql(statement)
    done = doughy("doctor", "--json", person=ann)
    assert done.code == 1
    found = wrong(done)
    assert found["sign_in"] == {"one_time_password"}
    assert found["schema"] == {"schema_differs"}
    assert found["security"] == {"row_security_off", "policies_differ", "no_guard"}
    assert "not ours: policy everybody on public.leads" in done.out
    assert states(done)["keys"] == "skipped"  # what the schema is, decides what can be asked of it

    database.sql("ALTER TABLE calls ENABLE ROW LEVEL SECURITY")
    found = wrong(doughy("doctor", "--json", person=ann))
    assert found["keys"] == {"no_vault_secret"}
    assert found["documents"] == {"document_outside"}
    assert found["jobs"] == {"no_worker", "unknown_job_type"}
    for statement in (
        "UPDATE api_keys SET status = 'unhealthy', status_reason = 'revoked'",
        "REVOKE SELECT ON re_lead_documents FROM doughy_member",
    ):
        database.sql(statement)
    vault = {"DOUGHY_VAULT_SECRET": "x" * 20}
    found = wrong(doughy("doctor", "--json", person=ann, env=vault))
    assert found["keys"] == {"damaged", "key_refused", "vault_not_kept"}
    assert found["documents"] == {"not_permitted"}
    assert found["jobs"] == {"no_worker", "unknown_job_type"}  # asked all the same

    done = doughy("doctor", "--json", person=admin)
    assert wrong(done)["people"] == {"role_differs"}
    assert "ben@example.com is in doughy_admin, doughy_member instead of doughy_member" in done.out
    assert "ben@example.com has rights at the server" in done.out


def test_what_keeps_somebody_out_is_named(
    doughy: Program, database: Database, ann: Person, tmp_path: Path
) -> None:
    def broken(**env: str) -> dict[str, set[str]]:
        done = doughy("doctor", "--json", person=ann, env=env)
        assert done.code == 1, done.out
        assert states(done)["schema"] == "skipped"
        return wrong(done)

    url = database.cluster.url(database.name)
    assert broken(DOUGHY_PASSWORD="no")["sign_in"] == {"sign_in"}
    assert broken(DOUGHY_DATABASE_URL="postgresql://127.0.0.1:1/x")["server"] == {"unreachable"}
    assert broken(DOUGHY_DATABASE_URL="postgresql:///?no=1")["config"] == {"bad_url"}
    assert broken(DOUGHY_PROFILE="nowhere")["config"] == {"no_such_profile"}
    found = broken(DOUGHY_EMAIL="", DOUGHY_DATABASE_URL=f"{url} user=postgres password=x")
    assert found["sign_in"] == {"above_row_security"}
    assert found["config"] == {"password_in_url"}
    database.sql("SELECT auth.disable_user(%s)", ann.id)
    assert broken()["sign_in"] == {"disabled"}


def test_what_is_broken_on_the_computer_is_named(
    doughy: Program, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = doughy.home
    home.mkdir(mode=0o711)
    (home / "data").write_text("")
    (home / "state").mkdir(mode=0o777)
    (home / "state").chmod(0o777)
    (home / "cache").mkdir()
    (home / "cache").chmod(0o777)
    (home / "config").mkdir()
    secrets = home / "config" / "credentials.json"
    secrets.write_text("{}")
    secrets.chmod(0o644)
    configured = home / "config" / "config.toml"
    configured.write_text("")
    configured.chmod(0o666)
    env = {"DOUGHY_PASSWORD": "", "DOUGHY_EMIAL": "x"}
    done = doughy("doctor", "--json", person=ann, env=env)
    assert done.code == 1
    found = wrong(done)
    assert found["folders"] == {"file_in_the_way", "open_folder"}
    assert found["config"] == {"open_config", "unknown_variable"}
    assert found["cache"] == {"cache_not_trusted"}
    assert found["password"] == {"credentials_exposed"}
    assert str(home / "data") in done.out

    configured.write_text("[[")
    done = doughy("doctor", "--json", person=ann)
    assert wrong(done)["config"] == {"usage"}
    assert states(done)["server"] == "skipped"

    def homeless() -> Any:
        raise RuntimeError("no home")

    import platformdirs

    monkeypatch.setattr(platformdirs.PlatformDirs, "user_data_dir", property(lambda _: homeless()))
    done = doughy("doctor", "--json", env={"DOUGHY_HOME": ""})
    assert (done.code, wrong(done)) == (1, {"folders": {"no_home"}})  # told once
    assert doughy("doctor", "--report", env={"DOUGHY_HOME": ""}).code == 1


def test_an_embedded_server_in_every_state(
    doughy: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (doughy.home, doughy.home / "data"):
        folder.mkdir(mode=0o711)
    home = doughy.home / "data" / "server"
    found = wrong(doughy("doctor", "--json"))
    assert found == {"server": {"not_set_up"}, "password": {"not_signed_in"}}
    assert not home.exists()  # nothing is made by looking

    place = server.ensure(home)
    assert place is not None
    try:
        env = {"DOUGHY_EMAIL": "ann@example.com", "DOUGHY_PASSWORD": "x"}
        assert wrong(doughy("doctor", "--json", env=env))["sign_in"] == {"sign_in"}
        pid = server.status(home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while server.running(home):
            pass
        files = server.noted_place(home)
        assert files is not None

        def found_now() -> dict[str, set[str]]:
            done = doughy("doctor", "--json", env=env)
            assert server.running(home) is None  # nor is it started
            return wrong(done)

        assert found_now()["server"] <= {"killed", "recovering"}
        assert doughy("doctor", "--start", "--json", env=env).code == 1
        assert server.running(home)
    finally:
        server.stop(home)
    done = doughy("doctor", "--json", env=env)
    assert (done.code, states(done)["server"], states(done)["clock"]) == (0, "ok", "skipped")
    assert "doctor --start" in done.out

    with files.log.open("a") as log:
        log.write("2026 LOG:  starting PostgreSQL 18\n2026 FATAL:  it is full of eels\n")
    assert "full of eels" in doughy("doctor", "--json", env=env).out
    one = next(files.engines.rglob("postgres.bki"))
    one.write_text("")
    files.data.chmod(0o755)
    found = found_now()
    assert found["engine"] == {"engine_damaged"}
    assert found["data"] == {"data_open"}
    (files.data / "global" / "pg_control").unlink()
    assert found_now()["data"] == {"data_damaged"}
    (files.data / "PG_VERSION").unlink()
    assert found_now()["data"] == {"unreachable"}
    shutil.rmtree(files.engines)
    monkeypatch.setattr("doughy_cli.db.embedded.place.free_space", lambda _: 1_000_000)
    assert found_now()["disk"] == {"disk_full"}
    (home / "server.json").write_text("{")
    assert wrong(doughy("doctor", "--json", env=env)) == {"data": {"unreachable"}}


def test_backups_are_remembered(
    doughy: Program, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = find_folders(doughy.environment(ann))
    label = parse_url(ann.database.cluster.url(ann.database.name)).label
    now = datetime.now(UTC)

    for name, value in doughy.environment(ann).items():
        monkeypatch.setenv(name, value)
    patient = Patient(App(), start=False)

    def said(noted: Noted) -> Finding:
        note_backup(folders, label, noted)
        [found] = backup(patient)
        return found

    assert said(Noted(now, None)).code is None
    assert said(Noted(now, tmp_path / "gone")).code == "backup_gone"
    old = said(Noted(now - timedelta(days=9), tmp_path / "old"))
    assert old.code == "old_backup"
    assert "9 days old" in old.found


def test_the_report_holds_nothing_of_anybodys(doughy: Program, ann: Person) -> None:
    done = doughy("doctor", "--report", person=ann, env={"PGPASSWORD": "s3cret-of-mine"})
    assert done.code == 0, done.out
    keywords = ann.database.cluster.keywords
    for secret in (ann.email, ann.password, ann.database.name, str(doughy.home), keywords["host"]):
        assert str(secret) not in done.out
    assert "s3cret-of-mine" not in done.out
    for wanted in (
        "doughy    0.",
        "python    CPython",
        "typer 0",
        "PGPASSWORD",
        "[not_durable]",
    ):
        assert wanted in done.out, done.out
    assert doughy("doctor", "--report", "--json").code == 2


def test_packages_are_compared_with_what_is_wanted() -> None:
    assert meets("3.11.2", ">=3.11")
    assert meets("1.10", ">=1.9,<2")
    assert meets("2.0.0rc1", "==2")
    assert not meets("2.0", ">=1.16,<2")
    assert not meets("0.6.1", "==0.6.0")
    assert not meets("1", ">1")
    assert meets("1", "~=1.0")  # what is not understood
    assert list(misfits(["typer<0.1", "nobody-has-this>=1", "nor-this; extra == 's3'"])) == [
        f"typer {__import__('importlib.metadata').metadata.version('typer')} is installed, "
        "and doughy needs typer<0.1.",
        "nobody-has-this is not installed, and doughy needs it.",
    ]


@needs_pgbouncer
def test_a_pooler_is_seen(doughy: Program, ann: Person) -> None:
    for mode in ("transaction", "session"):
        with pooled(ann, mode=mode) as url:
            done = doughy("doctor", "--json", person=ann, env={"DOUGHY_DATABASE_URL": url})
        assert done.code == 0, done.out
        [said] = [each["found"] for each in json.loads(done.out) if each["check"] == "pooler"]
        assert f"in {mode} mode" in said
