"""Two commands that store keys at the same moment."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from tests.keys.conftest import QUICK
from tests.providers.server import OPENAI_KEY, STRIPE_KEY

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.keys.conftest import Keys


def test_two_first_keys_have_one_vault_secret(doughy: Program, keys: Keys, ann: Person) -> None:
    given = {"openai": OPENAI_KEY, "stripe": STRIPE_KEY}
    started = [
        (doughy.start("keys", "set", service, person=ann, env=QUICK), key)
        for service, key in given.items()
    ]
    for process, key in started:
        with process:
            _, err = process.communicate(key.encode())
            assert process.returncode == 0, err
    for service, key in given.items():
        assert keys("show", service, "--reveal").out == f"{key}\n"


def test_a_key_that_something_else_stores_meanwhile(keys: Keys, ann: Person) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    waiting += " AND datname = current_database()"
    done: list[Any] = []
    with ann.connect() as connection, connection.transaction():
        connection.execute("INSERT INTO api_keys (service, key_ciphertext) VALUES ('openai', 'x')")
        command = threading.Thread(
            target=lambda: done.append(keys("set", "openai", "--json", stdin=OPENAI_KEY))
        )
        command.start()
        while command.is_alive() and ann.database.sql(waiting) == [(0,)]:
            command.join(0.05)
    command.join()
    assert (done[0].code, done[0].error["code"]) == (5, "duplicate")
    assert done[0].error["message"].startswith("A key for openai was stored at the same moment.")
    assert ann.sql("SELECT key_ciphertext FROM api_keys") == [("x",)]
