"""The contract's frame: exit codes, streams, errors as JSON, and no traceback."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import typer

import doughy_cli
from doughy_cli import __version__, cli, errors

if TYPE_CHECKING:
    from tests.harness import Person, Program


def test_version(doughy: Program) -> None:
    done = doughy.spawn("--version", fresh=True)
    assert (done.code, done.out, done.err) == (0, f"doughy {__version__}\n", "")
    assert doughy("--version").out == done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["leadz"], "No such command 'leadz'. Did you mean 'leads'?"),
        (["leads", "lits"], "No such command 'lits'. Did you mean 'list'?"),
        (["leads", "list", "--statsu", "new"], "No such option: --statsu"),
        (["deals", "timeline", "x"], "Did you mean `doughy deals events`?"),
        (["deals", "edit", "x", "--value", "1"], "--value. Did you mean --estimated-value?"),
        (["leads", "edit", "x", "--score", "120"], "120 is not from 0 to 100"),
        (["docs", "add", "x.pdf"], "inspection"),
        (["leads", "list", "-o", "xml"], "'xml' is not one of table, tsv, json, jsonl, csv"),
        (["leads", "list", "--limit", "-1"], "must be 0 or more"),
        (["leads", "list", "--fields", "nmae"], "no field 'nmae'; --fields help lists them"),
    ],
)
def test_usage_errors_name_what_is_wrong(arguments: list[str], said: str, doughy: Program) -> None:
    done = doughy(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert said in done.err
    assert "Traceback" not in done.err


def test_errors_are_json_under_json(doughy: Program) -> None:
    done = doughy("leads", "list", "--json", "--limit", "x")
    assert done.code == 2
    assert done.error["code"] == "usage"
    assert done.error["hint"] == "See `doughy leads list --help`."
    done = doughy("leads", "list", "--json")
    assert done.code == 7
    assert done.error["code"] == "not_set_up"
    assert "doughy quickstart" in done.error["hint"]


def test_a_bare_group_lists_its_verbs(doughy: Program) -> None:
    done = doughy("leads")
    assert done.code == 0
    assert "import" in done.out


def test_fields_help_lists_the_names_and_does_nothing_else(doughy: Program) -> None:
    done = doughy("users", "add", "x@example.com", "--fields", "help")
    assert done.code == 0
    assert "password" in done.out.split()


def test_a_closed_pipe_ends_quietly(doughy: Program, ann: Person) -> None:
    ann.database.fill(
        "INSERT INTO leads (name, status, user_id)"
        " SELECT 'lead ' || n, 'new', %s FROM generate_series(1, 3000) AS n",
        ann.id,
    )
    process = doughy.start("leads", "list", "--json", person=ann, fresh=True)
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 0


def test_stdout_that_is_full_is_an_error(doughy: Program, ann: Person) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = doughy.spawn("leads", "list", "--json", person=ann, stdout=full, fresh=True)
    assert done.code == 1
    assert "No space left on device" in done.err
    assert "Traceback" not in done.err


def test_a_defect_is_one_line_and_a_traceback_only_with_verbose(
    doughy: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr("doughy_cli.context.settle", broken)
    done = doughy("whoami")
    assert done.code == 1
    assert done.err.startswith("doughy: This is a defect in doughy: RuntimeError: lost")
    assert "Traceback" not in done.err
    assert "Traceback" in doughy("whoami", "--verbose").err


def test_every_error_has_the_contracts_exit_code() -> None:
    codes = {
        each.__name__: each.exit_code
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, errors.DoughyError)
    }
    assert codes == {
        "DoughyError": 1,
        "Failed": 1,
        "Usage": 2,
        "NotFound": 3,
        "SignIn": 4,
        "Conflict": 5,
        "DoneInPart": 6,
        "Unreachable": 7,
        "NotPermitted": 8,
        "Interrupted": 130,
    }


def test_the_databases_errors_are_explained() -> None:
    for state, kind in {
        "23505": errors.Conflict,
        "42501": errors.NotPermitted,
        "40001": errors.Conflict,
        "53100": errors.Failed,
        "57P01": errors.Unreachable,
        "08006": errors.Unreachable,
        "28P01": errors.SignIn,
        "25006": errors.Failed,
    }.items():
        assert type(cli.explain(psycopg.errors.lookup(state)("x"))) is kind
    refused = psycopg.OperationalError("connection failed: SSL error: certificate verify failed")
    assert cli.explain(refused).code == "certificate"
    assert cli.explain(KeyboardInterrupt()).exit_code == 130
    assert cli.explain(typer.Abort()).exit_code == 130


def test_ctrl_c_ends_with_130(doughy: Program, ann: Person) -> None:
    import array
    import fcntl
    import signal
    import termios
    import time

    process = doughy.start("leads", "import", "-", "--format", "csv", person=ann, fresh=True)
    assert process.stdin
    process.stdin.write(b"Name\nOne\n")
    process.stdin.flush()
    unread = array.array("i", [1])
    while unread[0]:  # an interpreter that has not begun yet ends as it likes
        time.sleep(0.02)
        fcntl.ioctl(process.stdin, termios.FIONREAD, unread)
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert ann.sql("SELECT count(*) FROM leads") == [(0,)]


def test_help_that_nobody_reads_to_its_end_is_no_fault(doughy: Program) -> None:
    read, written = os.pipe()
    os.close(read)
    with open(written, "wb") as closed:  # noqa: PTH123
        done = doughy.spawn("leads", "--help", stdout=closed, fresh=True)
    assert (done.code, done.err) == (0, "")


def test_module_runs_too(doughy: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "doughy_cli", "--help"],
        env=doughy.environment(None),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert "quickstart" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


def test_closed_streams_are_no_defect(doughy: Program, ann: Person) -> None:
    for redirection in (">&-", "<&-", "2>&-"):
        script = f'exec "$0" -m doughy_cli leads add --name "Lead {redirection}" {redirection}'
        done = subprocess.run(
            ["bash", "-c", script, sys.executable],
            env=doughy.environment(ann),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done
        assert "defect" not in done.stderr
    assert ann.sql("SELECT count(*) FROM leads") == [(3,)]


def test_what_is_saved_is_said_to_be_when_the_output_is_lost(doughy: Program, ann: Person) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = doughy.spawn("leads", "add", "--name", "One", person=ann, stdout=full, fresh=True)
        shown = doughy.spawn("--version", stdout=full, fresh=True)
    assert done.code == shown.code == 1
    assert "is saved" in done.err
    assert "Traceback" not in done.err + shown.err
    assert ann.sql("SELECT count(*) FROM leads") == [(1,)]


def test_data_are_utf8_whatever_the_locale_says(doughy: Program, ann: Person) -> None:
    doughy("leads", "add", "--name", "Ü€ 田中", person=ann)
    for env in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"LC_ALL": "nonsense"}):
        done = doughy.spawn("leads", "list", "--json", person=ann, env=env)
        assert done.json[0]["name"] == "Ü€ 田中"


def test_settings_of_a_role_do_not_change_the_answers(doughy: Program, ann: Person) -> None:
    doughy("leads", "add", "--name", "One", person=ann)
    with ann.connect() as connection:
        for setting in ("datestyle = 'German'", "search_path = 'nope'", "row_security = off"):
            connection.execute(f'ALTER ROLE "{ann.role}" SET {setting}'.encode())
    done = doughy("leads", "list", "--json", person=ann)
    assert done.code == 0, done.err
    assert done.json[0]["created_at"].startswith("20")


def test_a_word_that_is_no_command_is_told_what_it_means(doughy: Program) -> None:
    for words, better in {
        ("leads", "next"): "doughy leads list --next",
        ("leads", "delete"): "doughy leads rm",
        ("contacts", "search"): "doughy contacts list --search TEXT",
        ("deals", "remove"): "doughy deals archive",
    }.items():
        done = doughy(*words)
        assert done.code == 2
        assert f"No such command '{words[1]}'. Did you mean `{better}`?" in done.err
    assert "Did you mean 'export'" in doughy("leads", "exprt").err
    assert "Did you mean" not in doughy("leads", "zzz").err


def test_what_is_shown_is_kept_already() -> None:
    """A row that is written to stdout before the commit is undone with it, where nobody reads."""
    found = []
    for path in Path(doughy_cli.__file__).parent.rglob("*.py"):
        for block in ast.walk(ast.parse(path.read_text())):
            if isinstance(block, ast.With) and "transaction()" in ast.unparse(block.items[0]):
                shown = re.findall(r"output\.(?:one|rows|grid)\(", ast.unparse(block))
                found += [f"{path.name}:{block.lineno}" for _ in shown]
    assert found == []


def test_a_reader_who_goes_before_the_commit_is_a_failure(
    doughy: Program, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("doughy_cli.leads.write_queries.add_leads", gone)
    assert doughy("leads", "add", "--name", "One", person=ann).code == 1


def test_a_pipe_of_both_streams_that_nobody_reads_changes_no_exit_code(
    doughy: Program, ann: Person
) -> None:
    lead = doughy("leads", "add", "--name", "One", "--json", person=ann).json["id"]
    for words, code in ((["tag", lead, "--add", "x"], 0), (["show", "nonsense"], 3)):
        reading, writing = os.pipe()
        os.close(reading)
        both = {"stdout": writing, "stderr": writing, "fresh": True}
        done = doughy.spawn("leads", *words, person=ann, **both)
        os.close(writing)
        assert done.code == code, words
    assert ann.sql("SELECT tags FROM leads") == [(["x"],)]
