"""Keys are stored, shown masked, revealed when asked for, and removed."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.keys.rows import CheckRow, FailedLeadRow, KeyRow, RevealedRow, VaultRow
from tests.providers.server import OPENAI_KEY, STRIPE_KEY, TWILIO_KEY, TWILIO_SID, TWILIO_TOKEN
from tests.pseudo_terminal import PseudoTerminal
from tests.vault.test_seal import APPS, SECRET

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.keys.conftest import Keys, Store


def names(record: type) -> list[str]:
    return [each.name for each in fields(record)]


def test_fields_are_an_api() -> None:
    key = [
        *("id", "service", "owner", "user_id", "masked", "variables", "format", "fault"),
        *("status", "status_reason", "last_checked", "last_healthy", "created_at", "updated_at"),
    ]
    assert names(KeyRow) == key
    assert names(RevealedRow) == [*key, "key"]
    assert names(CheckRow) == [
        *("service", "result", "reason", "status", "last_checked", "last_healthy"),
        *("failed_since", "failed_messages", "failed_leads"),
    ]
    assert names(FailedLeadRow) == ["id", "name", "messages", "last_failed", "message_ids"]
    assert names(VaultRow) == ["kept_in", "keys", "opened"]


def test_set_list_show_replace_and_remove(keys: Keys, ann: Person, tmp_path: Path) -> None:
    assert keys("list", "--json").json == []
    done = keys("set", "OpenAI", "--json", stdin=OPENAI_KEY)
    assert done.code == 0
    assert (done.json["service"], done.json["masked"]) == ("openai", "***ENAI")
    assert (done.json["status"], done.json["variables"]) == ("active", ["OPENAI_API_KEY"])
    assert "The key for openai was stored." in done.err
    file = tmp_path / "stripe.txt"
    file.write_text(f"\ufeff  {STRIPE_KEY} \r\n\n", encoding="utf-8")
    assert keys("set", "stripe", "--from-file", file).code == 0
    given = {"SID": TWILIO_SID, "TOKEN": TWILIO_TOKEN}
    twilio = keys("set", "twilio", "--from-env", "SID", "--from-env", "TOKEN", env=given)
    assert twilio.code == 0, twilio.err
    assert keys("set", "twilio", stdin=f"{TWILIO_SID}\n{TWILIO_TOKEN}\n").code == 0
    crm = keys("set", "my.crm", "--variable", "CRM_TOKEN", stdin="p ä ss")
    assert "was stored" in crm.err

    listed = keys("list", "--json").json
    assert [(each["service"], each["masked"], each["variables"]) for each in listed] == [
        ("my.crm", "***s", ["CRM_TOKEN"]),
        ("openai", "***ENAI", ["OPENAI_API_KEY"]),
        ("stripe", "***RIPE", ["STRIPE_API_KEY"]),
        ("twilio", "***TWIL", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"]),
    ]
    assert {each["owner"] for each in listed} == {ann.email}
    assert keys("list", "--fields", "service", "--sort", "-service", "-o", "tsv").out.split() == [
        *("twilio", "stripe", "openai", "my.crm")
    ]
    for service, key in (("stripe", STRIPE_KEY), ("twilio", TWILIO_KEY), ("my.crm", "p ä ss")):
        assert keys("show", service, "--reveal").out == key + "\n"
        assert key not in keys("show", service, "--json").out
    assert keys("show", "openai", "--reveal", "--fields", "key", "--json").json == {
        "key": OPENAI_KEY
    }

    again = keys("set", "openai", stdin="sk-another-key-0001")
    assert "The key for openai was replaced." in again.err
    assert keys("show", "openai", "--reveal").out == "sk-another-key-0001\n"
    dry = keys("set", "openai", "--dry-run", stdin=OPENAI_KEY)
    assert (dry.code, keys("show", "openai", "--reveal").out) == (0, "sk-another-key-0001\n")
    assert keys("rm", "openai", "nobody", "--yes").code == 3
    assert keys("rm", "openai").code == 2
    assert keys("rm", "openai", "my.crm", "--yes").code == 0
    gone = keys("show", "openai", "--json")
    assert (gone.code, gone.error["code"]) == (3, "no_key")
    assert gone.error["hint"] == "Store one: doughy keys set openai"
    logged = ann.database.sql("SELECT message FROM system_logs WHERE source = 'keys' ORDER BY xid")
    assert ("the key for openai was rotated",) in logged


@pytest.mark.parametrize(
    ("service", "text", "told"),
    [
        ("openai", "", "is empty"),
        ("openai", " \n\t\n", "is empty"),
        ("openai", "sk-one\nsk-two", "has 2 lines"),
        ("openai", "sk-one two", "holds space"),
        ("openai", "sk-ä", "holds space or characters"),
        ("crm", "a\x1b[31m", "holds space or characters"),
        ("crm", "x" * 10_001, "longer than 10,000"),
        ("twilio", TWILIO_TOKEN, "SID and token, as SID:TOKEN"),
        ("twilio", f"{TWILIO_SID}\n{TWILIO_TOKEN}\nmore", "has 3 lines"),
        ("no such service!", "x", "is not a service's name"),
        ("", "x", "is not a service's name"),
    ],
)
def test_what_is_no_key(service: str, text: str, told: str, doughy: Program) -> None:
    done = doughy("keys", "set", service, stdin=text)
    assert (done.code, told in done.err) == (2, True), done.err
    assert not text.strip() or len(text) < 3 or text.strip() not in done.err


def test_keys_are_not_arguments(doughy: Program) -> None:
    for arguments in (
        ("set", "openai", OPENAI_KEY),
        ("set", "openai", "--from-env", "NAME", OPENAI_KEY),
        ("set", "openai", f"--key={OPENAI_KEY}"),
        ("set", "openai", "--key", OPENAI_KEY),
        ("vault", "set", OPENAI_KEY),
        ("vault", "rotate", OPENAI_KEY),
    ):
        done = doughy("keys", *arguments, "-v")
        assert done.code == 2, arguments
        assert OPENAI_KEY not in done.out + done.err
    assert "get a new one from the provider" in doughy("keys", "set", "openai", "sk-x").err


def test_variables_that_steer_programs_are_no_keys(doughy: Program) -> None:
    for name in ("PATH", "path", "LD_PRELOAD", "DOUGHY_HOME", "GIT_SSH_COMMAND", "1A", "A-B", ""):
        done = doughy("keys", "set", "crm", "--variable", name, stdin="x")
        assert (done.code, "cannot be the variable" in done.err) == (2, True), name
    done = doughy("keys", "set", "openai", "--variable", "KEY", stdin="x")
    assert "The variables of openai are known: OPENAI_API_KEY." in done.err


def test_odd_keys_are_stored_and_said(keys: Keys) -> None:
    done = keys("set", "stripe", stdin="pk_live_publishable_0001")
    assert (done.code, "begin with sk_ or rk_" in done.err) == (0, True)
    weak = keys("set", "openai", stdin="sk-x", env={"DOUGHY_VAULT_SECRET": "short"})
    assert weak.code == 1  # it is not the secret that the first one was sealed with
    assert "shorter than 16 characters" in weak.err


def test_a_terminal_is_asked_and_shows_nothing(doughy: Program, ann: Person) -> None:
    with PseudoTerminal(doughy, "keys", "set", "twilio", person=ann) as terminal:
        terminal.wait_for("Account SID")
        terminal.type(f"{TWILIO_SID}\r")
        terminal.wait_for("Auth token")
        terminal.type(f"{TWILIO_TOKEN}\r")
        assert terminal.end() == 0
        terminal.wait_for("Not checked yet: doughy keys check twilio")
        assert TWILIO_TOKEN.encode() not in terminal.written
    for more in (("--no-input",), ()):
        with PseudoTerminal(doughy, "keys", "set", "openai", *more, person=ann) as terminal:
            if more:
                assert terminal.end() == 2
            else:
                terminal.wait_for("Key for openai")
                terminal.type("\x03")
                assert terminal.end() == 130


def test_an_admin_sees_that_there_is_a_key(
    keys: Keys, store: Store, admin: Person, ben: Person
) -> None:
    store("openai", OPENAI_KEY)
    store("openai", "sk-of-the-admin-00001", person=admin)
    seen = keys("list", "--json", person=admin).json
    assert [(each["owner"], each["masked"]) for each in seen] == [
        ("admin@example.com", "***0001"),
        ("ann@example.com", None),
    ]
    assert keys("show", "openai", "--reveal", person=admin).out == "sk-of-the-admin-00001\n"
    assert len(keys("list", "--mine", "--json", person=admin).json) == 1
    assert keys("list", "--json", person=ben).json == []
    # What an admin can read of it, copied to a place of their own, does not open.
    admin.sql("DELETE FROM api_keys WHERE user_id = auth.uid()")
    admin.sql(
        "INSERT INTO api_keys (service, key_ciphertext, nonce, salt) "
        "SELECT service, key_ciphertext, nonce, salt FROM api_keys"
    )
    assert keys("show", "openai", "--reveal", "--json", person=admin).error["code"] == "damaged"


def test_any_changed_bit_is_damage(keys: Keys, store: Store, ann: Person) -> None:
    store("openai", OPENAI_KEY)
    for column in ("key_ciphertext", "nonce", "salt"):
        [(text,)] = ann.sql(f"SELECT {column} FROM api_keys")  # noqa: S608
        for place in (0, len(text) // 2, len(text) - 1):
            changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
            ann.sql(f"UPDATE api_keys SET {column} = %s", changed)  # noqa: S608
            done = keys("show", "openai", "--reveal", "--json")
            assert (done.code, done.out, done.error["code"]) == (1, "", "damaged")
        ann.sql(f"UPDATE api_keys SET {column} = %s", text)  # noqa: S608
    ann.sql("UPDATE api_keys SET nonce = salt, salt = nonce")
    listed = keys("list", "--json")
    assert listed.code == 0
    [row] = listed.json
    assert (row["masked"], row["fault"], row["status"]) == (None, "damaged", "active")
    assert "The stored key for openai is damaged." in listed.err
    store("openai", OPENAI_KEY)  # the way out that the hint names
    wrong = keys("show", "openai", "--json", env={"DOUGHY_VAULT_SECRET": "x" * 20})
    assert wrong.error["code"] == "wrong_vault_secret"


def test_the_apps_keys_are_rewritten(keys: Keys, ann: Person) -> None:
    ann.sql(
        "INSERT INTO api_keys (service, key_ciphertext, status) VALUES ('openai', %s, 'healthy')",
        APPS.key_ciphertext,
    )
    env = {"DOUGHY_VAULT_SECRET": SECRET.reveal()}
    refused = keys("set", "stripe", "--json", stdin=STRIPE_KEY)
    assert refused.error["code"] == "no_vault_secret"
    assert keys("show", "openai", "--reveal", env=env).out == "sk-test-0123456789abcdef\n"
    done = keys("rotate", "--json", env=env)
    assert done.code == 0, done.err
    assert [(each["format"], each["status"]) for each in done.json] == [("doughy1", "healthy")]
    assert keys("show", "openai", "--reveal", env=env).out == "sk-test-0123456789abcdef\n"
    [(before,)] = ann.sql("SELECT key_ciphertext FROM api_keys")
    assert keys("rotate", "--dry-run", env=env).code == 0
    assert ann.sql("SELECT key_ciphertext FROM api_keys") == [(before,)]
    ann.sql("INSERT INTO api_keys (service, key_ciphertext) VALUES ('crm', 'v2:x')")
    partly = keys("rotate", "--json", env=env)
    assert (partly.code, partly.error["code"]) == (6, "done_in_part")
    assert ann.sql("SELECT key_ciphertext FROM api_keys WHERE service = 'openai'") != [(before,)]
