"""A program is run with keys in its environment, as if nothing were between it and the person."""

from __future__ import annotations

import os
import signal
import sys
import termios
from typing import TYPE_CHECKING, Any

import pytest

from tests.keys.conftest import QUICK
from tests.providers.server import OPENAI_KEY, TWILIO_KEY, TWILIO_SID, TWILIO_TOKEN
from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result
    from tests.keys.conftest import Keys, Store

OURS = (
    "import os; print(*(f'{k}={v}' for k, v in sorted(os.environ.items()) "
    "if k.endswith(('_KEY', '_SID', '_TOKEN', '_SECRET'))), sep='\\n')"
)


@pytest.fixture
def stored(store: Store) -> None:
    """Three keys of Ann's."""
    store("openai", OPENAI_KEY)
    store("twilio", TWILIO_KEY)
    store("crm", "crm-secret-0001", "--variable", "CRM_TOKEN")


def run(doughy: Program, person: Person, *arguments: str, **more: Any) -> Result:
    return doughy.spawn("keys", "run", *arguments, person=person, env=QUICK, **more)


@pytest.mark.usefixtures("stored")
def test_the_environment_the_streams_and_the_exit_code(
    doughy: Program, keys: Keys, ann: Person
) -> None:
    shown = run(doughy, ann, "--no-masking", "--", sys.executable, "-c", OURS)
    assert shown.out.splitlines() == [
        "CRM_TOKEN=crm-secret-0001",
        f"OPENAI_API_KEY={OPENAI_KEY}",
        f"TWILIO_ACCOUNT_SID={TWILIO_SID}",
        f"TWILIO_AUTH_TOKEN={TWILIO_TOKEN}",
    ]
    script = (
        'cat; echo "out $OPENAI_API_KEY"; echo "err $TWILIO_AUTH_TOKEN" >&2; '
        'printf %s:%s "$TWILIO_ACCOUNT_SID" "$TWILIO_AUTH_TOKEN" | base64 -w0; '
        "printf sk-test-0123456; printf '789abcdefOPENAI\\n'; exit 7"
    )
    done = run(doughy, ann, "--", "sh", "-c", script, stdin="in ")
    assert (done.code, done.err) == (7, "err ***\n")
    assert done.out.replace("=", "") == "in out ***\n******\n"
    one = run(doughy, ann, "--service", "crm", sys.executable, "-c", OURS, "--flag-of-its-own")
    assert (one.code, one.out) == (0, "CRM_TOKEN=***\n")
    # Binary data go through as they are, and the vault secret does not.
    data = os.urandom(200_000)
    with doughy.start(
        "keys", "run", "--", "sh", "-c", 'echo "${DOUGHY_VAULT_SECRET-none}" >&2; exec cat',
        person=ann, env={**QUICK, "DOUGHY_VAULT_SECRET": ""},
    ) as process:  # fmt: skip
        out, err = process.communicate(data)
    assert (out == data, err) == (True, b"none\n")

    assert keys("set", "other", "--variable", "OPENAI_API_KEY", stdin="x" * 9).code == 0
    both = keys("run", "--", "true")
    assert (both.code, "both want OPENAI_API_KEY" in both.err) == (2, True)
    assert keys("run", "--service", "stripe", "--", "true").code == 3
    assert keys("run", "--service", "crm").code == 2
    ann.sql("UPDATE api_keys SET salt = nonce WHERE service = 'crm'")
    damaged = keys("run", "--service", "crm", "--", "true")
    assert (damaged.code, damaged.out) == (1, "")


@pytest.mark.usefixtures("stored")
def test_signals_closed_pipes_and_what_cannot_be_run(doughy: Program, ann: Person) -> None:
    assert run(doughy, ann, "--", "no-such-program").code == 127
    assert run(doughy, ann, "--", "/etc/passwd").code == 126
    assert run(doughy, ann, "--", "sh", "-c", "kill -KILL $$").code == 128 + signal.SIGKILL
    for number in (signal.SIGTERM, signal.SIGHUP):
        told = f"trap 'exit {number}' {number}; echo ready; while :; do sleep 0.05; done"
        with doughy.start("keys", "run", "--", "sh", "-c", told, person=ann, env=QUICK) as process:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            process.send_signal(number)
            process.communicate()
        assert process.returncode == number
    # Nobody reads on: the program is told so, and is not waited for.
    with doughy.start("keys", "run", "--", "yes", person=ann, env=QUICK) as process:
        assert process.stdout
        assert process.stdout.readline() == b"y\n"
        process.stdout.close()
        process.wait()
    assert process.returncode == 128 + signal.SIGPIPE


@pytest.mark.usefixtures("stored")
def test_a_program_on_a_terminal(doughy: Program, ann: Person) -> None:
    asked = (
        "test -t 0 && test -t 1 && test -t 2 && stty size; trap 'stty size' WINCH; "
        'echo "$OPENAI_API_KEY" > /dev/tty; printf "Name? "; read name; echo "Hello $name"; '
        "while :; do sleep 0.05; done"
    )
    with PseudoTerminal(
        doughy, "keys", "run", "--", "sh", "-c", asked, person=ann, env=QUICK
    ) as terminal:
        terminal.wait_for("24 80", "***", "Name?")
        terminal.press("Ada\r", "Hello Ada")
        terminal.resize(100, 30)
        terminal.wait_for("30 100")
        terminal.type("\x03")
        assert terminal.end() == 128 + signal.SIGINT
        assert OPENAI_KEY.encode() not in terminal.written
        assert termios.tcgetattr(terminal.theirs) == terminal.before
    with PseudoTerminal(
        doughy, "keys", "run", "--", "sh", "-c", "echo ready; exec sleep 60", person=ann, env=QUICK
    ) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        assert terminal.process.wait(30) == 128 + signal.SIGHUP
