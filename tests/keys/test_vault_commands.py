"""The vault secret is shown, brought to another computer, and replaced: all keys or none."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli import config, credentials
from doughy_cli.keys import rotation
from doughy_cli.vault import secret
from tests.harness import Program
from tests.keys.conftest import QUICK
from tests.providers.server import OPENAI_KEY, STRIPE_KEY

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.keys.conftest import Keys, Store


def kept(doughy: Program) -> dict[str, str]:
    """Return what the computer keeps of the vault."""
    found: dict[str, str] = json.loads((doughy.home / "config/vault.json").read_text())
    return found


def test_to_another_computer(
    doughy: Program, keys: Keys, store: Store, ann: Person, tmp_path: Path
) -> None:
    assert keys("vault", "show-recovery", "--yes").code == 3
    store("openai", OPENAI_KEY)
    asked = keys("vault", "show-recovery")
    assert (asked.code, asked.out) == (2, "")
    shown = keys("vault", "show-recovery", "--yes")
    recovery = shown.out.strip()
    assert [recovery] == list(kept(doughy).values())

    other = Program(tmp_path / "other")

    def there(*arguments: str, **more: Any) -> Any:
        return other("keys", *arguments, person=ann, **{"env": QUICK, **more})

    assert there("show", "openai", "--json").error["code"] == "no_vault_secret"
    listed = there("list", "--json")
    assert [(each["masked"], each["fault"]) for each in listed.json] == [(None, "no_vault_secret")]
    assert "doughy keys vault set" in listed.err
    assert there("set", "stripe", "--json", stdin=STRIPE_KEY).error["code"] == "no_vault_secret"
    wrong = there("vault", "set", "--json", stdin="not this one, by far")
    assert (wrong.code, wrong.error["code"]) == (1, "wrong_vault_secret")
    assert "not this one" not in wrong.err
    assert not (other.home / "config/vault.json").exists()
    dry = there("vault", "set", "--dry-run", stdin=recovery)
    assert (dry.code, (other.home / "config/vault.json").exists()) == (0, False)
    done = there("vault", "set", "--json", stdin=f"  {recovery}\n")
    assert done.json == {"kept_in": str(other.home / "config/vault.json"), "keys": 1, "opened": 1}
    assert there("show", "openai", "--reveal").out == f"{OPENAI_KEY}\n"
    for bad in ("", " ", "two\nlines"):
        assert there("vault", "set", stdin=bad).code == 2
    # What others can read is not used.
    (other.home / "config/vault.json").chmod(0o644)
    exposed = there("show", "openai", "--json")
    assert (exposed.code, exposed.error["code"]) == (2, "credentials_exposed")


def test_rotation_and_the_other_computers(
    doughy: Program, keys: Keys, store: Store, ann: Person
) -> None:
    store("openai", OPENAI_KEY)
    store("stripe", STRIPE_KEY)
    ann.sql("UPDATE api_keys SET status = 'healthy'")
    [before] = kept(doughy).values()
    assert keys("vault", "rotate").code == 2
    assert keys("vault", "rotate", "--dry-run").code == 0
    assert list(kept(doughy).values()) == [before]
    done = keys("vault", "rotate", "--yes", "--json")
    assert (done.json["keys"], "Sealed under the new vault secret: 2 keys." in done.err) == (
        2,
        True,
    )
    [after] = kept(doughy).values()
    assert after != before
    assert keys("show", "openai", "--reveal").out == f"{OPENAI_KEY}\n"
    assert {each["status"] for each in keys("list", "--json").json} == {"healthy"}
    old = keys("show", "openai", "--json", env={secret.VARIABLE: before})
    assert old.error["code"] == "wrong_vault_secret"
    # A secret in the environment is for the person to replace, with one they have kept.
    env = {secret.VARIABLE: after, "NEW": "a new one that is long"}
    assert "cannot change" in keys("vault", "rotate", "--yes", env=env).err
    moved = keys("vault", "rotate", "--yes", "--from-env", "NEW", env=env)
    assert f"Put it into {secret.VARIABLE} now." in moved.err
    assert keys("show", "stripe", "--reveal", env={secret.VARIABLE: env["NEW"]}).code == 0
    assert list(kept(doughy).values()) == [after]
    # One key that cannot be opened stops it all.
    ann.sql("UPDATE api_keys SET salt = nonce WHERE service = 'stripe'")
    rows = ann.sql("SELECT key_ciphertext FROM api_keys ORDER BY service")
    env = {secret.VARIABLE: env["NEW"], "NEW": "yet another, also long"}
    stopped = keys("vault", "rotate", "--yes", "--json", "--from-env", "NEW", env=env)
    assert (stopped.code, stopped.error["code"]) == (1, "damaged")
    assert ann.sql("SELECT key_ciphertext FROM api_keys ORDER BY service") == rows


def killed(run: Callable[[], object]) -> None:
    """Run something in a process of its own, which is killed in the middle of it."""
    child = os.fork()
    if not child:
        try:
            run()
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(call: Callable[..., Any]) -> Callable[..., Any]:
    """Do what `call` does, and die."""

    def wrapped(*arguments: Any, **more: Any) -> None:
        call(*arguments, **more)
        die()

    return wrapped


MOMENTS = {
    "before anything": (rotation, "lock_vault", die),
    "before the new secret is kept": (secret, "keep_next", die),
    "while it is written": (config.os, "fsync", die),
    "before the first key": (rotation, "_store", die),
    "after the first key": (rotation, "reseal_key", after(rotation.reseal_key)),
    "before the commit": (rotation, "_store", after(rotation._store)),
    "after the commit": (secret, "keep", die),
    "before the new one is forgotten": (credentials, "forget", die),
}


def test_cut_off_at_any_moment(
    doughy: Program, keys: Keys, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store("openai", OPENAI_KEY)
    store("stripe", STRIPE_KEY)
    for what, (module, name, deadly) in MOMENTS.items():
        with monkeypatch.context() as patched:
            patched.setattr(module, name, deadly)
            killed(lambda: keys("vault", "rotate", "--yes"))
        for service, key in (("openai", OPENAI_KEY), ("stripe", STRIPE_KEY)):
            shown = keys("show", service, "--reveal")
            assert shown.out == f"{key}\n", f"{what}: {shown.err}"
        # A key that is stored now has the same secret as the others.
        store("crm", "crm-token-0001")
        opened = keys("list", "--json").json
        assert [each["fault"] for each in opened] == [None] * 3, what
    assert keys("vault", "rotate", "--yes").code == 0
    assert len(kept(doughy)) == 1
    assert not list((doughy.home / "config").glob(".vault.json.*"))
    assert keys("show", "crm", "--reveal").out == "crm-token-0001\n"
