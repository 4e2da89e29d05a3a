"""Every command's examples: they are read as they stand, and run where that can be done here."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli import tree
from doughy_cli.context import App
from doughy_cli.database.demo import load_demo
from doughy_cli.db.session import close_session, session_on
from doughy_cli.leads.sending import drafts
from doughy_cli.manual.exits import MEANINGS, exits
from tests.help.examples import Line, commands, lines

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program

LEADS = "name,phone,email,seller\nAda Quill,937-555-0171,ada@example.com,x\n"
SALES = (
    "address,city,state,zip,beds,sq ft,sale price,sale date\n"
    "420 Maple Ave,Dayton,OH,45402,3,1000,131000,2026-01-31\n"
)
FILES = {
    "list.csv": LEADS,
    "sales.csv": SALES,
    "leads.json": '[{"name": "Cy Hart"}]',
    "decisions.jsonl": '{"lead": "alma.reyes@example.com", "decision": "skip"}\n',
    "letter.txt": "Hello {first_name|there}.\n",
    "report.pdf": "%PDF-1.7 The roof is new.",
    "id.pdf": "%PDF-1.7 A passport.",
    "w9.pdf": "%PDF-1.7 A form.",
    "stripe.txt": "rk_test_00000000000000000000",
}
# What is not run, by the beginning of its line: it is only read, by the command's own parser.
NOT_RUN = {
    "quickstart": "makes a server: tests/database",
    "init": "makes a database: tests/database",
    "login": "asks a person: tests/accounts",
    "passwd": "asks a person: tests/accounts",
    "leads messages sync": "asks Twilio: tests/leads/sending",
    "leads triage --status": "needs a terminal: tests/leads/triage",
    "docs open": "starts a program of the desktop",
    "docs store s3": "needs a bucket: tests/documents",
    "jobs work": "never ends: tests/jobs",
    "jobs add lead_rescore": "waits for a worker: tests/jobs",
    "keys check": "asks providers: tests/keys",
    "keys run": "starts a program: tests/keys",
    "keys vault": "asks a person: tests/keys",
    "logs tail -f": "never ends: tests/logs",
    "deals board --watch": "never ends: tests/deals",
    "plans sync": "asks Stripe: tests/plans",
    "db ": "is about a server of doughy's own: tests/server, tests/database",
    "migrate ": "signs in as the schema's owner: tests/database",
}
# Done, and not only tried: what comes after needs it.
DONE = (
    "deals report",
    "leads views save",
    "leads templates save",
    "keys set",
    "profiles",
    "jobs cancel",
)
# What ends otherwise than with 0, and has to: its own help says so.
ENDS = {
    "deals ready": 1,
    "deals next --check": 1,
    "docs url": 1,
    "jobs watch 1f2e3d4c --exit-status": 130,
}


def test_every_command_has_examples_and_exit_codes_that_can_be_read() -> None:
    runs: list[str] = []
    for path, command, told in commands():
        own = [line for each in told.examples for line in lines(each)]
        assert any(_is_of(path, run) for run in own), f"{path} has no example"
        assert all(len(each) < 78 for each in told.examples), f"{path}: too wide for a terminal"
        assert {0, 1, 2, 130} <= set(exits(command, told)), path
        assert set(told.exits) <= {*MEANINGS, 126, 127}, path
        for run in own:
            _read(run)
            runs.append(f"{' '.join(run.arguments)} ")
    for each in NOT_RUN:
        assert any(run.startswith(each) for run in runs), f"{each} is no example any more"


@pytest.mark.timeout(300)
def test_examples_do_what_they_say(
    doughy: Program,
    database: Database,
    admin: Person,
    ann: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    # At noon in Dayton: nobody is texted at night.
    monkeypatch.setattr(drafts, "now", lambda: datetime(2026, 3, 4, 17, tzinfo=UTC))
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    ids = _records(doughy, database, admin)
    env = {"HOME": str(tmp_path), "CRM_TOKEN": "sk-x", "DOUGHY_VAULT_ITERATIONS": "100000"}
    wrong = []
    for path, _, told in commands():
        group = path.split()[0]
        written = ""
        for run in (line for each in told.examples for line in lines(each)):
            said = " ".join(run.arguments)
            if any(f"{said} ".startswith(each) for each in NOT_RUN):
                continue
            record = ids.get(path, ids.get(group, ""))
            named = [each.replace("1f2e3d4c", record) for each in run.arguments]
            arguments = _tried(path, named)
            given = (tmp_path / run.stdin).read_text() if run.stdin else "sk-x"
            done = doughy(*arguments, person=admin, stdin=written if run.piped else given, env=env)
            written = done.out
            wanted = next((code for each, code in ENDS.items() if said.startswith(each)), 0)
            if done.code != wanted:
                wrong.append(f"{said}\n   {done.code}: {done.err}")
    assert not wrong, "\n".join(wrong)


def _tried(path: str, arguments: list[str]) -> list[str]:
    """Return the arguments with --dry-run, if they are of the command at `path` and it takes one:
    an example finds the records as all others do."""
    known = " ".join(arguments).startswith(path) and not path.startswith(DONE)
    if not known or "--dry-run" in arguments or ("offer" in path and "--save" not in arguments):
        return arguments
    flags = {flag for each in tree.command(tuple(path.split())).params for flag in each.opts}
    return [*arguments, "--dry-run"] if "--dry-run" in flags else arguments


def _is_of(path: str, run: Line) -> bool:
    return f"{' '.join(run.arguments)} ".startswith(f"{path} ")


def _read(run: Line) -> None:
    """Let the command's own parser read the arguments. Raises what it would."""
    path: list[str] = []
    found: Any = tree.tree()
    while isinstance(found, tree.Group):
        path.append(run.arguments[len(path)])
        found = tree.command(tuple(path))
        assert found is not None, f"there is no {' '.join(path)}"
    settings = {"help_option_names": ["--help", "-h"], **found.context_settings}
    context = found.context_class(found, obj=App(), **settings)
    parser = found.make_parser(context)
    parser.parse_args(args=run.arguments[len(path) :])


def _records(doughy: Program, database: Database, person: Person) -> dict[str, str]:
    """Make what examples speak of beside the demo data; return what `1f2e3d4c` is, by command or
    by group."""
    session = session_on(person.connect())
    assert load_demo(session)
    session.commit()
    close_session(session)

    def run(line: str) -> Any:
        done = doughy(*shlex.split(line), "--json", person=person)
        assert done.code == 0, done.err
        found = done.json
        return found[0] if isinstance(found, list) else found

    def made(line: str) -> str:
        return str(run(line)["id"])[:8]

    twin = made("leads add --name 'Alma Reyes' --phone '937 555 0172'")
    other = made("leads add --name 'Rosa Delgado' --phone '937 555 0173'")
    run(f"leads merge rosa.delgado@example.com {other} --yes")
    run("leads add --name Gone --email gone@example.com --tag junk")
    run("leads rm gone@example.com")
    run(
        "leads sender --from-number '+1 937 555 0100' --from-email you@example.com"
        " --postal-address '1 Main St, Dayton'"
    )
    for template in ("hello Hi", "letter Hi --subject Hello"):
        run(f"leads templates save {template}")
    message = made("leads log 9375550100 sms Hi")
    database.sql("UPDATE messages SET status = 'failed'")
    deleted = made("contacts add --first-name Cy")
    run(f"contacts rm {deleted}")
    document = made("docs add report.pdf --type inspection --property '418 maple'")
    run(f"docs link {document} --property '1207 harbor'")
    for email in (person.email, "ann@example.com"):
        run(f"plans set {email} --plan pro --status active")
    return {
        "leads": twin,
        "leads note": made("leads note 9375550100 'Prefers mornings'"),
        "leads messages show": message,
        "leads messages retry": message,
        "contacts": deleted,
        "deals": str(run("deals show '418 maple'")["id"])[:8],
        "docs": document,
        "jobs": made("jobs add duplicate_scan --deal '418 maple'"),
    }
